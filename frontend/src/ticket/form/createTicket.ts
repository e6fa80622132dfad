import type { ApolloClient } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client';
import { codeOf } from '../../api/describeError';
import type { CreateTicketInput } from '../../graphql.generated';
import { recordVersion } from '../change/own';
import { CreateTicketDocument, type CreateTicketMutation } from './CreateTicket.generated';
import { FinishTicketDocument } from './FinishTicket.generated';

export type CreatedTicket = CreateTicketMutation['createTicket']['ticket'];

/** The server refused, so it has made no ticket of that. */
export function isRefusal(error: unknown): boolean {
  const maybeDone = ['TIMEOUT', 'UNAVAILABLE', 'INTERNAL'];
  return CombinedGraphQLErrors.is(error) && !maybeDone.includes(codeOf(error) ?? '');
}

/**
 * Makes the one ticket of a draft. `sent` is what was sent for it before without an answer: if one of
 * those did arrive, that ticket is brought to what the draft says now.
 */
export async function createTicket(
  client: ApolloClient,
  input: CreateTicketInput,
  sent: readonly CreateTicketInput[],
  newKey: () => string,
): Promise<CreatedTicket> {
  try {
    return await create(client, input);
  } catch (error) {
    if (codeOf(error) !== 'IDEMPOTENCY_KEY_REUSED') throw error;
  }
  for (const earlier of sent) {
    const ticket = await find(client, earlier);
    if (ticket) return finish(client, ticket.id, input);
  }
  return create(client, { ...input, idempotencyKey: newKey() });
}

async function create(client: ApolloClient, input: CreateTicketInput): Promise<CreatedTicket> {
  const { data } = await client.mutate({
    mutation: CreateTicketDocument,
    variables: { input },
  });
  if (!data) throw new Error('An answer had neither data nor errors.');
  recordVersion(data.createTicket.ticket);
  return data.createTicket.ticket;
}

async function find(client: ApolloClient, input: CreateTicketInput) {
  try {
    return await create(client, input);
  } catch (error) {
    // It was another that arrived, or somebody has deleted the ticket already.
    if (['IDEMPOTENCY_KEY_REUSED', 'NOT_FOUND'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}

async function finish(client: ApolloClient, id: string, input: CreateTicketInput) {
  const { title, description, category, priority } = input;
  const { data } = await client.mutate({
    mutation: FinishTicketDocument,
    variables: { id, input: { title, description, category, priority } },
  });
  if (!data) throw new Error('An answer had neither data nor errors.');
  return data.updateTicket.ticket;
}
