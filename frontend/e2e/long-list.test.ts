import { describe, expect, test } from 'vitest';
import { createTickets, many, readTicket, updateTicket } from './api';
import { rowOf } from './listPage';
import { gate, operation, page, server, setUp } from './setup';

const TICKETS = 10_000;

describe('a list of ten thousand tickets', { timeout: 120_000 }, () => {
  setUp({
    tickets: () => {
      const quarters = Array.from({ length: 4 }, () => many(TICKETS / 4));
      return Promise.all(quarters.map((quarter) => createTickets(server.origin, quarter)));
    },
  });

  test('is loaded by scrolling, and draws what is seen', async () => {
    await open();
    const short = await medianFrame();
    await loadAll();
    expect(await page.locator('[data-id]').count()).toBeLessThan(60);
    const table = page.getByRole('table');
    expect(await table.getAttribute('aria-rowcount')).toBe(String(TICKETS + 1));
    expect(await rowOf('1').getAttribute('aria-rowindex')).toBe(String(TICKETS + 1));

    const long = await medianFrame();
    console.log(
      `median frame while scrolling: ${short} ms with 150 rows, ${long} ms with ${TICKETS}`,
    );
  });

  test('shows the change of one, and the own at once, without waiting for the server', async () => {
    await open();
    await loadAll();
    const seen = page.locator('[data-id]').nth(20);
    const id = String(await seen.getAttribute('data-id'));
    const row = rowOf(id);
    await updateTicket(server.origin, id, { status: 'CLOSED' });
    await row.getByRole('button', { name: 'Status: Closed' }).waitFor();

    const answer = gate();
    await page.route('**/graphql', async (route) => {
      if (operation(route.request()) === 'UpdateTicket') await answer.opened;
      await route.fallback();
    });
    await row.getByRole('button', { name: /^Priority/ }).click();
    await page.getByRole('menuitemradio', { name: 'Critical' }).waitFor();
    const took = await row.evaluate(async (row) => {
      const items = [...document.querySelectorAll<HTMLElement>('[role="menuitemradio"]')];
      const start = performance.now();
      items.find((item) => item.textContent === 'Critical')?.click();
      const isShown = () => row.querySelector('[data-priority="CRITICAL"]');
      while (!isShown() && performance.now() - start < 15_000) {
        await new Promise(requestAnimationFrame);
      }
      return performance.now() - start;
    });
    expect(await row.locator('[data-priority="CRITICAL"]').count()).toBe(1);
    console.log(`one change among ${TICKETS} rows: ${took} ms`);
    expect(await readTicket(server.origin, id)).toMatchObject({ priority: 'MEDIUM' });
    answer.open();
    await expect
      .poll(() => readTicket(server.origin, id))
      .toMatchObject({ priority: 'CRITICAL', status: 'CLOSED' });
  });

  async function open() {
    await page.goto(server.origin);
    await page.getByText('10,000 tickets', { exact: true }).waitFor();
  }

  /** Scrolls to the end, where the oldest ticket is. */
  async function loadAll() {
    const loaded = () => page.evaluate(() => document.querySelector('tbody')?.clientHeight ?? 0);
    const begin = performance.now();
    while ((await loaded()) < TICKETS * 36 || !(await rowOf('1').isVisible())) {
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      await page.waitForTimeout(20);
    }
    console.log(`${TICKETS} rows loaded in ${Math.round(performance.now() - begin)} ms`);
  }

  /** Milliseconds for a frame while the page is scrolled up and down. */
  function medianFrame(): Promise<number> {
    return page.evaluate(async () => {
      const lengths: number[] = [];
      let before = performance.now();
      for (let frame = 0; frame < 60; frame += 1) {
        window.scrollBy(0, Math.floor(frame / 10) % 2 ? 400 : -400);
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        lengths.push(now - before);
        before = now;
      }
      return lengths.sort((one, other) => one - other)[30] ?? 0;
    });
  }
});
