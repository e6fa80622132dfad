import { formatNumber } from '../../format';

export const list = {
  title: 'Tickets',
  views: {
    label: 'Views',
    all: 'All',
    open: 'Open',
    urgent: 'Urgent',
    toConfirm: 'To confirm',
    overruled: 'Overruled',
    save: 'Save view',
    name: 'Name of the view',
    nameHint: 'It is kept in this browser.',
    taken: 'There is a view of this name.',
    change: 'Change view',
    changeOf: (name: string) => `Change view ${name}`,
    rename: 'Rename',
    remove: 'Delete',
    removed: (name: string) => `View “${name}” deleted.`,
    cancel: 'Cancel',
    confirm: 'Save',
  },
  filters: {
    open: 'Filters',
    openActive: (count: number) => `Filters (${count})`,
    clear: 'Clear filters',
    clearOne: 'Any',
    show: (count: number | undefined) => (count === undefined ? 'Show' : `Show ${tickets(count)}`),
    more: (label: string, others: number) => `${label} +${others}`,
  },
  search: {
    label: 'Search tickets',
    placeholder: 'Search',
    clear: 'Clear the search',
  },
  created: {
    name: 'Created',
    any: 'Any time',
    today: 'Today',
    '7d': 'Last 7 days',
    '30d': 'Last 30 days',
    '90d': 'Last 90 days',
    '12m': 'Last 12 months',
    custom: 'Custom…',
    customTitle: 'Created on these days',
    customHint: 'Days begin and end at midnight UTC.',
    since: (day: string) => `Since ${day}`,
    until: (day: string) => `Until ${day}`,
    apply: 'Apply',
    /** Read out. */
    calendarName: 'Calendar',
    /** Read out; by the names that the calendar has for its buttons. */
    calendar: {
      previousMonth: 'Previous month',
      nextMonth: 'Next month',
      previousYear: 'Previous year',
      nextYear: 'Next year',
      previousDecade: 'Previous ten years',
      nextDecade: 'Next ten years',
    },
  },
  order: {
    name: 'Order',
    created: 'Newest first',
    'created-asc': 'Oldest first',
    updated: 'Last changed first',
    'updated-asc': 'Longest unchanged first',
    priority: 'Highest priority first',
    'priority-asc': 'Lowest priority first',
  },
  count: (count: number) => tickets(count),
  /** Read out. */
  found: (count: number) => `${tickets(count)} found`,
  columns: {
    id: 'ID',
    priority: 'Priority',
    title: 'Title',
    triage: 'Suggestion',
    category: 'Category',
    status: 'Status',
    age: 'Age',
  },
  row: {
    select: (id: string) => `Select #${id}`,
    change: (field: string, value: string) => `${field}: ${value}. Change`,
    /** Read out. */
    facts: (facts: readonly string[], isUnconfirmed: boolean, isSelected: boolean) =>
      [
        ...facts,
        ...(isUnconfirmed ? ['suggestion to confirm'] : []),
        ...(isSelected ? ['selected'] : []),
      ].join(', '),
    confirm: 'Confirm the suggestion',
    left: 'Not in this view any more',
    deleted: 'Deleted',
    /** Read out. */
    changedByOthers: (title: string, facts: string) =>
      `Changed by somebody else: ${title}, ${facts}.`,
    leftByOthers: (ticket: string, what: string) => `${ticket}: ${what}.`,
  },
  selection: {
    label: 'Selected tickets',
    selectLoaded: 'Select all loaded tickets',
    count: (count: number) => `${formatNumber(count)} selected`,
    /** Read out. */
    announce: (count: number) => (count === 0 ? 'None selected' : `${tickets(count)} selected`),
    confirm: 'Confirm suggestions',
    remove: 'Delete',
    clear: 'Clear the selection',
  },
  /** Read out. */
  enteredSpoken: (count: number) =>
    count === 1 ? '1 new ticket' : `${formatNumber(count)} new tickets`,
  entered: (count: number) => `${formatNumber(count)} new`,
  enteredLabel: (count: number) =>
    count === 1 ? 'Show 1 new ticket' : `Show ${formatNumber(count)} new tickets`,
  loading: 'Loading tickets',
  loadingMore: 'Loading more tickets',
  empty: {
    nothingYet: 'No tickets yet',
    nothingYetHint: 'Create the first one, or let a script do it: the playground shows how.',
    create: 'New ticket',
    playground: 'Open the playground',
    nothingMatches: 'No tickets match',
    nothingMatchesHint: 'Remove a filter, or look in all tickets.',
    clear: 'Clear filters',
    allConfirmed: 'Nothing to confirm',
    allConfirmedHint: 'Every suggestion has been confirmed or changed.',
    showAll: 'Show all tickets',
  },
};

function tickets(count: number): string {
  return count === 1 ? '1 ticket' : `${formatNumber(count)} tickets`;
}
