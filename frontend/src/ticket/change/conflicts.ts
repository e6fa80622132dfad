import { type ApolloClient, CombinedGraphQLErrors } from '@apollo/client';
import { useSyncExternalStore } from 'react';
import { ConflictDocument, type ConflictQuery } from './Conflict.generated';
import { type Edit, isNews } from './edit';
import type { Failed } from './send';

/** An edit that was refused, because somebody else has changed the ticket since the person saw it. */
export interface Conflict {
  readonly edit: Edit;
  /** The ticket as it is now. */
  readonly ticket: NonNullable<ConflictQuery['ticket']>;
  /** Tells what became of the edit. */
  readonly settle: (end: End | Promise<End>) => void;
}

/** What became of an edit that the person was asked about; of a failure they have been told. */
export type End = 'made' | 'dropped' | 'failed';

/** An edit of which the person is asked whether it is to be made. */
export interface Contested {
  readonly edit: Edit;
  readonly end: Promise<End>;
}

let conflicts: readonly Conflict[] = [];
const listeners = new Set<() => void>();

function become(next: readonly Conflict[]) {
  conflicts = next;
  for (const listener of listeners) listener();
}

/** The conflicts that the person has still to decide on. */
export function useConflicts(): readonly Conflict[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => conflicts,
  );
}

/**
 * Fetches what the tickets are now, and asks whose change is to stay, about all of them together. Some may be lost, with
 * nothing to ask about them.
 */
export async function askAboutConflicts(
  client: ApolloClient,
  edits: readonly Edit[],
): Promise<{ readonly contested: readonly Contested[]; readonly lost: readonly Failed[] }> {
  const found = await Promise.all(edits.map((edit) => lookUp(client, edit)));
  const asked: Conflict[] = [];
  const contested = found
    .filter((it) => 'ticket' in it)
    // Where others have done the same already there is nothing to decide.
    .filter(({ edit, ticket }) => edit.withdraws || isNews(ticket, edit.patch))
    .map(({ edit, ticket }) => ({
      edit,
      end: new Promise<End>((settle) => {
        asked.push({ edit, ticket, settle });
      }),
    }));
  become([...conflicts, ...asked]);
  return { contested, lost: found.filter((it) => 'error' in it) };
}

/** Told as the server tells it to whoever changes such a ticket. */
const GONE = new CombinedGraphQLErrors({
  errors: [{ message: 'There is no such ticket.', extensions: { code: 'NOT_FOUND' } }],
});

async function lookUp(
  client: ApolloClient,
  edit: Edit,
): Promise<Pick<Conflict, 'edit' | 'ticket'> | Failed> {
  try {
    const { data } = await client.query({
      query: ConflictDocument,
      variables: { id: edit.id },
      fetchPolicy: 'network-only',
    });
    return data?.ticket ? { edit, ticket: data.ticket } : { kind: 'failed', edit, error: GONE };
  } catch (error) {
    return { kind: 'failed', edit, error };
  }
}

/** Takes the conflicts away once they are decided. */
export function settleConflicts(
  settled: readonly Conflict[],
  endOf: (conflict: Conflict) => End | Promise<End>,
) {
  become(conflicts.filter((conflict) => !settled.includes(conflict)));
  for (const conflict of settled) conflict.settle(endOf(conflict));
}
