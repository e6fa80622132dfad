import type { BrowserContextOptions, Locator, Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { createTicket, createTickets, many, suggestAndDecide } from './api';
import {
  expectProblems,
  failOperation,
  openWindow,
  page,
  server,
  setUp,
  withTextSize,
} from './setup';
import { cutOff, fits, settle } from './visual';

const PHONE = { width: 360, height: 740 };
/** So long it takes until numbers that could not be had are asked for again. */
const RETRY_MS = 10_000;

/** What a page looks like where that is easily lost: with large text, with one number, after a failure. */
describe('the look of a page', { timeout: 60_000 }, () => {
  setUp();

  test('a single point of a chart is seen in its middle, and says what it is', async () => {
    await suggestAndDecide(server.origin);
    await page.goto(`${server.origin}/stats?range=7d`);
    const chart = page.getByRole('slider', { name: /Share of suggestions/ });
    const dot = chart.locator('circle').first();
    await dot.waitFor();
    const around = await chart.boundingBox();
    const { x = 0, width = 0 } = (await dot.boundingBox()) ?? {};
    expect(width).toBeGreaterThan(8);
    const middle = (x + width / 2 - (around?.x ?? 0)) / (around?.width ?? 1);
    expect(Math.abs(middle - 0.5)).toBeLessThan(0.05);
    expect(await chart.innerText()).toMatch(/50%\s*100%\s*2 decided/);
  });

  test('numbers outlast a failure, and are asked for again without being told to', async () => {
    await createTicket(server.origin, { title: 'The first' });
    await page.clock.install();
    await page.goto(`${server.origin}/stats`);
    const panel = page.getByRole('region', { name: 'By priority' });
    await panel.getByRole('link').first().waitFor();
    await page.getByText('Nobody has confirmed or changed a suggestion').first().waitFor();
    const before = await page.locator('section').evaluateAll(bottoms);

    expectProblems(/503/);
    const fail = (route: Route) => route.fulfill({ status: 503, body: 'no' });
    await page.route('**/graphql', fail);
    await createTicket(server.origin, { title: 'The second' });
    await panel.getByText('Not up to date').waitFor();
    await page.getByText(/Not up to date\.$/).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await panel.getByRole('link').count()).toBe(1);
    expect(await page.locator('section').evaluateAll(bottoms)).toEqual(before);

    // What is asked for because of the ticket, and once it is followed, comes to nothing, too.
    await page.clock.fastForward(RETRY_MS / 2);
    await settle(page);
    await page.unroute('**/graphql', fail);
    await page.clock.fastForward(RETRY_MS);
    await panel.getByText('Not up to date').waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('dl > div').first().innerText()).toContain('2');
  });

  test('an error takes the room of what it stands for, and is told once', async () => {
    await suggestAndDecide(server.origin);
    await page.goto(`${server.origin}/stats`);
    await page.getByRole('slider').nth(1).waitFor();
    const before = await page.locator('section').evaluateAll(bottoms);
    for (const name of ['StatsPage', 'StatsBreakdowns', 'StatsUsage', 'StatsClassifier']) {
      const mend = await failOperation(name, 'TIMEOUT');
      await page.reload();
      await page.getByText('The server took too long.').waitFor();
      await page.getByRole('slider').nth(1).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.getByRole('alert').count(), name).toBe(1);
      expect(await page.locator('section').evaluateAll(bottoms), name).toEqual(before);
      await mend();
    }
  });

  test('a title has all the room above an age', async () => {
    await createTicket(server.origin, {
      title: 'Nobody in the company can get in',
      category: 'ACCOUNT',
      priority: 'HIGH',
    });
    await page.setViewportSize(PHONE);
    await page.goto(server.origin);
    const title = page.getByRole('link', { name: 'Nobody in the company can get in' });
    await title.waitFor();
    expect(await title.evaluate((it) => it.scrollWidth - it.clientWidth)).toBe(0);
  });

  test('the view that is shown is in sight, however many there are', async () => {
    const saved = ['First', 'Second', 'W'.repeat(60)].map((name, index) => ({
      name,
      address: `q=word${index}`,
    }));
    await page.addInitScript((views) => {
      localStorage.setItem('frontdesk.views', JSON.stringify(views));
    }, saved);
    await page.setViewportSize(PHONE);
    await page.goto(`${server.origin}/?q=word2`);
    const tab = page.getByRole('link', { name: /^W+$/ });
    await tab.waitFor();
    const box = await tab.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(PHONE.width);
    const name = tab.locator('span');
    expect(await name.evaluate((it) => getComputedStyle(it).textOverflow)).toBe('ellipsis');
    expect(await name.evaluate((it) => it.scrollWidth > it.clientWidth)).toBe(true);
  });

  test('what can be done with selected tickets stands in one line', async () => {
    await createTickets(server.origin, many(120));
    for (const hasTouch of [false, true]) {
      await openWindow({ viewport: { width: 768, height: 1_000 }, hasTouch, isMobile: hasTouch });
      await page.goto(server.origin);
      await page.getByLabel('Select all loaded').check();
      await page.getByText('120 selected').waitFor();
      const bar = page.getByRole('group', { name: 'Selected tickets' });
      expect((await bar.boundingBox())?.height).toBeLessThan(70);
    }
  });

  test('nothing to confirm is no filter that finds nothing', async () => {
    await createTicket(server.origin, { title: 'Sorted', category: 'BILLING', priority: 'LOW' });
    await page.goto(server.origin);
    await page.getByRole('link', { name: 'To confirm' }).click();
    await page.getByText('Nothing to confirm').waitFor();
    await page.getByRole('button', { name: 'Show all tickets' }).click();
    await page.getByRole('link', { name: 'Sorted' }).waitFor();
  });

  test('a phone has room for the answer of the playground below its question', async () => {
    await page.setViewportSize(PHONE);
    await page.goto(`${server.origin}/playground`);
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    const question = await page.locator('.graphiql-editors').boundingBox();
    const answer = await page.locator('.graphiql-response').boundingBox();
    expect(question?.width).toBeGreaterThan(250);
    expect(answer?.width).toBeGreaterThan(250);
    expect(answer?.y).toBeGreaterThanOrEqual((question?.y ?? 0) + (question?.height ?? 0));
  });

  test.each([767, 768])('all parts of a page go one way, narrow or wide: %i px', async (width) => {
    const isWide = width >= 768;
    const id = await suggestAndDecide(server.origin);
    await page.setViewportSize({ width, height: 900 });
    const look = async (path: string, settled: string) => {
      await page.goto(server.origin + path);
      await page.locator(settled).first().waitFor();
      await fits(page, path);
      expect(await page.evaluate(cutOff), path).toEqual([]);
    };

    await look('/', '[data-id]');
    const isThere = (name: string) => page.getByRole('button', { name, exact: true }).isVisible();
    expect(await isThere('Filters')).toBe(!isWide);
    expect(await isThere('Category')).toBe(isWide);
    const head = await boxOf(page.locator('thead'));
    expect(head.width > 1, 'columns with names').toBe(isWide);

    await look('/new', 'form');
    const texts = await boxOf(page.getByLabel('Description'));
    const labels = await boxOf(page.getByRole('combobox', { name: 'Category' }));
    expect(labels.x > texts.x + texts.width, 'labels beside the texts').toBe(isWide);
    expect(labels.y > texts.y + texts.height, 'labels below the texts').toBe(!isWide);
    const actions = page.locator('form > div').last();
    const position = await actions.evaluate((it) => getComputedStyle(it).position);
    expect(position).toBe(isWide ? 'static' : 'sticky');

    await look(`/tickets/${id}`, 'h1');
    const history = await boxOf(page.getByRole('region', { name: 'History' }));
    const suggestion = await boxOf(page.getByRole('region', { name: 'Suggestion' }));
    expect(suggestion.x > history.x + history.width, 'suggestion beside').toBe(isWide);

    await look('/stats', '[role=slider] >> nth=1');
  });

  describe('with text twice as large', () => {
    withTextSize(32);

    async function open(path: string, window: BrowserContextOptions) {
      await openWindow(window);
      await page.goto(server.origin + path);
      await page.locator('h1').first().waitFor();
      await page.waitForLoadState('networkidle');
    }

    test.each([360, 768, 1280, 1920])('charts are legible: %i px', async (width) => {
      await suggestAndDecide(server.origin);
      await open('/stats', { viewport: { width, height: 900 } });
      const charts = page.getByRole('slider');
      await expect.poll(() => charts.count()).toBe(2);
      for (const chart of await charts.all()) {
        await expect.poll(async () => (await chart.boundingBox())?.height).toBeGreaterThan(400);
        expect(await chart.evaluate(labelsOutside)).toEqual([]);
      }
    });

    test.each(['/', '/new', '/tickets/:id', '/stats', '/nowhere'])(
      'no screen of a phone scrolls sideways by touch: %s',
      async (path) => {
        expectProblems(/404 \(Not Found\)/);
        const id = await suggestAndDecide(server.origin);
        await open(path.replace(':id', id), { viewport: PHONE, hasTouch: true, isMobile: true });
        await fits(page);
        expect(await page.evaluate(cutOff)).toEqual([]);
        expect(await page.evaluate(() => window.innerWidth)).toBe(PHONE.width);
      },
    );

    test('what opens on a phone has its buttons in sight', async () => {
      await createTicket(server.origin, { title: 'The first' });
      await open('/?category=billing,technical,account,general', {
        viewport: PHONE,
        hasTouch: true,
        isMobile: true,
      });
      await page.getByRole('button', { name: 'Save view' }).tap();
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).waitFor();
      await fits(page);
      expect(await page.evaluate(cutOff)).toEqual([]);
      await page.getByRole('button', { name: 'Close' }).tap();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByLabel(/^Select #/).tap();
      await page.locator('[aria-label="Selected tickets"]').waitFor();
      await fits(page);
      expect(await page.evaluate(cutOff)).toEqual([]);
    });
  });
});

async function boxOf(control: Locator) {
  await control.waitFor();
  const box = await control.boundingBox();
  if (!box) throw new Error('It has no place.');
  return box;
}

/** Where each part of a page begins and ends, by its name. */
function bottoms(parts: Element[]) {
  return parts.map((part) => {
    const { top, height } = part.getBoundingClientRect();
    const name = part.querySelector('h2')?.textContent;
    return `${name}: ${Math.round(top + window.scrollY)} + ${Math.round(height)}`;
  });
}

/** Labels of a chart that are cut at its edge, or that touch another. */
function labelsOutside(chart: Element): string[] {
  const { left, right, bottom } = chart.getBoundingClientRect();
  const labels = [...chart.querySelectorAll('text')].map((label) => ({
    text: label.textContent ?? '',
    box: label.getBoundingClientRect(),
  }));
  return labels
    .filter(({ box }, index) => {
      const isCut = box.left < left || box.right > right || box.bottom > bottom;
      const touches = labels
        .slice(index + 1)
        .some(
          ({ box: other }) =>
            box.left < other.right &&
            other.left < box.right &&
            box.top < other.bottom &&
            other.top < box.bottom,
        );
      return isCut || touches;
    })
    .map(({ text }) => text);
}
