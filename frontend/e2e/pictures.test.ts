import { stat } from 'node:fs/promises';
import type { ViewportSize } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { createSampleTickets, type SampleTickets } from './sampleTickets';
import { openWindow, page, server, setUp, today } from './setup';

const SCHEMES = ['light', 'dark'] as const;
type Scheme = (typeof SCHEMES)[number];

/** For the README, to which `make pictures` takes them; so they are small enough for a repository. */
const FOLDER = 'e2e/screenshots/readme';
const MOST_BYTES = 250_000;

describe('the pictures in the README', { timeout: 60_000 }, () => {
  let sample: SampleTickets;

  setUp({
    settings: { RUST_LOG: 'warn' },
    tickets: async () => {
      sample = await createSampleTickets(server);
    },
  });

  test.each(SCHEMES)('show the newest tickets, in %s', async (scheme) => {
    await open('/', scheme, { width: 1280, height: 760 });
    await page.getByText(`${sample.tickets} tickets`, { exact: true }).waitFor();
    const rows = page.getByRole('row').filter({ has: page.getByRole('link') });
    await expect.poll(() => rows.count()).toBeGreaterThan(16);
    const texts = await rows.allInnerTexts();
    const ages = texts.map((text) => text.split(/\s(?=\d+ \w+ ago)/).at(-1));
    expect(new Set(ages).size).toBeGreaterThan(4);
    await take(`list-${scheme}`);
  });

  test.each(SCHEMES)('show a suggestion and its reason, in %s', async (scheme) => {
    await open('/new', scheme, { width: 1100, height: 500 });
    await page.getByRole('textbox', { name: 'Title' }).fill('Charged twice for the May invoice');
    await page
      .getByRole('textbox', { name: 'Description' })
      .fill(
        'My card shows two debits of 49 euros for the May invoice, a minute apart.\n' +
          'Please refund one of them before the end of the week.',
      );
    await page.getByText('Billing · sure', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Why?' }).last().click();
    await page.getByText(/^Billing for .*; \w+ /).waitFor();
    await take(`form-${scheme}`);
  });

  test.each(SCHEMES)('show thirty days of statistics, in %s', async (scheme) => {
    const perDay = sample.perDay(await today());
    await open('/stats', scheme, { width: 1280, height: 1000 });
    const panel = page.getByRole('region', { name: 'Tickets per day' }).first();
    const table = panel.getByRole('button', { name: 'Table' });
    await table.click();
    const counts = async () => {
      const rows = await panel.getByRole('row').allInnerTexts();
      return rows.flatMap((row) => row.match(/\d+$/)?.[0] ?? []).map(Number);
    };
    await expect.poll(counts).toEqual(perDay.toReversed());
    // Today may have begun just now.
    expect(Math.min(...perDay.slice(0, -1))).toBeGreaterThan(0);
    await table.click();
    const line = panel.getByRole('slider').locator('path').first();
    await expect.poll(async () => (await line.boundingBox())?.width).toBeGreaterThan(1_000);
    await take(`stats-${scheme}`);
  });

  test('show the playground and what the classifier said', async () => {
    await open('/playground', 'light', { width: 1280, height: 800 });
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    await page.getByRole('button', { name: 'Execute query' }).click();
    await page.locator('.graphiql-response', { hasText: '"provider": "LOCAL"' }).waitFor();
    await take('playground-light');
  });

  async function open(path: string, colorScheme: Scheme, viewport: ViewportSize) {
    await openWindow({ viewport, colorScheme });
    await page.goto(server.origin + path);
  }

  async function take(name: string) {
    await page.mouse.move(0, 0);
    const path = `${FOLDER}/${name}.png`;
    await page.screenshot({ path, animations: 'disabled' });
    expect((await stat(path)).size).toBeLessThan(MOST_BYTES);
  }
});
