import type { Page, WebSocketRoute } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { createTicket, LABELS, updateTicket } from './api';
import { expectProblems, gate, NO_CONNECTION, page, server, setUp } from './setup';

/** Where the status of the only ticket is seen. */
interface Screen {
  readonly path: (id: string) => string;
  readonly showsOpen: (page: Page) => Promise<void>;
  readonly showsResolved: (page: Page) => Promise<void>;
}

const SCREENS: Record<string, Screen> = {
  list: {
    path: () => '/',
    showsOpen: (page) => page.getByRole('button', { name: 'Status: Open' }).waitFor(),
    showsResolved: (page) => page.getByRole('button', { name: 'Status: Resolved' }).waitFor(),
  },
  ticket: {
    path: (id) => `/tickets/${id}`,
    showsOpen: (page) => page.getByRole('button', { name: 'Status: Open' }).waitFor(),
    showsResolved: (page) => page.getByText('Status: Open → Resolved').waitFor(),
  },
  statistics: {
    path: () => '/stats',
    showsOpen: (page) => page.getByRole('link', { name: 'Open 1 ticket 100%' }).waitFor(),
    showsResolved: (page) => page.getByRole('link', { name: 'Resolved 1 ticket 100%' }).waitFor(),
  },
};

/** Changes that happen while the page does not hear of them. */
describe('live changes', { timeout: 60_000 }, () => {
  setUp();

  test.each(Object.keys(SCREENS))('are heard of from what was read on: %s', async (name) => {
    const { path, showsOpen, showsResolved } = SCREENS[name] as Screen;
    const id = await createTicket(server.origin, { title: 'Charged twice', ...LABELS });
    const asked = gate<() => void>();
    await page.routeWebSocket('**/graphql', (route) => {
      const early: (string | Buffer)[] = [];
      route.onMessage((text) => early.push(text));
      asked.open(() => {
        const upstream = route.connectToServer();
        for (const text of early) upstream.send(text);
        route.onMessage((text) => upstream.send(text));
      });
    });
    await page.goto(server.origin + path(id));
    await showsOpen(page);
    await updateTicket(server.origin, id, { status: 'RESOLVED' });
    const connect = await asked.opened;
    connect();
    await showsResolved(page);
  });

  test.each(Object.keys(SCREENS))('come back to whoever fell behind: %s', async (name) => {
    const { path, showsOpen, showsResolved } = SCREENS[name] as Screen;
    const socket = await routeSocket();
    const id = await createTicket(server.origin, { title: 'Charged twice', ...LABELS });
    await page.goto(server.origin + path(id));
    await showsOpen(page);
    await expect.poll(() => socket.followed).toBe(1);

    await socket.leaveBehind(() => updateTicket(server.origin, id, { status: 'RESOLVED' }));
    await showsResolved(page);
    await expect.poll(() => socket.followed).toBe(2);

    await updateTicket(server.origin, id, { status: 'OPEN' });
    await showsOpen(page);
  });

  test('bring tickets that came in while one was behind', async () => {
    const socket = await routeSocket();
    await createTicket(server.origin, { title: 'Charged twice', ...LABELS });
    await page.goto(server.origin);
    await page.getByRole('link', { name: 'Charged twice' }).waitFor();
    await expect.poll(() => socket.followed).toBe(1);
    await socket.leaveBehind(() => createTicket(server.origin, { title: 'Meanwhile', ...LABELS }));
    await page.getByRole('button', { name: 'Show 1 new ticket' }).click();
    await page.getByRole('link', { name: 'Meanwhile' }).waitFor();
    await page.getByText('2 tickets', { exact: true }).waitFor();
  });

  test.each(Object.keys(SCREENS))('outlast the server: %s', async (name) => {
    expectProblems(NO_CONNECTION);
    const { path, showsOpen, showsResolved } = SCREENS[name] as Screen;
    const id = await createTicket(server.origin, { title: 'Charged twice', ...LABELS });
    await page.goto(server.origin + path(id));
    await showsOpen(page);
    await server.restart();
    await updateTicket(server.origin, id, { status: 'RESOLVED' });
    await showsResolved(page);
    await updateTicket(server.origin, id, { status: 'OPEN' });
    await showsOpen(page);
    expect(await page.getByRole('status').filter({ hasText: 'Offline' }).count()).toBe(0);
  });

  /** Stands between page and server, and says to the page what a server says that has gone on without it. */
  async function routeSocket() {
    let followed = 0;
    let last: { readonly id: string; readonly route: WebSocketRoute } | undefined;
    let missed: Promise<unknown> | undefined;
    const left = new Set<string>();
    // What is read once it follows again is read after what it has missed.
    await page.route('**/graphql', async (route) => {
      if (followed > 1) await missed;
      await route.fallback();
    });
    await page.routeWebSocket('**/graphql', (route) => {
      const upstream = route.connectToServer();
      route.onMessage(async (text) => {
        const { type, id } = JSON.parse(String(text));
        if (type === 'subscribe') {
          followed += 1;
          last = { id, route };
        }
        await missed;
        upstream.send(text);
      });
      upstream.onMessage((text) => {
        if (!left.has(JSON.parse(String(text)).id)) route.send(text);
      });
    });
    return {
      /** How often the page has begun to follow. */
      get followed() {
        return followed;
      },
      /** Ends what the page follows. Whatever it sends then comes through when it has missed this. */
      async leaveBehind(happen: () => Promise<unknown>) {
        if (!last) throw new Error('Nobody follows.');
        const { id, route } = last;
        left.add(id);
        const message = 'The subscriber fell behind.';
        const payload = [{ message, extensions: { code: 'FELL_BEHIND' } }];
        route.send(JSON.stringify({ type: 'error', id, payload }));
        missed = happen();
        await missed;
      },
    };
  }
});
