import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTicket, updateTicket } from './api';
import { launchBrowser } from './browser';
import { cutOff, fits } from './eyes';
import { expectProblems, page, server, setTheStage } from './stage';

const PHONE = { width: 360, height: 740 };

/** What a page looks like where that is easily lost: with large text, with one number, after a failure. */
describe('the look of a page', { timeout: 60_000 }, () => {
  setTheStage();

  /** Two suggestions that a person looked at; the category of one was another. Answers the second one's id. */
  async function suggestAndDecide() {
    let id = '';
    for (const category of ['BILLING', 'GENERAL']) {
      const title = 'The invoice was charged twice, please refund it';
      id = await createTicket(server.origin, { title });
      await updateTicket(server.origin, id, { category });
    }
    return id;
  }

  test('a single point of a chart is seen in its middle, and says what it is', async () => {
    await suggestAndDecide();
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
    await page.goto(`${server.origin}/stats`);
    const panel = page.getByRole('region', { name: 'By priority' });
    await panel.getByRole('link').first().waitFor();
    await page.getByText('Nobody has confirmed or changed a suggestion').waitFor();
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

    await page.unroute('**/graphql', fail);
    await panel.getByText('Not up to date').waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('dl > div').first().innerText()).toContain('2');
  });

  test('an error takes the room of what it stands for, and is told once', async () => {
    await suggestAndDecide();
    await page.goto(`${server.origin}/stats`);
    await page.getByRole('slider').nth(1).waitFor();
    const before = await page.locator('section').evaluateAll(bottoms);
    for (const operation of ['StatsPage', 'StatsBreakdowns', 'StatsUsage', 'StatsClassifier']) {
      const fail = (route: Route) => {
        if (route.request().postDataJSON()?.operationName !== operation) return route.fallback();
        const errors = [{ message: 'took too long', extensions: { code: 'TIMEOUT' } }];
        return route.fulfill({ json: { data: null, errors } });
      };
      await page.route('**/graphql', fail);
      await page.reload();
      await page.getByText('The server took too long.').waitFor();
      await page.getByRole('slider').nth(1).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.getByRole('alert').count(), operation).toBe(1);
      expect(await page.locator('section').evaluateAll(bottoms), operation).toEqual(before);
      await page.unroute('**/graphql', fail);
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

  describe('with text twice as large', () => {
    let large: Browser;
    let one: Page;

    beforeAll(async () => {
      large = await launchBrowser(32);
    });

    afterAll(() => large?.close());
    afterEach(() => one?.context().close());

    async function open(path: string, options: BrowserContextOptions) {
      const context = await large.newContext(options);
      one = await context.newPage();
      one.setDefaultTimeout(15_000);
      await one.goto(server.origin + path);
      await one.locator('h1').first().waitFor();
      await one.waitForLoadState('networkidle');
    }

    test.each([360, 768, 1280, 1920])('charts are legible: %i px', async (width) => {
      await suggestAndDecide();
      await open('/stats', { viewport: { width, height: 900 } });
      const charts = one.getByRole('slider');
      await expect.poll(() => charts.count()).toBe(2);
      for (const chart of await charts.all()) {
        await expect.poll(async () => (await chart.boundingBox())?.height).toBeGreaterThan(400);
        expect(await chart.evaluate(labelsOutside)).toEqual([]);
      }
    });

    test.each(['/', '/new', '/tickets/:id', '/stats', '/nowhere'])(
      'no screen of a phone scrolls sideways by touch: %s',
      async (path) => {
        const id = await suggestAndDecide();
        await open(path.replace(':id', id), { viewport: PHONE, hasTouch: true, isMobile: true });
        await fits(one);
        expect(await one.evaluate(cutOff)).toEqual([]);
        expect(await one.evaluate(() => window.innerWidth)).toBe(PHONE.width);
      },
    );

    test('what opens on a phone has its buttons in sight', async () => {
      await createTicket(server.origin, { title: 'The first' });
      await open('/?category=billing,technical,account,general', {
        viewport: PHONE,
        hasTouch: true,
        isMobile: true,
      });
      await one.getByRole('button', { name: 'Save view' }).tap();
      await one.getByRole('dialog').getByRole('button', { name: 'Save' }).waitFor();
      await fits(one);
      expect(await one.evaluate(cutOff)).toEqual([]);
      await one.getByRole('button', { name: 'Close' }).tap();
      await one.getByRole('dialog').waitFor({ state: 'detached' });
      await one.getByLabel(/^Select #/).tap();
      await one.locator('[aria-label="Selected tickets"]').waitFor();
      await fits(one);
      expect(await one.evaluate(cutOff)).toEqual([]);
    });
  });
});

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
