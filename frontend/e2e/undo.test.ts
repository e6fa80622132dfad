import type { Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { createTicket, createTickets, LABELS, many, readTicket } from './api';
import { chooseInRow, open, row } from './listPage';
import { failOperation, operation, page, server, setUp } from './setup';

describe('undo', { timeout: 60_000 }, () => {
  setUp();

  /** What the classifier is sure of, so that the ticket waits for a person. */
  const WAITS = { title: 'Charged twice', description: 'Two invoices came for one month.' };

  const confirmIn = (title: string) =>
    row(title).getByRole('button', { name: 'Confirm the suggestion' });

  const triageOf = async (id: string) => (await readTicket(server.origin, id))?.triage;

  test('of a label makes the suggestion wait again', async () => {
    const id = await createTicket(server.origin, WAITS);
    const before = await readTicket(server.origin, id);
    await open('/');
    const other = before?.priority === 'LOW' ? 'Medium' : 'Low';
    await chooseInRow(WAITS.title, 'Priority', other);
    await expect.poll(() => triageOf(id)).toBe('OVERRULED');
    await page.keyboard.press('z');
    await page.getByText('Undone.').waitFor();
    await expect.poll(() => readTicket(server.origin, id)).toEqual(before);
    await confirmIn(WAITS.title).waitFor();
  });

  test('of the first of two labels leaves the second, and of both makes the suggestion wait', async () => {
    const id = await createTicket(server.origin, WAITS);
    const before = await readTicket(server.origin, id);
    await open('/');
    await chooseInRow(WAITS.title, 'Priority', before?.priority === 'LOW' ? 'Medium' : 'Low');
    await chooseInRow(WAITS.title, 'Category', 'General');
    await expect.poll(async () => (await readTicket(server.origin, id))?.category).toBe('GENERAL');
    const priority = page.getByRole('alert').filter({ hasText: 'Priority →' });
    await priority.getByRole('button', { name: 'Undo' }).click();
    const after = { ...before, category: 'GENERAL', triage: 'OVERRULED' };
    await expect.poll(() => readTicket(server.origin, id)).toEqual(after);
    await page.keyboard.press('z');
    await expect.poll(() => readTicket(server.origin, id)).toEqual(before);
  });

  test('of two labels at once makes the suggestion wait', async () => {
    const id = await createTicket(server.origin, WAITS);
    const before = await readTicket(server.origin, id);
    await open('/');
    await chooseInRow(WAITS.title, 'Priority', before?.priority === 'LOW' ? 'Medium' : 'Low');
    await chooseInRow(WAITS.title, 'Category', 'General');
    await page.keyboard.press('z');
    await page.keyboard.press('z');
    await page.getByText('Undone.').first().waitFor();
    await expect.poll(() => readTicket(server.origin, id)).toEqual(before);
  });

  test('of confirmations makes each suggestion wait again', async () => {
    const ids = await createTickets(server.origin, [WAITS, { ...WAITS, title: 'Charged again' }]);
    await open('/');
    for (const title of [WAITS.title, 'Charged again']) {
      await confirmIn(title).click();
    }
    const triages = () => Promise.all(ids.map(triageOf));
    await expect.poll(triages).toEqual(['CONFIRMED', 'CONFIRMED']);
    await page.keyboard.press('z');
    await page.keyboard.press('z');
    await expect.poll(triages).toEqual(['UNCONFIRMED', 'UNCONFIRMED']);
  });

  test('of a status leaves a confirmation that was made before it', async () => {
    const id = await createTicket(server.origin, WAITS);
    await open('/');
    for (const key of ['j', 'a']) await page.keyboard.press(key);
    await expect.poll(() => triageOf(id)).toBe('CONFIRMED');
    const confirmed = await readTicket(server.origin, id);
    await chooseInRow(WAITS.title, 'Status', 'Closed');
    await expect.poll(async () => (await readTicket(server.origin, id))?.status).toBe('CLOSED');
    await page.keyboard.press('z');
    await expect.poll(() => readTicket(server.origin, id)).toEqual(confirmed);
    await row(WAITS.title).getByRole('button', { name: 'Status: Open' }).waitFor();
    expect(await confirmIn(WAITS.title).count()).toBe(0);
    await page.keyboard.press('z');
    await expect.poll(() => triageOf(id)).toBe('UNCONFIRMED');
    await confirmIn(WAITS.title).waitFor();
  });

  test('of a label leaves a confirmation that was made before it', async () => {
    const id = await createTicket(server.origin, WAITS);
    await open('/');
    await confirmIn(WAITS.title).click();
    await expect.poll(() => triageOf(id)).toBe('CONFIRMED');
    const confirmed = await readTicket(server.origin, id);
    await chooseInRow(WAITS.title, 'Priority', confirmed?.priority === 'LOW' ? 'Medium' : 'Low');
    await expect.poll(() => triageOf(id)).toBe('OVERRULED');
    await page.keyboard.press('z');
    await expect.poll(() => readTicket(server.origin, id)).toEqual(confirmed);
    await page.getByText('Undone.').waitFor();
    expect(await confirmIn(WAITS.title).count()).toBe(0);
    await page.keyboard.press('z');
    await expect.poll(() => triageOf(id)).toBe('UNCONFIRMED');
    await confirmIn(WAITS.title).waitFor();
  });

  test('means the change that is under way, and not the one before', async () => {
    const [first = '', second = ''] = await createTickets(server.origin, many(2));
    await open('/');
    await chooseInRow('Ticket 0', 'Priority', 'High');
    await expect.poll(async () => (await readTicket(server.origin, first))?.priority).toBe('HIGH');
    const held: Route[] = [];
    await page.route('**/graphql', (route) =>
      operation(route.request()) === 'UpdateTicket' && held.length === 0
        ? void held.push(route)
        : route.fallback(),
    );
    await chooseInRow('Ticket 1', 'Priority', 'Low');
    await expect.poll(() => held.length).toBe(1);
    await page.keyboard.press('z');
    await held[0]?.continue();
    await row('Ticket 1').getByRole('button', { name: 'Priority: Medium' }).waitFor();
    await expect
      .poll(async () => (await readTicket(server.origin, second))?.priority)
      .toBe('MEDIUM');
    expect((await readTicket(server.origin, first))?.priority).toBe('HIGH');
  });

  test('that fails can be tried again', async () => {
    const id = await createTicket(server.origin, { title: 'Charged twice', ...LABELS });
    await open('/');
    await chooseInRow('Charged twice', 'Priority', 'Low');
    await expect.poll(async () => (await readTicket(server.origin, id))?.priority).toBe('LOW');
    const mend = await failOperation('UpdateTicket', 'UNAVAILABLE');
    await page.keyboard.press('z');
    await page.getByText('was not changed').waitFor();
    await mend();
    await page.keyboard.press('z');
    await expect.poll(async () => (await readTicket(server.origin, id))?.priority).toBe('MEDIUM');
    await page.getByText('was not changed').waitFor({ state: 'detached' });
    await page.keyboard.press('z');
    await page.getByText('There is nothing to undo.').waitFor();
  });
});
