/** The list that the person came from, so that a ticket's page leads back to it, and on to the next ticket. */
import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useSyncExternalStore } from 'react';
import { parse, read, write } from '../ui/storage';
import { notePlace, type Resumed } from '../ui/visits';
import { isGone } from './change/deletion';
import { createList, type TicketList } from './list/list';
import { viewOf } from './view';

interface ListContext {
  /** Where the list is: `/?status=open`. */
  readonly path: string;
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
const listeners = new Set<() => void>();

export function rememberList(remembered: TicketList, path: string, visit: string) {
  list = remembered;
  keep({ path, ids: list.state().ids, visit });
}

function keep(next: ListContext) {
  context = next;
  write(NAME, JSON.stringify(next), 'session');
  for (const listener of listeners) listener();
}

function recall(): ListContext | undefined {
  context ??= parse<ListContext>(read(NAME, 'session'));
  return context;
}

/** What leads back to the list that the person came from, to where they were in it. */
export function wayBack(): { readonly to: string; readonly state: Resumed | undefined } {
  const { path, visit } = recall() ?? {};
  return { to: path ?? '/', state: visit === undefined ? undefined : { visit } };
}

/** Whoever goes back comes to the row of this ticket. */
export function rememberRow(id: string) {
  const { visit, ids } = recall() ?? {};
  if (visit !== undefined) notePlace(visit, { row: id, rows: ids?.length });
}

const NONE: readonly string[] = [];
const knownIds = () => recall()?.ids ?? NONE;

interface Neighbours {
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

/** The tickets before and after one in the list that the person came from. */
export function neighbours(id: string): Neighbours {
  const ids = knownIds().filter((other) => other === id || !isGone(other));
  const place = ids.indexOf(id);
  return place < 0
    ? { previous: undefined, next: undefined }
    : { previous: ids[place - 1], next: ids[place + 1] };
}

/** The same, as they are now; the list is loaded on for whoever comes to its end. */
export function useNeighbours(id: string): Neighbours {
  const client = useApolloClient();
  const ids = useSyncExternalStore(follow, knownIds);
  useEffect(() => {
    if (!ids.includes(id)) return;
    rememberRow(id);
    if (ids.at(-1) === id) void loadOn(client);
  }, [client, id, ids]);
  return neighbours(id);
}

function follow(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

async function loadOn(client: ApolloClient) {
  const { path, ids } = recall() ?? {};
  if (path === undefined || ids === undefined) return;
  list ??= createList(client, viewOf(new URL(path, window.location.href).searchParams));
  const loading = list;
  await loading.loadMore();
  await loading.loadUntil(ids.length + 1);
  const now = recall();
  if (list !== loading || !now) return;
  const known = new Set(now.ids);
  const more = loading.state().ids.filter((id) => !known.has(id));
  if (more.length > 0) keep({ ...now, ids: [...now.ids, ...more] });
}
