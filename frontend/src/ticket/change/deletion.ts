/**
 * A ticket that is deleted is gone from view at once, and really deleted when it cannot be undone any more: after
 * ten seconds, or when the page is left.
 */
import type { ApolloClient } from '@apollo/client';
import { useSyncExternalStore } from 'react';
import { codeOf } from '../../api/describeError';
import { strings } from '../../strings';
import { DeleteTicketDocument } from './DeleteTicket.generated';
import { tellNotDeleted } from './notices';
import { offerUndo } from './undo';

/** Fields that the server allows in one operation. */
const AT_ONCE = 50;

let gone: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function become(next: ReadonlySet<string>) {
  gone = next;
  for (const listener of listeners) listener();
}

/** The tickets that are not to be seen any more, whether they can still come back or not. */
export function useGone(): ReadonlySet<string> {
  return useSyncExternalStore(onGone, () => gone);
}

export const isGone = (id: string) => gone.has(id);

function onGone(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

interface Deletion {
  /** Those that the server has not answered for. */
  readonly ids: Set<string>;
  readonly end: () => void;
}

const waiting = new Set<Deletion>();

/** Takes the tickets out of view, and deletes them unless that is undone. */
export function deleteTickets(client: ApolloClient, ids: readonly string[]) {
  become(new Set([...gone, ...ids]));
  const { one, many } = strings.change.deleted;
  const message = ids.length === 1 && ids[0] ? one(ids[0]) : many(ids.length);
  const restore = () => {
    waiting.delete(deletion);
    comeBack(ids);
  };
  const lapse = async () => {
    await deleteForGood(client, deletion.ids);
    waiting.delete(deletion);
  };
  const { end } = offerUndo({ message }, restore, () => void lapse());
  const deletion = { ids: new Set(ids), end };
  waiting.add(deletion);
}

function comeBack(ids: readonly string[]) {
  become(new Set([...gone].filter((id) => !ids.includes(id))));
}

/** Deletes one after the other, and takes out each that is answered for. */
async function deleteForGood(client: ApolloClient, ids: Set<string>) {
  for (const id of ids) {
    try {
      await client.mutate({ mutation: DeleteTicketDocument, variables: { id } });
    } catch (error) {
      // Otherwise somebody else was quicker.
      if (codeOf(error) !== 'NOT_FOUND') {
        comeBack([id]);
        tellNotDeleted(id, error);
      }
    }
    ids.delete(id);
  }
}

/** A page that is left cannot wait for answers, but its requests are sent all the same. */
function deleteOnLeaving() {
  const ids = [...waiting].flatMap((deletion) => [...deletion.ids]);
  for (const { end } of waiting) end();
  waiting.clear();
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const some = ids.slice(start, start + AT_ONCE);
    const parameters = some.map((_, index) => `$id${index}: ID!`).join(', ');
    const fields = some.map(
      (_, index) => `d${index}: deleteTicket(id: $id${index}) { deletedTicketId }`,
    );
    void fetch('/graphql', {
      method: 'POST',
      keepalive: true,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `mutation DeleteTickets(${parameters}) { ${fields.join(' ')} }`,
        variables: Object.fromEntries(some.map((id, index) => [`id${index}`, id])),
      }),
    });
  }
}

window.addEventListener('pagehide', deleteOnLeaving);
