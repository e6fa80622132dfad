export const ticket = {
  /** The name of the page, and of the ticket in it. */
  name: (id: string) => `Ticket ${id}`,
  number: (id: string) => `#${id}`,
  titled: (id: string, title: string) => `#${id} ${title}`,
  back: 'Back to the list',
  previous: 'Previous ticket',
  next: 'Next ticket',
  copyLink: 'Copy link',
  copied: 'Link copied.',
  delete: 'Delete',
  fields: { title: 'Title', description: 'Description' },
  edit: { title: 'Edit title', description: 'Edit description' },
  save: 'Save',
  cancel: 'Cancel',
  saveKeys: { title: 'Enter', description: 'Ctrl+Enter' },
  dropped: (id: string) => `#${id}: what you typed was dropped.`,
  unsaved: 'You have not saved this yet.',
  /** Read out. */
  changedByOthers: (what: string) => `Changed by somebody else: ${what}.`,
  change: (field: string, value: string) => `${field}: ${value}`,
  /** Read out: what stands beside the texts. */
  properties: 'Properties',
  suggestion: {
    title: 'Suggestion',
    none: 'The ticket was created without a suggestion.',
    confirm: 'Confirm',
    tokens: (count: string) => `${count} tokens`,
    unknownCost: 'cost unknown',
  },
  history: {
    title: 'History',
    created: 'Created',
    deleted: 'Deleted',
    described: 'Description changed',
    before: 'Before',
    after: 'After',
    showAll: (count: string) => `Show all ${count}`,
  },
  notFound: {
    title: 'There is no such ticket',
    description: (id: string) => `No ticket has the number ${id}. It may have been deleted.`,
  },
  deleted: {
    title: 'The ticket was deleted',
    description: (id: string) => `There is no ticket ${id} any more.`,
    notice: 'Somebody has deleted this ticket. This is the last that was known of it.',
  },
};
