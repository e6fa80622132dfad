import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Server, startServer } from './server';

/** The audit asks for its address when it runs, so it may be listed before the server is there. */
const url = () => `${server.origin}/graphql`;

let server: Server;

beforeAll(async () => {
  server = await startServer();
}, 60_000);

afterAll(() => server.stop());

/** What the specification only permits ("MAY") is a choice, and not all of it is ours. */
const audits = serverAudits({ url, fetchFn: fetch }).filter(
  ({ name }) => name.startsWith('MUST') || name.startsWith('SHOULD'),
);

describe('GraphQL over HTTP', () => {
  test.each(audits)('$id $name', async ({ fn }) => {
    const result = await fn();
    expect(result.status, 'reason' in result ? result.reason : '').toBe('ok');
  });
});
