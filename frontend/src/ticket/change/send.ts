import type { ApolloClient } from '@apollo/client';
import { codeOf } from '../../api/describeError';
import { type Edit, known, type Patch } from './edit';
import { inTurn, ownVersion, recordChange } from './own';
import { type ChangedTicketFragment, UpdateTicketDocument } from './UpdateTicket.generated';

/** What became of an edit. */
export type Result =
  | {
      readonly kind: 'done';
      readonly edit: Edit;
      readonly former: Patch;
      readonly ticket: ChangedTicketFragment;
    }
  | { readonly kind: 'conflict'; readonly edit: Edit }
  | { readonly kind: 'failed'; readonly edit: Edit; readonly error: unknown };

export type Done = Extract<Result, { kind: 'done' }>;
export type Failed = Extract<Result, { kind: 'failed' }>;

/** Browsers open six connections to a server; more would wait. */
const AT_ONCE = 6;

/** Sends the edits, a few at a time. None of them throws. */
export async function sendAll(
  client: ApolloClient,
  edits: readonly Edit[],
  before: readonly Patch[],
): Promise<Result[]> {
  const results: Result[] = new Array(edits.length);
  const waiting = edits.entries();
  const work = async () => {
    for (const [index, edit] of waiting) {
      results[index] = await send(client, edit, before[index] ?? {});
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}

async function send(client: ApolloClient, edit: Edit, former: Patch): Promise<Result> {
  const { id, patch } = edit;
  const { version, history } = known(client.cache, id);
  let expectedVersion = edit.expectedVersion ?? version;
  try {
    const ticket = await inTurn(id, async () => {
      if (expectedVersion !== undefined) expectedVersion = ownVersion(id, expectedVersion);
      const { data } = await client.mutate({
        mutation: UpdateTicketDocument,
        variables: {
          id,
          input: { ...patch, expectedVersion },
          // Where the history is shown it is brought up to date.
          withHistory: history !== undefined,
        },
      });
      if (!data) throw new Error('The answer has no data.');
      recordChange(data.updateTicket.ticket);
      return data.updateTicket.ticket;
    });
    return { kind: 'done', edit, former, ticket };
  } catch (error) {
    return codeOf(error) === 'CONFLICT'
      ? { kind: 'conflict', edit: { ...edit, expectedVersion } }
      : { kind: 'failed', edit, error };
  }
}
