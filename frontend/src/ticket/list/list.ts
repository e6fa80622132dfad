/**
 * The tickets of one view as far as they were loaded: their ids in order. What a ticket is stands in Apollo's cache,
 * and each row reads it there, so a change to one of ten thousand costs one row. Nothing moves by itself: what comes
 * in waits in `entered`, and what does not belong here any more stays until `sweep`.
 */
import type { ApolloClient } from '@apollo/client';
import type { TicketEventKind, TicketFilter, TicketOrder } from '../../graphql.generated';
import { isOwn } from '../change/own';
import { filterOf, orderOf, type TicketView } from '../view';
import { compare, matches, matchesLabels, matchesWords, type PlacedTicket } from './membership';
import { RowTicketDocument } from './RowTicket.generated';
import { PlacedTicketFragmentDoc } from './TicketChanged.generated';
import { TicketListDocument } from './TicketList.generated';

/** What is seen at once on a large screen, and not much more: the first rows are to be there soon. */
const FIRST_PAGE = 50;
const PAGE = 100;
/** So many tickets may have come in unheard, or gone, before the list begins anew. */
const MOST_MISSED = 2_000;
const MOST_LOST = 50;

export interface ListState {
  readonly ids: readonly string[];
  /** Tickets that belong among the loaded ones and were not there when those were loaded. */
  readonly entered: readonly string[];
  /** Loaded tickets that were deleted, or whose words are not the searched ones any more. */
  readonly left: ReadonlySet<string>;
  /** Those of them that were deleted. */
  readonly deleted: ReadonlySet<string>;
  /** Grows whenever something happened in the view. */
  readonly changes: number;
  readonly isLoaded: boolean;
  readonly isLoading: boolean;
  readonly hasMore: boolean;
  readonly error: Error | undefined;
}

export interface Change {
  readonly kind: TicketEventKind;
  readonly ticketId: string;
  readonly ticket: PlacedTicket | null;
}

export type TicketList = ReturnType<typeof createList>;

export function createList(client: ApolloClient, view: TicketView) {
  const filter = filterOf(view, Date.now());
  const orderBy = orderOf(view);
  const searching = filter.search !== undefined;
  const listeners = new Set<() => void>();
  /** Tickets that changed while they were shown, and may not belong here any more. */
  const touched = new Set<string>();
  let cursor: string | null = null;
  let loading: Promise<void> | undefined;
  let state: ListState = {
    ids: [],
    entered: [],
    left: new Set(),
    deleted: new Set(),
    changes: 0,
    isLoaded: false,
    isLoading: false,
    hasMore: true,
    error: undefined,
  };

  function become(next: Partial<ListState>) {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  }

  async function fetchPage(first: number, after: string | null) {
    const { data } = await client.query({
      query: TicketListDocument,
      variables: { filter, orderBy, first, after, searching },
      fetchPolicy: 'network-only',
    });
    if (!data) throw new Error('The answer has no data.');
    const { nodes, pageInfo } = data.tickets;
    return { ids: nodes.map(({ id }) => id), ...pageInfo };
  }

  /** Loads the next page, unless it is on its way already. */
  function loadMore(): Promise<void> {
    loading ??= loadPage().finally(() => {
      loading = undefined;
    });
    return loading;
  }

  async function loadPage() {
    if (!state.hasMore) return;
    become({ isLoading: true, error: undefined });
    const after = cursor;
    try {
      const page = await fetchPage(state.isLoaded ? PAGE : FIRST_PAGE, after);
      // The list may have begun anew meanwhile.
      if (cursor !== after) return become({ isLoading: false });
      cursor = page.endCursor;
      // A ticket that was moved by a change may come a second time.
      const shown = new Set(state.ids);
      const ids = [...state.ids, ...page.ids.filter((id) => !shown.has(id))];
      const arrived = new Set(page.ids);
      become({
        ids,
        entered: state.entered.filter((id) => !arrived.has(id)),
        isLoaded: true,
        isLoading: false,
        hasMore: page.hasNextPage,
      });
    } catch (error) {
      become({ isLoading: false, error: error as Error });
    }
  }

  /** Loads on until so many tickets are there, so that one can go back to where one was. */
  async function loadUntil(count: number) {
    while (state.ids.length < count && state.hasMore && !state.error) await loadMore();
  }

  /** Asks for the loaded tickets again, for what happened while nothing was heard. */
  async function refresh() {
    if (!state.isLoaded) return loadMore();
    const before = state.ids;
    // Of a list that was loaded to its end, whatever there is belongs to it.
    const last = state.hasMore ? placed(before.at(-1)) : undefined;
    const fresh: string[] = [];
    let hasNextPage = true;
    let endCursor: string | null = null;
    const reachesLast = () => {
      const reached = placed(fresh.at(-1));
      return last && reached && compare(orderBy, reached, last) >= 0;
    };
    try {
      while (hasNextPage && !reachesLast()) {
        if (fresh.length > before.length + MOST_MISSED) {
          return beginAnew(fresh, endCursor, hasNextPage);
        }
        const rest = before.length - fresh.length;
        const page = await fetchPage(Math.min(PAGE, Math.max(FIRST_PAGE, rest)), endCursor);
        fresh.push(...page.ids);
        ({ hasNextPage, endCursor } = page);
      }
      const found = new Set(fresh);
      const lost = before.filter((id) => !found.has(id));
      if (lost.length > MOST_LOST) return beginAnew(fresh, endCursor, hasNextPage);
      for (const change of await Promise.all(lost.map(lookUp))) consider(change);
      const shown = new Set(state.ids);
      for (const id of fresh.filter((id) => !shown.has(id))) {
        const ticket = placed(id);
        if (ticket && belongsToLoaded(ticket)) enter(id);
      }
      // Other tickets may have been counted.
      become({ changes: state.changes + 1, error: undefined });
    } catch (error) {
      // What is shown is better than nothing; the next reconnection asks again.
      if (state.ids.length === 0) become({ error: error as Error });
    }
  }

  /** What became of a ticket that was loaded and is not where it was. */
  async function lookUp(id: string): Promise<Change> {
    const { data } = await client.query({
      query: RowTicketDocument,
      variables: { id, searching },
      fetchPolicy: 'network-only',
    });
    const ticket = data?.ticket ?? null;
    return { kind: ticket ? 'UPDATED' : 'DELETED', ticketId: id, ticket };
  }

  /** Shows the list as it is now, since too much has happened to it to be told row by row. */
  function beginAnew(ids: readonly string[], endCursor: string | null, hasMore: boolean) {
    cursor = endCursor;
    touched.clear();
    const changes = state.changes + 1;
    become({
      ids,
      entered: [],
      left: new Set(),
      deleted: new Set(),
      changes,
      hasMore,
      error: undefined,
    });
  }

  /** Takes note of what happened to a ticket. */
  function consider({ kind, ticketId: id, ticket }: Change) {
    const isShown = state.ids.includes(id);
    if (isShown) touched.add(id);
    become({ changes: state.changes + 1 });
    if (kind === 'DELETED' || !ticket) {
      if (isShown) {
        become({
          left: new Set([...state.left, id]),
          deleted: new Set([...state.deleted, id]),
        });
      }
      forget(id);
    } else if (isShown) {
      const left = new Set(state.left);
      if (matchesWords(filter, ticket)) left.delete(id);
      else left.add(id);
      become({ left });
    } else if (!matches(filter, ticket)) {
      forget(id);
    } else if (belongsToLoaded(ticket)) {
      enter(id);
    }
  }

  /** What would stand behind the last loaded ticket comes with a later page. */
  function belongsToLoaded(ticket: PlacedTicket): boolean {
    const last = state.hasMore ? placed(state.ids.at(-1)) : undefined;
    return state.isLoaded && (!last || compare(orderBy, ticket, last) < 0);
  }

  function enter(id: string) {
    const ticket = placed(id);
    const nothingMoves = state.ids.length === 0;
    if (nothingMoves || (ticket && isOwn(id, ticket.version))) become({ ids: insert([id]) });
    else if (!state.entered.includes(id)) become({ entered: [...state.entered, id] });
  }

  function forget(id: string) {
    if (state.entered.includes(id)) {
      become({ entered: state.entered.filter((other) => other !== id) });
    }
  }

  /** Puts the tickets that came in where they belong, and tells which these were. */
  function bringIn(): readonly string[] {
    const { entered } = state;
    become({ ids: insert(entered), entered: [] });
    return entered;
  }

  function insert(entered: readonly string[]): readonly string[] {
    const ids = [...state.ids];
    for (const id of entered) {
      const ticket = placed(id);
      if (!ticket || ids.includes(id)) continue;
      ids.splice(placeFor(ticket, ids), 0, id);
    }
    return ids;
  }

  function placeFor(ticket: PlacedTicket, ids: readonly string[]): number {
    let [low, high] = [0, ids.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const shown = placed(ids[middle]);
      if (shown && compare(orderBy, ticket, shown) < 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Drops what does not belong here any more, but for one, and tells which these were. */
  function sweep(kept?: string): readonly string[] {
    const dropped = new Set([...touched].filter((id) => id !== kept && !belongs(id)));
    for (const id of touched) {
      if (id !== kept) touched.delete(id);
    }
    if (dropped.size === 0) return [];
    become({
      ids: state.ids.filter((id) => !dropped.has(id)),
      left: new Set([...state.left].filter((id) => !dropped.has(id))),
    });
    return [...dropped];
  }

  /** Whether there is nothing left that may have to be dropped. */
  const isSwept = () => touched.size === 0;

  /** Whether the ticket belongs here as it is shown, with changes under way. */
  function belongs(id: string): boolean {
    const ticket = placed(id);
    return !state.left.has(id) && ticket !== undefined && matchesLabels(filter, ticket);
  }

  function placed(id: string | undefined) {
    if (id === undefined) return undefined;
    const ticket = client.cache.readFragment({
      fragment: PlacedTicketFragmentDoc,
      from: { __typename: 'Ticket', id },
      variables: { searching },
      optimistic: true,
    });
    return ticket ?? undefined;
  }

  return {
    view,
    filter: filter as Readonly<TicketFilter>,
    orderBy: orderBy as Readonly<TicketOrder>,
    searching,
    state: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    loadMore,
    loadUntil,
    refresh,
    consider,
    bringIn,
    sweep,
    isSwept,
    belongs,
  };
}
