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

/** Labels of a ticket that need no classifier. */
export const LABELS = { category: 'BILLING', priority: 'MEDIUM' };

/** What the classifier is sure of. */
export const CHARGED = {
  title: 'Charged twice',
  description: 'My card shows two debits of 49 euros for the May invoice.',
};

/** Tickets that differ in their number. */
export function many(count: number): NewTicket[] {
  return Array.from({ length: count }, (_, index) => ({ title: `Ticket ${index}`, ...LABELS }));
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

/** Makes two suggestions that a person looks at; the category of one was another. Answers the second one's id. */
export async function suggestAndDecide(origin: string): Promise<string> {
  let id = '';
  for (const category of ['BILLING', 'GENERAL']) {
    id = await createTicket(origin, { title: 'The invoice was charged twice, please refund it' });
    await updateTicket(origin, id, { category });
  }
  return id;
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

/** Deletes a ticket. */
export async function deleteTicket(origin: string, id: string) {
  await request(origin, 'mutation ($id: ID!) { deleteTicket(id: $id) { deletedTicketId } }', {
    id,
  });
}

/** Tickets that the server takes in one request. */
const AT_ONCE = 20;

/** Creates many tickets and answers their ids, in the same order. */
export async function createTickets(
  origin: string,
  tickets: readonly NewTicket[],
): Promise<string[]> {
  const ids: string[] = [];
  for (let start = 0; start < tickets.length; start += AT_ONCE) {
    const some = tickets.slice(start, start + AT_ONCE);
    const parameters = some.map((_, index) => `$i${index}: CreateTicketInput!`);
    const fields = some.map(
      (_, index) => `t${index}: createTicket(input: $i${index}) { ticket { id } }`,
    );
    const inputs = some.map((ticket, index) => [
      `i${index}`,
      { description: 'As the title says.', ...ticket },
    ]);
    const data = await request<Record<string, { ticket: { id: string } }>>(
      origin,
      `mutation (${parameters.join(', ')}) { ${fields.join(' ')} }`,
      Object.fromEntries(inputs),
    );
    ids.push(...Object.values(data).map(({ ticket }) => ticket.id));
  }
  return ids;
}

/** The fields of a ticket as they are on the server. */
export async function readTicket(origin: string, id: string) {
  const { ticket } = await request<{ ticket: Record<string, string> | null }>(
    origin,
    'query ($id: ID!) { ticket(id: $id) { category priority status triage title } }',
    { id },
  );
  return ticket;
}

/** Leaves the server without a ticket, for the next test. */
export async function deleteAllTickets(origin: string) {
  for (;;) {
    const { tickets } = await request<{ tickets: { nodes: { id: string }[] } }>(
      origin,
      '{ tickets(first: 50) { nodes { id } } }',
    );
    if (tickets.nodes.length === 0) return;
    const fields = tickets.nodes.map(
      ({ id }) => `d${id}: deleteTicket(id: "${id}") { deletedTicketId }`,
    );
    // A page that was closed may delete what it had still to delete.
    await request(origin, `mutation { ${fields.join(' ')} }`).catch((error) => {
      if (!error.message.includes('NOT_FOUND')) throw error;
    });
  }
}
