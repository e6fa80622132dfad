import { beforeEach, describe, expect, test } from 'vitest';
import { createTickets, many } from './api';
import { gate, operation, page, server, setUp } from './setup';

/** What somebody sees who comes to the page for the first time. */
describe('the page, while it loads', { timeout: 60_000 }, () => {
  let asked: (string | undefined)[];

  setUp({
    window: { viewport: { width: 360, height: 740 } },
    // More than the list asks for at first.
    tickets: () => createTickets(server.origin, many(80)),
  });

  beforeEach(() => {
    asked = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/graphql')) asked.push(operation(request));
    });
  });

  /** Keeps the program back until it is let go. */
  async function holdProgram(): Promise<() => void> {
    const { open, opened } = gate();
    await page.route('**/assets/*.js', async (route) => {
      await opened;
      await route.continue();
    });
    return open;
  }

  test.each(['/', '/new', '/stats', '/tickets/1'])(
    'says where one is before the program is there: %s',
    async (path) => {
      const letGo = await holdProgram();
      await page.goto(server.origin + path, { waitUntil: 'commit' });
      const name = page.locator('#before', { hasText: 'Frontdesk' });
      await name.waitFor();
      // The browser draws nothing before its styles are there.
      await page.waitForFunction(() =>
        [...document.querySelectorAll<HTMLLinkElement>('[rel=stylesheet]')].every((it) => it.sheet),
      );
      const before = await name.boundingBox();
      letGo();
      await page.locator('h1').waitFor({ state: 'attached' });
      expect(await name.count()).toBe(0);
      // The header takes its place, so that nothing moves.
      expect(await page.getByRole('banner').boundingBox()).toEqual(before);
    },
  );

  test('asks once for the tickets that are seen, and not for more', async () => {
    // Once it hears of changes, it asks again for what happened until then.
    await page.routeWebSocket('**/graphql', () => {});
    await page.goto(server.origin);
    await page.getByText('80 tickets', { exact: true }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(asked.filter((it) => it === 'TicketList')).toHaveLength(1);
    // The row after the last that is seen is ready, too.
    await page.getByText('Ticket 79').waitFor();
    expect(await page.getByText('Ticket 29').count()).toBe(0);
  });
});
