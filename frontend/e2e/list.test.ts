import { describe, expect, test } from 'vitest';
import { createTicket, createTickets, LABELS, many } from './api';
import { findBarriers } from './axe';
import { createHostile } from './hostile';
import { choose, open, place, rowIds, scrollToRow, titles } from './listPage';
import { context, failOperation, page, server, setUp, today } from './setup';
import { fits, hasFocus } from './visual';

describe('the list of tickets', { timeout: 60_000 }, () => {
  setUp();

  test('keeps filters, search and order in the address, for back, reload and whoever gets the link', async () => {
    const [refund, , late] = await createTickets(server.origin, [
      { title: 'Refund for May', ...LABELS, priority: 'CRITICAL' },
      { title: 'Refund for June', ...LABELS, priority: 'LOW' },
      { title: 'Réfunded too late', ...LABELS, priority: 'HIGH' },
      { title: 'Cannot sign in', category: 'ACCOUNT', priority: 'HIGH' },
    ]);
    await open('/');
    expect(await titles()).toHaveLength(4);

    await choose('Category', 'Billing');
    await expect.poll(titles).toHaveLength(3);
    await choose('Priority', 'Critical', 'High');
    await expect.poll(titles).toHaveLength(2);
    await page.keyboard.press('/');
    await page.keyboard.type('refund');
    await expect.poll(place).toBe('/?category=billing&priority=critical,high&q=refund');
    await page.getByRole('button', { name: /^Order/ }).click();
    await page.getByRole('menuitemradio', { name: 'Highest priority first' }).click();
    const address = '/?category=billing&priority=critical,high&q=refund&order=priority';
    await expect.poll(place).toBe(address);
    await expect.poll(rowIds).toEqual([refund, late]);
    await page.getByText('2 tickets', { exact: true }).waitFor();
    const hits = () => page.locator('mark').allInnerTexts();
    await expect.poll(hits).toEqual(['Refund', 'Réfund']);

    await page.reload();
    await expect.poll(rowIds).toEqual([refund, late]);
    const other = await context.newPage();
    await other.goto(page.url());
    await other.getByRole('link', { name: 'Refund for May' }).waitFor();
    await other.close();

    await page.goBack();
    await expect.poll(place).toBe('/?category=billing&priority=critical,high&q=refund');
    await page.goBack();
    await expect.poll(place).toBe('/?category=billing&priority=critical,high');
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('');
    await page.goForward();
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('refund');

    await open('/?priority=critical,urgent&status=&range=fortnight&order=colour&page=7');
    await expect.poll(rowIds).toEqual([refund]);
  });

  test('takes a second choice before the first is drawn', async () => {
    await createTicket(server.origin, { title: 'Refund for May', ...LABELS });
    await open('/');
    await page.getByRole('button', { name: 'Category', exact: true }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Billing' }).waitFor();
    await page.evaluate(() => {
      const labels = document.querySelectorAll<HTMLElement>('[role=menuitemcheckbox]');
      for (const label of [...labels].slice(0, 2)) label.click();
    });
    await expect.poll(place).toBe('/?category=billing,technical');
  });

  test('filters by the day of creation', async () => {
    await createTicket(server.origin, { title: 'Of today', ...LABELS });
    await open('/');
    await page.getByRole('button', { name: 'Created' }).click();
    await page.getByRole('menuitemradio', { name: 'Last 7 days' }).click();
    await expect.poll(place).toBe('/?range=7d');
    await expect.poll(titles).toEqual(['Of today']);

    const day = new Date(await today());
    day.setUTCMonth(day.getUTCMonth() - 1, 1);
    const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
    await page.getByRole('button', { name: 'Created: Last 7 days' }).click();
    await page.getByRole('menuitemradio', { name: 'Custom…' }).click();
    const calendar = page.getByRole('dialog', { name: 'Created on these days' });
    await calendar.getByRole('button', { name: 'Previous month' }).click();
    await calendar.getByRole('button', { name: format.format(day) }).click();
    await calendar.getByRole('button', { name: 'Apply' }).click();
    const lastMonth = day.toISOString().slice(0, 10);
    await expect.poll(place).toBe(`/?from=${lastMonth}&to=${lastMonth}`);
    await page.getByText('No tickets match').waitFor();
  });

  test('comes back to where one was', async () => {
    await createTickets(server.origin, many(230));
    await open('/');
    await scrollToRow('Ticket 20');
    const before = await page.evaluate(() => window.scrollY);
    await page.getByRole('link', { name: 'Ticket 20', exact: true }).click();
    await page.waitForURL('**/tickets/*');
    await page.reload();
    await page.goBack();
    await page.getByRole('link', { name: 'Ticket 20', exact: true }).waitFor();
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(before);
  });

  test('keeps views under a name', async () => {
    await open('/?status=closed', false);
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByLabel('Name of the view').fill('Done');
    await page.keyboard.press('Enter');
    const view = page.getByRole('link', { name: 'Done', exact: true });
    await hasFocus(view);
    await page.reload();
    expect(await view.getAttribute('aria-current')).toBe('page');

    await page.getByLabel('Change view Done').click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByLabel('Name of the view').fill('Finished');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'All', exact: true }).click();
    await page.getByRole('link', { name: 'Finished' }).click();
    await expect.poll(place).toBe('/?status=closed');

    await page.getByLabel('Change view Finished').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Save view' }).waitFor();
    for (const undo of [
      () => page.keyboard.press('z'),
      () => page.getByRole('button', { name: 'Undo' }).last().click(),
    ]) {
      await page.getByRole('button', { name: 'Save view' }).waitFor();
      await undo();
      await hasFocus(page.getByRole('link', { name: 'Finished' }));
      await page.getByLabel('Change view Finished').click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
    }
    await page.getByRole('button', { name: 'Save view' }).waitFor();
  });

  test('says why there is nothing, and how to go on', async () => {
    await open('/', false);
    await page.getByText('No tickets yet').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    // The first one moves nothing, so it does not wait.
    await createTicket(server.origin, { title: 'The first', ...LABELS });
    await expect.poll(titles).toEqual(['The first']);

    await open('/?q=absent', false);
    await page.getByText('No tickets match').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Clear filters' }).last().click();
    await expect.poll(titles).toEqual(['The first']);

    const mend = await failOperation('TicketList', 'UNAVAILABLE');
    await page.getByRole('link', { name: 'Urgent' }).click();
    await page.getByText('This could not be loaded').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await mend();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No tickets match').waitFor();
  });

  test.each(['light', 'dark'] as const)('can be used by everybody, in %s', async (scheme) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await createTickets(server.origin, many(30));
    await createHostile(server.origin);
    await createTicket(server.origin, { title: 'Waits for a person' });
    await open('/?q=as');
    await page
      .getByRole('button', { name: /Confirm the suggestion/ })
      .first()
      .waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.screenshot({ path: `e2e/screenshots/list-search-${scheme}.png` });

    await open('/');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('2 selected').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('s');
    await page.getByRole('menu').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.screenshot({ path: `e2e/screenshots/list-${scheme}.png` });
    await page.keyboard.press('Escape');

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Commands' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.screenshot({ path: `e2e/screenshots/commands-${scheme}.png` });
    await page.keyboard.press('Escape');

    for (const width of [360, 2560]) {
      await page.setViewportSize({ width, height: 800 });
      await page.locator('[data-id]').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.screenshot({ path: `e2e/screenshots/list-${width}-${scheme}.png` });
    }
    await page.setViewportSize({ width: 360, height: 740 });
    await fits(page);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('dialog', { name: 'Filters' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByText('Closed').last().click();
    await expect.poll(place).toBe('/?status=closed');
  });
});
