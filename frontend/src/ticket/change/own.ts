/**
 * What this page has changed itself: so that it is not in its own way, and does not announce as news what
 * the person has just done.
 */
import type { ChangedTicketFragment } from './UpdateTicket.generated';

const turns = new Map<string, Promise<unknown>>();
const reached = new Map<string, Set<number>>();
const created = new Set<string>();
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

/** Tells that a change of our own has arrived. */
export function reach(ticket: ChangedTicketFragment) {
  const versions = reached.get(ticket.id) ?? new Set();
  reached.set(ticket.id, versions.add(ticket.version));
  for (const listener of listeners) listener(ticket);
}

/** Tells that the person has created a ticket. */
export function create(id: string) {
  created.add(id);
}

/** The version that a ticket has come to from `version` by our own changes alone. */
export function ownVersion(id: string, version: number): number {
  let own = version;
  while (reached.get(id)?.has(own + 1)) own += 1;
  return own;
}

/** Whether a ticket came to be, or to its version, by this page. The answer may still be under way. */
export function isOwn(id: string, version: number): boolean {
  return turns.has(id) || reached.get(id)?.has(version) === true || created.has(id);
}

/** Calls back after each change of our own, with the ticket as it is then. */
export function onOwnChange(listener: (ticket: ChangedTicketFragment) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
