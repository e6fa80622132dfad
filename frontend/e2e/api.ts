/** What the tests do beside the page, as another client would. */
export async function request<Data>(
  origin: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Data> {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

export interface NewTicket {
  readonly title: string;
  readonly description?: string;
  readonly category?: string;
  readonly priority?: string;
}

/** Creates a ticket and answers its id. */
export async function createTicket(origin: string, ticket: NewTicket): Promise<string> {
  const input = { description: 'As the title says.', ...ticket };
  const data = await request<{ createTicket: { ticket: { id: string } } }>(
    origin,
    'mutation ($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id } } }',
    { input },
  );
  return data.createTicket.ticket.id;
}

/** Changes a ticket. */
export async function updateTicket(origin: string, id: string, input: Record<string, unknown>) {
  await request(
    origin,
    `mutation ($id: ID!, $input: UpdateTicketInput!) {
      updateTicket(id: $id, input: $input) { ticket { id } }
    }`,
    { id, input },
  );
}
