import { describe, expect, test } from 'vitest';
import {
  CHARGED,
  createTicket,
  createTickets,
  LABELS,
  many,
  readTicket,
  updateTicket,
} from './api';
import { findBarriers } from './axe';
import { chooseByKeys, chooseInRow, open, place, row, rowIds, statuses, titles } from './listPage';
import {
  browser,
  context,
  expectProblems,
  failOperation,
  NO_CONNECTION,
  operation,
  page,
  server,
  setUp,
} from './setup';
import { hasFocus } from './visual';

/** By the person, by others, and by keys alone. */
describe('the list of tickets, where they change', { timeout: 60_000 }, () => {
  setUp();

  test('changes a label in the row, and takes it back', async () => {
    const id = await createTicket(server.origin, { title: 'Charged twice', ...LABELS });
    await open('/');
    for (const [field, label, value] of [
      ['Category', 'Technical', 'TECHNICAL'],
      ['Priority', 'High', 'HIGH'],
      ['Status', 'In progress', 'IN_PROGRESS'],
    ] as const) {
      const before = await readTicket(server.origin, id);
      await row('Charged twice')
        .getByRole('button', { name: new RegExp(`^${field}:`) })
        .click();
      await page.getByRole('menuitemradio', { name: label }).click();
      await row('Charged twice')
        .getByRole('button', { name: `${field}: ${label}` })
        .waitFor();
      const notice = page.getByRole('alert').filter({ hasText: `#${id}: ${field} → ${label}` });
      await notice.waitFor();
      const name = field.toLowerCase();
      // A change that takes its time is told before it is made.
      await expect.poll(async () => (await readTicket(server.origin, id))?.[name]).toBe(value);

      await notice.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(() => readTicket(server.origin, id)).toEqual(before);
    }
  });

  test('changes several at once, and takes that back, too', async () => {
    const ids = await createTickets(server.origin, many(6));
    await open('/');
    await page.getByLabel(`Select #${ids[4]}`).click();
    await page.getByLabel(`Select #${ids[1]}`).click({ modifiers: ['Shift'] });
    const bar = page.getByRole('group', { name: 'Selected tickets' });
    await bar.getByText('4 selected').waitFor();
    await bar.getByRole('button', { name: 'Status' }).click();
    await page.getByRole('menuitemradio', { name: 'Closed' }).click();
    const notice = page.getByRole('alert').filter({ hasText: '4 tickets: Status → Closed' });
    await notice.waitFor();
    const after = ['OPEN', 'CLOSED', 'CLOSED', 'CLOSED', 'CLOSED', 'OPEN'];
    await expect.poll(() => statuses(ids)).toEqual(after);
    await notice.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => statuses(ids)).toEqual(Array(6).fill('OPEN'));
  });

  test('deletes, and has it back within ten seconds', async () => {
    const [kept, lost] = await createTickets(server.origin, many(2));
    await open('/');
    await page.getByLabel(`Select #${kept}`).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await expect.poll(rowIds).toEqual([lost]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(rowIds).toEqual([lost, kept]);

    await page.getByLabel(`Select #${lost}`).click();
    await page.getByLabel(`Select #${kept}`).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await expect.poll(rowIds).toEqual([kept]);
    expect(await readTicket(server.origin, String(lost))).not.toBeNull();
    // Whoever leaves the page does not wait.
    await page.goto('about:blank');
    await expect.poll(() => readTicket(server.origin, String(lost))).toBeNull();
    expect(await readTicket(server.origin, String(kept))).not.toBeNull();
  });

  test('goes back and says why when a change cannot be made', async () => {
    await createTicket(server.origin, { title: 'Charged twice', ...LABELS });
    await open('/');
    await failOperation('UpdateTicket', 'TIMEOUT');
    await chooseInRow('Charged twice', 'Status', 'Closed');
    await page.getByRole('alert').filter({ hasText: 'The server took too long.' }).waitFor();
    await row('Charged twice').getByRole('button', { name: 'Status: Open' }).waitFor();
  });

  test.each([
    ['Keep theirs', 'IN_PROGRESS'],
    ['Apply mine', 'CLOSED'],
  ])('asks whose change stays when two collide: %s', async (answer, status) => {
    const id = await createTicket(server.origin, { title: 'Charged twice', ...LABELS });
    await open('/');
    let isFirst = true;
    await page.route('**/graphql', async (route) => {
      if (isFirst && operation(route.request()) === 'UpdateTicket') {
        isFirst = false;
        await updateTicket(server.origin, id, { status: 'IN_PROGRESS' });
      }
      await route.fallback();
    });
    await chooseInRow('Charged twice', 'Status', 'Closed');
    const dialog = page.getByRole('dialog', { name: 'Somebody else was quicker' });
    await dialog.getByText('Status: Open → In progress').waitFor();
    await dialog.getByText('Status: Closed').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByRole('button', { name: answer }).click();
    await expect.poll(async () => (await readTicket(server.origin, id))?.status).toBe(status);
    await dialog.waitFor({ state: 'hidden' });
  });

  test('shows at once what happens in another browser, and moves nothing', async () => {
    const [first] = await createTickets(server.origin, many(3));
    await open('/?status=open');
    const other = await (await browser.newContext()).newPage();
    await other.goto(`${server.origin}/?status=open`);
    await other.locator('[data-id]').first().waitFor();

    await chooseInRow('Ticket 1', 'Priority', 'Critical');
    await other.getByRole('button', { name: 'Priority: Critical' }).waitFor();

    // A new one waits, and brings itself in at nobody's order but the person's.
    const id = await createTicket(server.origin, { title: 'Just in', ...LABELS });
    await page.getByRole('button', { name: 'Show 1 new ticket' }).click();
    await expect.poll(async () => (await rowIds())[0]).toBe(id);
    await other.getByRole('button', { name: 'Show 1 new ticket' }).waitFor();
    await page.getByText('4 tickets', { exact: true }).waitFor();

    // One that leaves the filter stays until nobody points at the table.
    await page.mouse.move(640, 200);
    await updateTicket(server.origin, String(first), { status: 'CLOSED' });
    await row('Ticket 0').getByText('Not in this view any more').waitFor();
    await page.getByText('3 tickets', { exact: true }).waitFor();
    expect(await rowIds()).toHaveLength(4);
    await page.mouse.move(640, 20);
    await expect.poll(rowIds).toHaveLength(3);
    await other.context().close();
  });

  test('misses nothing that happens while it is offline', async () => {
    expectProblems(NO_CONNECTION);
    const [first] = await createTickets(server.origin, many(3));
    await open('/');
    const badge = page.getByRole('status').filter({ hasText: 'Offline' });
    await context.setOffline(true);
    await badge.waitFor();
    await updateTicket(server.origin, String(first), { status: 'RESOLVED' });
    await createTicket(server.origin, { title: 'Meanwhile', ...LABELS });
    await context.setOffline(false);
    await badge.waitFor({ state: 'hidden' });
    await row('Ticket 0').getByRole('button', { name: 'Status: Resolved' }).waitFor();
    await page.getByRole('button', { name: 'Show 1 new ticket' }).click();
    await expect.poll(titles).toContain('Meanwhile');
    await hasFocus(page.getByRole('link', { name: 'Meanwhile' }));
  });

  test('is worked through by keys alone', async () => {
    const ids = await createTickets(
      server.origin,
      Array.from({ length: 10 }, (_, index) => ({
        ...CHARGED,
        title: `Card charged twice ${index}`,
      })),
    );
    await open('/');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Commands' }).fill('to confirm');
    await page.keyboard.press('Enter');
    await expect.poll(place).toBe('/?triage=unconfirmed');
    await expect.poll(rowIds).toHaveLength(10);

    // Seven are right.
    for (let count = 0; count < 7; count += 1) {
      await page.keyboard.press('j');
      await page.keyboard.press('a');
    }
    // Of two the priority is wrong: by the menu, and by its first letter.
    for (const priority of ['Low', 'Critical']) {
      await page.keyboard.press('j');
      await chooseByKeys('p', priority);
    }
    // The last is resolved, too.
    await page.keyboard.press('j');
    await chooseByKeys('s', 'Resolved');
    await page.keyboard.press('a');
    // The notice of one before may still be on its way out.
    await page
      .getByRole('alert')
      .filter({ hasText: `#${ids[0]}: suggestion confirmed` })
      .waitFor();
    // The row under the keyboard goes when the keyboard does.
    await page.keyboard.press('j');
    await page.getByText('Nothing to confirm').waitFor();
    // What is shown at once is saved a moment later.
    const read = () => Promise.all(ids.map((id) => readTicket(server.origin, id)));
    const ends = async () => (await read()).map((ticket) => ticket?.triage).toSorted();
    await expect.poll(ends).toEqual([...Array(8).fill('CONFIRMED'), 'OVERRULED', 'OVERRULED']);
    const tickets = await read();
    expect(tickets[0]?.status).toBe('RESOLVED');
  });

  test('leaves keys alone while one types, and when they are turned off', async () => {
    await createTickets(server.origin, many(3));
    await open('/');
    await page.keyboard.press('/');
    await page.keyboard.type('xcj');
    await page.getByText('No tickets match').waitFor();
    await page.getByLabel('Clear the search').click();
    await page.getByRole('link', { name: 'Ticket 0' }).waitFor();

    await page.locator('body').click({ position: { x: 700, y: 24 } });
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard' });
    await help.getByLabel('Single keys').click();
    await help.getByLabel('Close').click();
    await help.waitFor({ state: 'hidden' });
    await page.reload();
    await page.locator('[data-id]').first().waitFor();
    await page.keyboard.press('c');
    await page.keyboard.press('j');
    // Keys are heard in order, and this one is left on.
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Commands' }).waitFor();
    expect(await page.locator('[data-current]').count()).toBe(0);
    expect(place()).toBe('/');
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Commands' }).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await help.getByLabel('Single keys').click();
    await help.getByLabel('Close').click();
    await help.waitFor({ state: 'hidden' });
    await page.keyboard.press('j');
    await page.locator('[data-current]').waitFor();
    await page.keyboard.press('c');
    await expect.poll(place).toBe('/new');
  });
});
