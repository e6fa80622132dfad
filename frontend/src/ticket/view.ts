/**
 * A view of the tickets: which, and in which order. It stands in the address, so that it can be gone back to,
 * reloaded and shared: `/?status=open,in_progress&priority=critical&q=refund&order=priority`.
 */
import { addDays, type Day, dayOf, isDay, startOf } from '../day';
import type {
  TicketCategory,
  TicketFilter,
  TicketOrder,
  TicketPriority,
  TicketStatus,
  Triage,
} from '../graphql.generated';
import { CATEGORIES, PRIORITIES, STATUSES, TRIAGES } from './labels';

/** So many days up to today, today included. */
export const RANGES = { today: 1, '7d': 7, '30d': 30, '90d': 90, '12m': 365 } as const;
export type RangeName = keyof typeof RANGES;

/** When the tickets were created. */
export type Created =
  | { readonly range: RangeName }
  /** Both days are included; one of them may be open. */
  | { readonly from: Day | undefined; readonly to: Day | undefined };

export type Order =
  | 'created'
  | 'created-asc'
  | 'updated'
  | 'updated-asc'
  | 'priority'
  | 'priority-asc';
export const ORDERS: readonly Order[] = [
  'created',
  'created-asc',
  'updated',
  'updated-asc',
  'priority',
  'priority-asc',
];

export interface LabelFilter {
  readonly category: readonly TicketCategory[];
  readonly priority: readonly TicketPriority[];
  readonly status: readonly TicketStatus[];
  readonly triage: readonly Triage[];
}
export type LabelField = keyof LabelFilter;

/** An empty list is no condition. */
export interface TicketView extends LabelFilter {
  readonly created: Created | undefined;
  readonly search: string;
  readonly order: Order;
}

/** The labels by which tickets can be filtered, in the order in which they are offered. */
export const LABELS: LabelFilter = {
  category: CATEGORIES,
  priority: PRIORITIES,
  status: STATUSES,
  triage: TRIAGES,
};
export const LABEL_FIELDS = Object.keys(LABELS) as LabelField[];

export const EVERYTHING: TicketView = {
  category: [],
  priority: [],
  status: [],
  triage: [],
  created: undefined,
  search: '',
  order: 'created',
};

/** The most that the server takes. */
export const SEARCH_MAX = 200;

/** The view of an address. What it does not know, it ignores. */
export function viewOf(params: URLSearchParams): TicketView {
  const order = params.get('order');
  return {
    category: labelsIn(params, 'category', CATEGORIES),
    priority: labelsIn(params, 'priority', PRIORITIES),
    status: labelsIn(params, 'status', STATUSES),
    triage: labelsIn(params, 'triage', TRIAGES),
    created: createdIn(params),
    search: Array.from(params.get('q') ?? '')
      .slice(0, SEARCH_MAX)
      .join(''),
    order: ORDERS.find((known) => known === order) ?? 'created',
  };
}

/** The address of a view, in one form only: `status=open&q=refund`. */
export function addressOf(view: TicketView): string {
  const parts = LABEL_FIELDS.filter((field) => view[field].length > 0).map(
    (field) => `${field}=${view[field].join(',').toLowerCase()}`,
  );
  const { created, search, order } = view;
  if (created && 'range' in created) parts.push(`range=${created.range}`);
  if (created && !('range' in created)) {
    if (created.from) parts.push(`from=${created.from}`);
    if (created.to) parts.push(`to=${created.to}`);
  }
  if (search) parts.push(new URLSearchParams({ q: search }).toString());
  if (order !== 'created') parts.push(`order=${order}`);
  return parts.join('&');
}

/** Where a view is found. */
export function pathOf(view: TicketView): string {
  const address = addressOf(view);
  return address ? `/?${address}` : '/';
}

/** The same in the terms of the API. */
export function filterOf(view: TicketView, now: number): TicketFilter {
  const filter: TicketFilter = {};
  if (view.category.length > 0) filter.category = [...view.category];
  if (view.priority.length > 0) filter.priority = [...view.priority];
  if (view.status.length > 0) filter.status = [...view.status];
  if (view.triage.length > 0) filter.triage = [...view.triage];
  if (view.search.trim()) filter.search = view.search;
  if (view.created) filter.createdAt = createdAt(view.created, now);
  return filter;
}

export function orderOf({ order }: TicketView): TicketOrder {
  const [field, direction] = order.split('-');
  return {
    field: field === 'updated' ? 'UPDATED_AT' : field === 'priority' ? 'PRIORITY' : 'CREATED_AT',
    direction: direction ? 'ASC' : 'DESC',
  };
}

/** Whether a view leaves tickets out. */
export function isFiltered(view: TicketView): boolean {
  return addressOf({ ...view, order: 'created' }) !== '';
}

function labelsIn<Label extends string>(
  params: URLSearchParams,
  name: string,
  all: readonly Label[],
): readonly Label[] {
  const named = params.getAll(name).flatMap((value) => value.split(','));
  return all.filter((label) => named.includes(label.toLowerCase()));
}

function createdIn(params: URLSearchParams): Created | undefined {
  const from = dayIn(params, 'from');
  const to = dayIn(params, 'to');
  // In whichever order somebody wrote them.
  if (from && to && from > to) return { from: to, to: from };
  if (from || to) return { from, to };
  const range = params.get('range') ?? '';
  return Object.hasOwn(RANGES, range) ? { range: range as RangeName } : undefined;
}

function dayIn(params: URLSearchParams, name: string): Day | undefined {
  const text = params.get(name) ?? '';
  return isDay(text) ? text : undefined;
}

function createdAt(created: Created, now: number): TicketFilter['createdAt'] {
  if ('range' in created) {
    return { from: startOf(addDays(dayOf(now), 1 - RANGES[created.range])) };
  }
  return {
    from: created.from && startOf(created.from),
    to: created.to && startOf(addDays(created.to, 1)),
  };
}
