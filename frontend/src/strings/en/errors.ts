export const errors = {
  title: 'This could not be loaded',
  retry: 'Try again',
  requestId: (id: string) => `Request ${id}`,
  network: 'The server cannot be reached.',
  /** By `extensions.code`, where the page can say it better than the server. */
  byCode: {
    TIMEOUT: 'The server took too long.',
    UNAVAILABLE: 'The server cannot answer at the moment.',
    INTERNAL: 'Something went wrong on the server.',
    NOT_FOUND: 'There is no such ticket any more.',
    CONFLICT: 'Somebody else changed the ticket meanwhile.',
  } as Record<string, string>,
  notLoaded: 'This part of the page could not be loaded. Reload the page to try again.',
  unexpected: {
    title: 'The page has stumbled',
    description: 'What you typed is kept. Reload the page to go on.',
    reload: 'Reload',
  },
};
