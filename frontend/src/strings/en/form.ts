export const form = {
  title: 'New ticket',
  text: { title: 'Title', description: 'Description' },
  placeholders: {
    title: 'What it is about, in one line',
    description: 'What the customer wrote',
    label: 'As suggested',
  },
  /** Near the limit of a text. */
  left: (count: string) => `${count} left`,
  tooMany: (count: string) => `${count} too many`,
  filled: 'Filled in by the suggestion',
  asking: 'Looking for a suggestion…',
  stale: 'The text has changed since.',
  notSure: 'Not sure. The two likeliest:',
  noSuggestion: 'No suggestion; none is needed.',
  askAgain: 'Ask again',
  announce: (category: string, priority: string) =>
    `Suggestion: ${category}; ${priority}. Alt+A accepts both.`,
  /** Read out. */
  accepted: (category: string, priority: string) => `${category} and ${priority} accepted.`,
  clear: (field: string) => `Clear ${field}`,
  create: 'Create',
  createAndOpen: 'Create and open',
  keys: { create: 'Ctrl+Enter', createAndOpen: 'Ctrl+Shift+Enter' },
  discard: 'Discard',
  discarded: 'Draft discarded.',
  offline: 'You are offline. What you typed is kept; save when the network is back.',
  notSaved: (cause: string) => `Not saved: ${cause}`,
  /** A fault of a field, as the server says it: `must not be blank.` */
  fault: (field: string, message: string) => `${field} ${message}`,
  created: (id: string, category: string, priority: string) =>
    `#${id} created: ${category}, ${priority}.`,
  open: 'Open',
  notCreated: (cause: string) => `The new ticket was not saved: ${cause}`,
  goOn: 'Go on with it',
};
