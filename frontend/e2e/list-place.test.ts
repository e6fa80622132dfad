import { describe, expect, test } from 'vitest';
import { createTickets, LABELS, many } from './api';
import { chooseByKeys, focused, loadedRows, open, place, row } from './listPage';
import { gate, operation, page, server, setUp } from './setup';

/** Where one is in the list, with the page and with the keyboard. */
describe('the place in the list', { timeout: 60_000 }, () => {
  setUp();

  test.each([
    ['Esc', () => page.keyboard.press('Escape')],
    ['the arrow', () => page.getByRole('link', { name: 'Back to the list' }).click()],
  ])('is the same after a ticket was looked at and left by %s', async (_, leave) => {
    await createTickets(server.origin, many(120));
    await open('/?order=created-asc');
    await expect.poll(loadedRows).toBe(120);
    await page.evaluate(() => window.scrollTo(0, 2_000));
    await row('Ticket 60').waitFor();
    const before = await page.evaluate(() => window.scrollY);
    await row('Ticket 60').getByRole('link').click();
    await page.getByRole('heading', { name: 'Ticket 60' }).waitFor();
    await leave();
    await row('Ticket 60').waitFor();
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(before);
    await expect.poll(focused).toBe('Ticket 60');
    await page.keyboard.press('j');
    await expect.poll(focused).toBe('Ticket 61');
  });

  test('goes on beyond what was loaded, from ticket to ticket, and is found again from there', async () => {
    const ids = await createTickets(server.origin, many(160));
    await open('/?order=created-asc');
    await expect.poll(loadedRows).toBe(150);
    await page.getByRole('link', { name: 'Ticket 12', exact: true }).click();
    await page.getByRole('heading', { name: 'Ticket 12' }).waitFor();
    // Whoever comes in anew has these 150 by number only.
    await page.goto(`${server.origin}/tickets/${ids[149]}`);
    await page.getByRole('heading', { name: 'Ticket 149' }).waitFor();
    for (const next of [150, 151, 152]) {
      const link = page.getByRole('link', { name: 'Next ticket' });
      await link.waitFor();
      await page.keyboard.press('j');
      await page.getByRole('heading', { name: `Ticket ${next}` }).waitFor();
    }
    await page.reload();
    await page.getByRole('heading', { name: 'Ticket 152' }).waitFor();
    await page.keyboard.press('Escape');
    await row('Ticket 152').waitFor();
    await expect.poll(focused).toBe('Ticket 152');
    expect(place()).toBe('/?order=created-asc');
    await page.reload();
    await expect.poll(focused).toBe('Ticket 152');
  });

  test('is in sight after one has gone on from ticket to ticket', async () => {
    await createTickets(server.origin, many(60));
    await page.setViewportSize({ width: 1280, height: 800 });
    await open('/?order=created-asc');
    for (const [steps, key, further, end] of [
      [12, 'j', 10, 'Ticket 21'],
      [30, 'k', 20, 'Ticket 9'],
    ] as const) {
      await page.reload();
      await row('Ticket 0').waitFor();
      await page.evaluate(() => window.scrollTo(0, 0));
      for (let step = 0; step < steps; step += 1) await page.keyboard.press('j');
      await expect.poll(focused).toBe(`Ticket ${steps - 1}`);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: `Ticket ${steps - 1}`, exact: true }).waitFor();
      const sign = key === 'j' ? 1 : -1;
      for (let step = 1; step <= further; step += 1) {
        await page.keyboard.press(key);
        const name = `Ticket ${steps - 1 + sign * step}`;
        await page.getByRole('heading', { name, exact: true }).waitFor();
      }
      await page.keyboard.press('Escape');
      await expect.poll(focused).toBe(end);
      const isSeen = () => {
        const { x, y, height } = document.activeElement?.getBoundingClientRect() ?? new DOMRect();
        const there = document.elementFromPoint(x + 5, y + height / 2);
        return there?.closest('a') === document.activeElement;
      };
      await expect.poll(() => page.evaluate(isSeen)).toBe(true);
    }
  });

  test('is covered neither by notices nor by what can be done with selected rows', async () => {
    await createTickets(server.origin, many(40));
    await page.setViewportSize({ width: 1280, height: 800 });
    await open('/?order=created-asc');
    const bottomOf = async (title: string) => {
      const box = await row(title).boundingBox();
      return (box?.y ?? 0) + (box?.height ?? 0);
    };
    const topOf = async (cover: string) => (await page.locator(cover).first().boundingBox())?.y;

    for (let step = 0; step < 25; step += 1) await page.keyboard.press('j');
    await expect.poll(focused).toBe('Ticket 24');
    await chooseByKeys('s', 'Resolved');
    await page.getByText(/Status → Resolved/).waitFor();
    await page.keyboard.press('j');
    await expect.poll(focused).toBe('Ticket 25');
    expect(await bottomOf('Ticket 25')).toBeLessThanOrEqual((await topOf('[role=alert]')) ?? 0);

    const bar = '[aria-label="Selected tickets"]';
    await page.keyboard.press('x');
    await page.locator(bar).waitFor();
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('j');
    await expect.poll(focused).toBe('Ticket 30');
    const { y = 0, height = 0 } = (await page.locator(bar).boundingBox()) ?? {};
    expect(await bottomOf('Ticket 30')).toBeLessThanOrEqual(y);

    // Beside the bar, rows can be pressed.
    const isRow = ([x, y]: number[]) =>
      document.elementFromPoint(x ?? 0, y ?? 0)?.closest('tr') !== null;
    expect(await page.evaluate(isRow, [1_100, y + height / 2])).toBe(true);
  });

  test('is the next row when a ticket was deleted on its page', async () => {
    await createTickets(server.origin, many(3));
    await open('/');
    await row('Ticket 2').getByRole('link').click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await row('Ticket 1').waitFor();
    await expect.poll(focused).toBe('Ticket 1');
  });

  test('is not taken from whoever types', async () => {
    await createTickets(server.origin, many(3));
    await open('/');
    await page.keyboard.press('j');
    await expect.poll(focused).toBe('Ticket 2');
    await page.keyboard.press('/');
    await page.keyboard.type('zzzq');
    await page.getByText('No tickets match').waitFor();
    for (let letter = 0; letter < 4; letter += 1) await page.keyboard.press('Backspace');
    await row('Ticket 2').waitFor();
    await page.keyboard.type('ticket');
    const search = page.getByRole('searchbox', { name: 'Search' });
    expect(await search.inputValue()).toBe('ticket');
    await page.waitForURL('**q=ticket');
    expect(place()).toBe('/?q=ticket');
  });

  test('is not taken from whoever types while it is loaded again', async () => {
    await createTickets(server.origin, many(3));
    await open('/');
    await page.keyboard.press('j');
    await expect.poll(focused).toBe('Ticket 2');
    const asked = gate();
    await page.route('**/graphql', async (route) => {
      if (operation(route.request()) === 'TicketList') await asked.opened;
      await route.fallback();
    });
    await page.reload();
    const search = page.getByRole('searchbox', { name: 'Search' });
    await search.waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('ti');
    asked.open();
    await row('Ticket 2').waitFor();
    await page.keyboard.type('cket');
    expect(await search.inputValue()).toBe('ticket');
    await page.waitForURL('**q=ticket');
  });

  test('is the first that was found, once it is found', async () => {
    await createTickets(server.origin, [
      { title: 'Charged twice', ...LABELS },
      { title: 'No tone', ...LABELS },
    ]);
    await open('/');
    await page.keyboard.press('/');
    await page.keyboard.type('charged');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('Charged twice');
    await row('No tone').waitFor({ state: 'detached' });
    expect(await focused()).toBe('Charged twice');
  });

  test('is not taken from whoever does something else while it is searched', async () => {
    await createTickets(server.origin, [{ title: 'Charged twice', ...LABELS }]);
    await open('/');
    const asked = gate();
    await page.route('**/graphql', async (route) => {
      if (operation(route.request()) === 'TicketList') await asked.opened;
      await route.fallback();
    });
    await page.keyboard.press('/');
    await page.keyboard.type('charged');
    await page.keyboard.press('Enter');
    await page.keyboard.type(' tw');
    asked.open();
    await page.waitForURL('**q=charged+tw');
    await row('Charged twice').waitFor();
    await page.keyboard.type('ice');
    await page.waitForURL('**q=charged+twice');
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await page.keyboard.type('c');
    await page.waitForURL('**q=c');
  });

  test('stays on the page when what it was at goes', async () => {
    await createTickets(server.origin, [{ title: 'Charged twice' }, { title: 'No tone' }]);
    await open('/');
    const isLost = () => page.evaluate(() => document.activeElement === document.body);
    const lose = async (press: () => Promise<void>) => {
      await press();
      await expect.poll(isLost).toBe(false);
    };
    await lose(() =>
      row('No tone').getByRole('button', { name: 'Confirm the suggestion' }).click(),
    );
    expect(await focused()).toBe('No tone');
    await row('No tone').getByRole('checkbox').check();
    await lose(() => page.getByRole('button', { name: 'Clear the selection' }).click());
    await page.goto(`${server.origin}/?q=zzzq`);
    await lose(async () => {
      await page.getByRole('button', { name: 'Clear filters' }).last().click();
      await row('No tone').waitFor();
    });
  });
});
