/** Whether a ticket belongs to a list, and where. The server's rules, for tickets that it tells us of. */
import type { TicketFilter, TicketOrder, TicketPriority } from '../../graphql.generated';
import { PRIORITIES } from '../labels';
import { isFound, searchedWords } from './searchWords';
import type { PlacedTicketFragment } from './TicketChanged.generated';

export type PlacedTicket = Pick<
  PlacedTicketFragment,
  | 'id'
  | 'title'
  | 'description'
  | 'category'
  | 'priority'
  | 'status'
  | 'triage'
  | 'createdAt'
  | 'updatedAt'
  | 'version'
>;

/** Whether the filter's labels let a ticket in; its words and its age do not change while it is looked at. */
export function matchesLabels(
  filter: TicketFilter,
  ticket: Pick<PlacedTicket, 'category' | 'priority' | 'status' | 'triage'>,
): boolean {
  return (
    isAmong(filter.category, ticket.category) &&
    isAmong(filter.priority, ticket.priority) &&
    isAmong(filter.status, ticket.status) &&
    isAmong(filter.triage, ticket.triage)
  );
}

export function matches(filter: TicketFilter, ticket: PlacedTicket): boolean {
  const { from, to } = filter.createdAt ?? {};
  const created = Date.parse(ticket.createdAt);
  return (
    matchesLabels(filter, ticket) &&
    (!from || created >= Date.parse(from)) &&
    (!to || created < Date.parse(to)) &&
    matchesWords(filter, ticket)
  );
}

export function matchesWords({ search }: TicketFilter, ticket: PlacedTicket): boolean {
  return !search || isFound(searchedWords(search), [ticket.title, ticket.description ?? '']);
}

/** Negative when `one` stands before `other`. Instants of the API have one form, so their texts compare. */
export function compare(order: TicketOrder, one: PlacedTicket, other: PlacedTicket): number {
  const rising = rise(order, one, other) || Number(one.id) - Number(other.id);
  return order.direction === 'ASC' ? rising : -rising;
}

function rise({ field }: TicketOrder, one: PlacedTicket, other: PlacedTicket): number {
  switch (field) {
    case 'CREATED_AT':
      return compareTexts(one.createdAt, other.createdAt);
    case 'UPDATED_AT':
      return compareTexts(one.updatedAt, other.updatedAt);
    case 'PRIORITY':
      return rank(one.priority) - rank(other.priority);
  }
}

const compareTexts = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

const rank = (priority: TicketPriority) => -PRIORITIES.indexOf(priority);

function isAmong<Label>(wanted: readonly Label[] | null | undefined, label: Label) {
  return !wanted || wanted.includes(label);
}
