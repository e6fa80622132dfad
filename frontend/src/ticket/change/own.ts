/**
 * What this page has changed itself: so that it is not in its own way, and does not announce as news what
 * the person has just done.
 */
import type { ChangedTicketFragment } from './UpdateTicket.generated';

const turns = new Map<string, Promise<unknown>>();
const reached = new Map<string, Set<number>>();
const listeners = new Set<(ticket: ChangedTicketFragment) => void>();

/** Changes to one ticket wait for each other, so that each is made for the version that the last one left. */
export function inTurn<T>(id: string, change: () => Promise<T>): Promise<T> {
  const turn = (turns.get(id) ?? Promise.resolve()).then(change, change);
  turns.set(id, turn);
  const end = () => {
    if (turns.get(id) === turn) turns.delete(id);
  };
  turn.then(end, end);
  return turn;
}

/** Waits for the changes of our own that are under way to a ticket. */
export async function whenSettled(id: string): Promise<void> {
  while (turns.has(id)) await turns.get(id)?.catch(() => {});
}

/** Notes that a ticket came to a version by this page. */
export function recordVersion({ id, version }: Pick<ChangedTicketFragment, 'id' | 'version'>) {
  reached.set(id, (reached.get(id) ?? new Set()).add(version));
}

/** Notes a change of our own, and tells it. */
export function recordChange(ticket: ChangedTicketFragment) {
  recordVersion(ticket);
  for (const listener of listeners) listener(ticket);
}

/** The version that a ticket has come to from `version` by our own changes alone. */
export function ownVersion(id: string, version: number): number {
  let own = version;
  while (reached.get(id)?.has(own + 1)) own += 1;
  return own;
}

/** Whether a ticket came to its version by this page. The answer may still be under way. */
export function isOwn(id: string, version: number): boolean {
  return turns.has(id) || reached.get(id)?.has(version) === true;
}

/** Calls back after each change of our own, with the ticket as it is then. */
export function onOwnChange(listener: (ticket: ChangedTicketFragment) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
