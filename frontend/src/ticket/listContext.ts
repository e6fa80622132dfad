/** The list that the person came from, so that a ticket's page leads back to it, and on to the next ticket. */
import { useEffect, useSyncExternalStore } from 'react';
import type { Resumed } from '../ui/places';
import { parse, read, write } from '../ui/storage';
import { isGone } from './change/deletion';
import type { TicketList } from './list/list';

interface ListContext {
  /** The list's address within the page: `/?status=open`. */
  readonly address: string;
  /** The tickets in the list's order, as far as it was loaded. */
  readonly ids: readonly string[];
  /** The visit that the person was on; see `useVisit`. */
  readonly visit: string;
}

/** Kept for as long as the tab is, so that a reload of a ticket's page does not lose it. */
const NAME = 'list';

let context: ListContext | undefined;
/** The list itself, which a reload does lose. */
let list: TicketList | undefined;

export function rememberList(remembered: TicketList, address: string, visit: string) {
  list = remembered;
  keep({ address, ids: list.state().ids, visit });
}

function keep(next: ListContext) {
  context = next;
  write(NAME, JSON.stringify(next), 'session');
}

function recall(): ListContext | undefined {
  context ??= parse<ListContext>(read(NAME, 'session'));
  return context;
}

/** What leads back to the list that the person came from, to where they were in it. */
export function wayBack(): { readonly to: string; readonly state: Resumed | undefined } {
  const { address, visit } = recall() ?? {};
  return { to: address ?? '/', state: visit === undefined ? undefined : { visit } };
}

const NONE: readonly string[] = [];
const idsOfList = () => list?.state().ids ?? recall()?.ids ?? NONE;

interface Neighbours {
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

/** The tickets before and after one in the list that the person came from. */
export function neighbours(id: string): Neighbours {
  const ids = idsOfList().filter((other) => other === id || !isGone(other));
  const place = ids.indexOf(id);
  return place < 0
    ? { previous: undefined, next: undefined }
    : { previous: ids[place - 1], next: ids[place + 1] };
}

/** The same, as they are now; the list is loaded on for whoever comes to its end. */
export function useNeighbours(id: string): Neighbours {
  const ids = useSyncExternalStore(followList, idsOfList);
  useEffect(() => {
    if (!list || !ids.includes(id)) return;
    if (context) keep({ ...context, ids });
    if (ids.at(-1) === id) void list.loadMore();
  }, [id, ids]);
  return neighbours(id);
}

function followList(listener: () => void): () => void {
  return list?.subscribe(listener) ?? (() => {});
}
