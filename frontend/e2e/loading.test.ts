import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTickets } from './api';
import { launchBrowser, watchForProblems } from './browser';
import { type Server, startServer } from './server';

/** What somebody sees who comes to the page for the first time. */
describe('the page, while it loads', { timeout: 60_000 }, () => {
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let problems: readonly string[];
  let asked: string[];

  beforeAll(async () => {
    server = await startServer();
    browser = await launchBrowser();
    // More than the list asks for at first.
    await createTickets(
      server.origin,
      Array.from({ length: 80 }, (_, index) => ({ title: `Printer ${index} does not print` })),
    );
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    problems = await watchForProblems(page, server.origin);
    asked = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/graphql')) asked.push(request.postDataJSON().operationName);
    });
  });

  afterEach(async () => {
    await context.close();
    expect(problems).toEqual([]);
  });

  /** Keeps the program back until it is let go. */
  async function holdProgram(): Promise<() => void> {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/assets/*.js', async (route) => {
      await held;
      await route.continue();
    });
    return letGo;
  }

  test.each(['/', '/new', '/stats', '/tickets/1'])(
    'says where one is before the program is there: %s',
    async (path) => {
      const letGo = await holdProgram();
      await page.goto(server.origin + path, { waitUntil: 'commit' });
      const name = page.locator('#before', { hasText: 'Frontdesk' });
      await name.waitFor();
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
    expect(asked.filter((operation) => operation === 'TicketList')).toHaveLength(1);
    // The row after the last that is seen is ready, too.
    await page.getByText('Printer 79').waitFor();
    expect(await page.getByText('Printer 29').count()).toBe(0);
  });
});
