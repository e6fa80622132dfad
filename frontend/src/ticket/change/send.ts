import type { ApolloClient } from '@apollo/client';
import { codeOf } from '../../api/describeError';
import type { UpdateTicketInput } from '../../graphql.generated';
import { type Edit, type Known, known } from './edit';
import { inTurn, ownVersion, recordChange } from './own';
import { type ChangedTicketFragment, UpdateTicketDocument } from './UpdateTicket.generated';

/** What became of an edit. */
export type Result =
  | {
      readonly kind: 'done';
      readonly edit: Edit;
      /** What was known of the ticket before. */
      readonly before: Known;
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
  before: readonly Known[],
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

async function send(client: ApolloClient, edit: Edit, before: Known): Promise<Result> {
  const { id } = edit;
  const { version, history } = known(client.cache, id);
  let expectedVersion = edit.expectedVersion ?? version;
  try {
    const ticket = await inTurn(id, async () => {
      if (expectedVersion !== undefined) expectedVersion = ownVersion(id, expectedVersion);
      const { data } = await client.mutate({
        mutation: UpdateTicketDocument,
        variables: {
          id,
          input: { ...inputOf(edit), expectedVersion },
          // Where the history is shown it is brought up to date.
          withHistory: history !== undefined,
        },
      });
      if (!data) throw new Error('The answer has no data.');
      recordChange(data.updateTicket.ticket);
      return data.updateTicket.ticket;
    });
    return { kind: 'done', edit, before, ticket };
  } catch (error) {
    return codeOf(error) === 'CONFLICT'
      ? { kind: 'conflict', edit: { ...edit, expectedVersion } }
      : { kind: 'failed', edit, error };
  }
}

/** Whoever withdraws a decision gives no labels: they are the suggestion's. */
function inputOf({ patch, withdraws }: Edit): UpdateTicketInput {
  if (!withdraws) return patch;
  const { category, priority, ...others } = patch;
  return { ...others, withdrawDecision: true };
}
