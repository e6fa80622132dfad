import type { Locator } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTicket } from './api';
import { page, server, setUp } from './setup';

const REQUESTS = ['CreateTicket', 'FilterTickets', 'NextPage', 'Statistics', 'ClassifyText'];
const EXAMPLES = [...REQUESTS, 'FollowTickets'];

describe('the playground', { timeout: 60_000 }, () => {
  setUp();

  beforeEach(async () => {
    await Promise.all([answerTo('IntrospectionQuery'), page.goto(`${server.origin}/playground`)]);
    await editorIsReady();
  });

  test('greets a first visitor with the examples', async () => {
    expect(await page.title()).toBe('Frontdesk playground');
    expect(await tabTitles()).toEqual(EXAMPLES);
  });

  test('shows the ticket that an example creates', async () => {
    const { data } = await execute('CreateTicket');
    const { id } = data.createTicket.ticket;
    await page.locator('.graphiql-response', { hasText: id }).waitFor();
    await page.screenshot({ path: 'e2e/screenshots/playground.png' });
  });

  test.each(REQUESTS)('has an example %s that runs without an error', async (title) => {
    await openTab(title);
    const result = await execute(title);
    expect(result.data).toBeTruthy();
    expect(result.errors).toBeUndefined();
  });

  test('follows changes as they happen', async () => {
    await openTab('FollowTickets');
    const sent: string[] = [];
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => sent.push(JSON.parse(payload.toString()).type));
    });
    await page.getByRole('button', { name: 'Execute query' }).click();
    const shown = page.locator('.graphiql-response', { hasText: 'Printer on fire' });
    // The subscription begins a moment after it was asked for, and says nothing of that.
    const tell = async () => {
      await createTicket(server.origin, { title: 'Printer on fire' });
      return shown.isVisible();
    };
    await expect.poll(tell).toBe(true);
    await page.screenshot({ path: 'e2e/screenshots/subscription.png' });
    await page.getByRole('button', { name: 'Stop query' }).click();
    await expect.poll(() => sent).toEqual(['connection_init', 'subscribe', 'complete']);
  });

  test('completes field names from the schema', async () => {
    const row = page.locator('.suggest-widget .monaco-list-row', { hasText: 'averagePerDay' });
    await repeat(() => replaceQuery('{ stats { averageP'), row);
  });

  test('tells what a field means when the pointer rests on it', async () => {
    const line = page.locator('.graphiql-query-editor .view-line', { hasText: 'createTicket(' });
    const hover = page.locator('.monaco-hover-content', { hasText: 'Creates a ticket.' });
    const rest = async () => {
      await page.mouse.move(0, 0);
      await line.hover({ position: { x: 40, y: 10 } });
    };
    await repeat(
      rest,
      hover.locator('.monaco-tokenized-source', { hasText: 'Mutation.createTicket' }),
    );
  });

  test('lays out a long query, and finds the place of a click in it', async () => {
    const fields = Array.from({ length: 60 }, (_, index) => `f${index}: __typename`);
    await replaceQuery('{ ');
    await page.keyboard.insertText(`${fields.join('\n')} # <b style="top: 9px">bold</b>`);
    const last = page.locator('.graphiql-query-editor .view-line', {
      hasText: 'f59: __typename # <b style="top: 9px">bold</b>',
    });
    await last.waitFor();
    await page.keyboard.press('Control+Home');
    await last.waitFor({ state: 'detached' });
    await expect.poll(distancesOfLines).toEqual([20]);

    await clickAtEndOf('f7');
    await page.keyboard.type('7');
    await page
      .locator('.graphiql-query-editor .view-line', { hasText: 'f77: __typename' })
      .waitFor();
  });

  test('takes out what could run before a text becomes HTML, and runs no script of others', async () => {
    const html = await page.evaluate(() => {
      const element = document.createElement('p');
      element.innerHTML = '<a href="javascript:run()">Run</a><script>run()</script>';
      return element.innerHTML;
    });
    expect(html).toBe('<a>Run</a>');
    const attempt = page.evaluate(() => void new Worker('https://example.com/worker.js'));
    await expect(attempt).rejects.toThrow('A script was to come from https://example.com.');
  });

  test("keeps the visitor's own tabs", async () => {
    await page.getByRole('button', { name: 'New tab' }).click();
    const query = 'query Mine { stats { total } }';
    await replaceQuery(query);
    await page.getByRole('tab', { name: 'Mine' }).waitFor();
    // GraphiQL stores the query and the tabs one after the other, a moment after the last key.
    await page.waitForFunction(
      (query) =>
        localStorage.getItem('graphiql:query') === query &&
        localStorage.getItem('graphiql:tabState')?.includes(query),
      query,
    );

    await page.reload();
    await editorIsReady();
    expect(await tabTitles()).toEqual([...EXAMPLES, 'Mine']);
  });

  async function editorIsReady() {
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  }

  /** Does something until it shows what it should: what knows the schema does not say when it is ready. */
  async function repeat(act: () => Promise<void>, shown: Locator) {
    const attempt = async () => {
      await act();
      await shown.waitFor({ timeout: 2_000 });
    };
    await expect
      .poll(() =>
        attempt().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  }

  /** How far it is from a line of the query to the next. In one step, since the editor makes its lines anew as it scrolls. */
  function distancesOfLines() {
    return page.evaluate(() => {
      const lines = [...document.querySelectorAll('.graphiql-query-editor .view-line')];
      const tops = lines.map((line) => line.getBoundingClientRect().top).sort((a, b) => a - b);
      return [...new Set(tops.slice(1).map((top, index) => top - (tops[index] ?? 0)))];
    });
  }

  async function clickAtEndOf(word: string) {
    const found = await page.waitForFunction((word) => {
      const words = [...document.querySelectorAll('.graphiql-query-editor .view-line span span')];
      const box = words.find((it) => it.textContent?.trim() === word)?.getBoundingClientRect();
      return box && ([box.right - 1, (box.top + box.bottom) / 2] as const);
    }, word);
    const [x = 0, y = 0] = (await found.jsonValue()) ?? [];
    await page.mouse.click(x, y);
  }

  function tabTitles() {
    return page.getByRole('tab').allInnerTexts();
  }

  async function openTab(title: string) {
    await page.getByRole('tab', { name: title }).click();
    // A moment after the editor, GraphiQL takes over the name of the operation to execute; then it
    // stores the query.
    await page.waitForFunction(
      (name) => localStorage.getItem('graphiql:query')?.includes(name),
      title,
    );
  }

  async function replaceQuery(query: string) {
    await page.locator('.graphiql-query-editor .view-lines').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(query);
  }

  async function execute(operationName: string) {
    const [response] = await Promise.all([
      answerTo(operationName),
      page.getByRole('button', { name: 'Execute query' }).click(),
    ]);
    return response.json();
  }

  function answerTo(operationName: string) {
    return page.waitForResponse(
      (response) => response.request().postDataJSON()?.operationName === operationName,
    );
  }
});
