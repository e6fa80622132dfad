import type { ApolloClient } from '@apollo/client';
import { useSyncExternalStore } from 'react';
import { ConflictDocument, type ConflictQuery } from './Conflict.generated';
import type { Edit } from './edit';
import { tellFailed } from './notices';

/** An edit that was refused, because somebody else has changed the ticket since the person saw it. */
export interface Conflict {
  readonly edit: Edit;
  /** The ticket as it is now. */
  readonly ticket: NonNullable<ConflictQuery['ticket']>;
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

/** Fetches what the tickets are now, and asks whose change is to stay. */
export async function askAboutConflicts(client: ApolloClient, edits: readonly Edit[]) {
  await Promise.all(
    edits.map(async (edit) => {
      try {
        const { data } = await client.query({
          query: ConflictDocument,
          variables: { id: edit.id },
          fetchPolicy: 'network-only',
        });
        if (data?.ticket) become([...conflicts, { edit, ticket: data.ticket }]);
      } catch (error) {
        tellFailed([{ kind: 'failed', edit, error }]);
      }
    }),
  );
}

/** Takes the conflicts away once they are decided. */
export function settleConflicts(settled: readonly Conflict[]) {
  become(conflicts.filter((conflict) => !settled.includes(conflict)));
}
