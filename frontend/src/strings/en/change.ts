import { formatNumber } from '../../format';

/** What is said about changes to tickets, their undoing, and what came in between. */
export const change = {
  undo: 'Undo',
  undone: 'Undone.',
  nothingToUndo: 'There is nothing to undo.',
  fields: {
    title: 'Title',
    description: 'Description',
    category: 'Category',
    priority: 'Priority',
    status: 'Status',
    triage: 'Suggestion',
  },
  /** Of a text, which is not repeated. */
  rewritten: (field: string) => `${field} changed`,
  classifiedAgain: 'Classified again',
  changed: {
    one: (id: string, what: string) => `#${id}: ${what}.`,
    many: (count: number, what: string) => `${formatNumber(count)} tickets: ${what}.`,
    differently: (count: number) => `${formatNumber(count)} tickets changed.`,
  },
  confirmed: {
    one: (id: string) => `#${id}: suggestion confirmed.`,
    many: (count: number) => `${formatNumber(count)} suggestions confirmed.`,
  },
  failed: {
    one: (ticket: string, cause: string) => `${ticket} was not changed. ${cause}`,
    many: (tickets: string, cause: string) => `${tickets} were not changed. ${cause}`,
    tickets: (count: number) => `${formatNumber(count)} tickets`,
  },
  deleted: {
    one: (id: string) => `#${id} deleted.`,
    many: (count: number) => `${formatNumber(count)} tickets deleted.`,
  },
  notDeleted: (id: string, cause: string) => `#${id} was not deleted. ${cause}`,
  conflict: {
    title: 'Somebody else was quicker',
    explanation: (count: number) =>
      count === 1
        ? 'The ticket was changed after you last saw it.'
        : `${formatNumber(count)} tickets were changed after you last saw them.`,
    theirs: (age: string) => `Their change, ${age}`,
    mine: 'Your change',
    keepTheirs: 'Keep theirs',
    applyMine: 'Apply mine',
    keepTheirsOf: (id: string) => `Keep theirs of #${id}`,
    applyMineTo: (id: string) => `Apply mine to #${id}`,
    keepAllTheirs: 'Keep all theirs',
    applyAllMine: 'Apply all mine',
  },
};
