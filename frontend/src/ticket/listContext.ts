/** The list that the person came from, so that a ticket's page leads back to it, and on to the next ticket. */
import { parse, read, write } from '../ui/storage';
import { isGone } from './change/deletion';

interface ListContext {
  /** The list's address within the page: `/?status=open`. */
  readonly address: string;
  /** The tickets in the list's order, as far as it was loaded. */
  readonly ids: readonly string[];
}

/** Kept for as long as the tab is, so that a reload of a ticket's page does not lose it. */
const NAME = 'list';

let context: ListContext | undefined;

export function rememberList(list: ListContext) {
  context = list;
  write(NAME, JSON.stringify(list), 'session');
}

function recall(): ListContext | undefined {
  context ??= parse<ListContext>(read(NAME, 'session'));
  return context;
}

/** Where the list is that the person came from. */
export const listAddress = () => recall()?.address ?? '/';

/** The tickets before and after one in the list that the person came from. */
export function neighbours(id: string): {
  readonly previous: string | undefined;
  readonly next: string | undefined;
} {
  const ids = recall()?.ids.filter((other) => other === id || !isGone(other)) ?? [];
  const place = ids.indexOf(id);
  return place < 0
    ? { previous: undefined, next: undefined }
    : { previous: ids[place - 1], next: ids[place + 1] };
}
