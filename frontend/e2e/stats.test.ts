import { beforeEach, describe, expect, test } from 'vitest';
import { createTicket, suggestAndDecide, updateTicket } from './api';
import { failOperation, operation, page, server, setUp, today } from './setup';

/** So long the page lets pass between two questions. */
const PAUSE_MS = 2_000;

describe('the statistics', { timeout: 60_000 }, () => {
  let day: string;

  setUp();

  beforeEach(async () => {
    day = await today();
  }, 60_000);

  test('begin with the first ticket, without a reload', async () => {
    await open('');
    await page.getByText('No tickets yet').waitFor();
    await createTicket(server.origin, { title: 'The first' });
    await expect.poll(() => card('Tickets')).toContain('1');
    await expect.poll(() => card('Average per day')).toMatch(/^1\D*No earlier period$/);
  });

  test('count by every label, and each bar leads to its tickets', async () => {
    await createSome();
    await open('?range=7d');
    await bar('Critical 2 tickets 50%').waitFor();
    await bar('Low 1 ticket 25%').waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: /^Account\D*0\D*0%$/ })
      .waitFor();
    await bar('Resolved 1 ticket 25%').waitFor();
    await expect.poll(() => card('Tickets')).toContain('4');
    await expect.poll(() => card('Still open')).toContain('3');

    await bar('Critical 2 tickets 50%').click();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/');
    const list = new URL(page.url()).searchParams;
    expect(list.get('priority')).toBe('critical');
  });

  test('are about the tickets of the filters in the address', async () => {
    await createSome();
    await open('?category=billing,technical&priority=critical');
    await bar('Billing 1 ticket 50%').waitFor();
    await bar('Technical 1 ticket 50%').waitFor();
    await open('?q=refund');
    await bar('Billing 1 ticket 100%').waitFor();
    await open('?q=nowhere');
    await page.getByText('No tickets match').waitFor();
    await page.getByRole('link', { name: 'Clear range and filters' }).click();
    await expect.poll(() => card('Tickets')).toContain('4');
  });

  test('have a range that stands in the address', async () => {
    await createSome();
    await open('');
    await page.getByText('7 days', { exact: true }).click();
    await expect.poll(() => page.url()).toContain('range=7d');
    await page.getByText('All time', { exact: true }).click();
    await expect.poll(() => page.url()).toContain('range=all');
    await page.goBack();
    await page.reload();
    const sevenDays = page.getByRole('radio', { name: '7 days' });
    await expect.poll(() => sevenDays.isChecked()).toBe(true);

    await page.getByRole('button', { name: 'Custom' }).click();
    const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
    await page.getByRole('button', { name: format.format(new Date(day)) }).click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(() => page.url()).toContain(`from=${day}&to=${day}`);
    await expect.poll(() => card('Tickets')).toContain('4');
  });

  test('follow what others do, and ask no more often than every two seconds', async () => {
    const ids = await createSome();
    await open('');
    await bar('Open 3 tickets 75%').waitFor();
    let asked = 0;
    page.on('request', (request) => {
      if (operation(request) === 'StatsBreakdowns') asked += 1;
    });
    const begin = performance.now();
    for (const id of ids) {
      for (const status of ['IN_PROGRESS', 'RESOLVED', 'CLOSED']) {
        await updateTicket(server.origin, id, { status });
      }
    }
    await bar('Closed 4 tickets 100%').waitFor();
    // One at once, one after each pause, and one that catches up with what was before.
    expect(asked).toBeLessThanOrEqual((performance.now() - begin) / PAUSE_MS + 2);
  });

  test('say how many suggestions were kept, and how sure they were', async () => {
    await suggestAndDecide(server.origin);
    await open('');
    await expect.poll(() => card('Suggestions kept')).toContain('50%');
    const bySurety = page.getByRole('region', { name: 'Suggestions kept, by certainty' });
    await bySurety.getByRole('row', { name: /^All 50% 2 decided 100% 2 decided$/ }).waitFor();
  });

  test('are read from day to day by the keyboard, and as a table', async () => {
    await createSome();
    await open('');
    const chart = page.getByRole('slider', { name: /Tickets per day/ });
    await chart.focus();
    await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(/: 4 tickets$/);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(/: 0 tickets$/);
    const panel = page.getByRole('region', { name: 'Tickets per day' }).first();
    await panel.getByRole('button', { name: 'Table' }).click();
    await panel.getByRole('row').filter({ hasText: /4$/ }).waitFor();
  });

  test('fail in the panel that is concerned, and are tried again there', async () => {
    await createSome();
    const mend = await failOperation('StatsUsage', 'TIMEOUT');
    await open('');
    await page.getByText('The server took too long.').waitFor();
    expect(await page.getByRole('alert').count()).toBe(1);
    await page.getByText(/^Request [0-9a-f]{32}$/).waitFor();
    await bar('Critical 2 tickets 50%').waitFor();
    await mend();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Tickets with a suggestion').waitFor();
  });

  async function open(address: string) {
    await page.goto(`${server.origin}/stats${address}`);
    await page.getByRole('heading', { name: 'Statistics' }).waitFor();
  }

  /** What a card says: its number and the change. */
  async function card(name: string) {
    const cards = page.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) });
    const said = await cards.first().locator('dd').allInnerTexts();
    return said.join(' ');
  }

  function bar(name: string) {
    return page.getByRole('link', { name, exact: true });
  }

  async function createSome(): Promise<readonly string[]> {
    const labels = [
      { title: 'Where is my refund', category: 'BILLING', priority: 'CRITICAL' },
      { title: 'It is down', category: 'TECHNICAL', priority: 'CRITICAL' },
      { title: 'It is slow', category: 'TECHNICAL', priority: 'MEDIUM' },
      { title: 'Thank you', category: 'GENERAL', priority: 'LOW' },
    ];
    const ids: string[] = [];
    for (const ticket of labels) ids.push(await createTicket(server.origin, ticket));
    await updateTicket(server.origin, ids[3] ?? '', { status: 'RESOLVED' });
    return ids;
  }
});
