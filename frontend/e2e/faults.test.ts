import { describe, expect, test } from 'vitest';
import { CHARGED, createTicket, updateTicket } from './api';
import { findBarriers } from './axe';
import { context, expectProblems, NO_CONNECTION, operation, page, server, setUp } from './setup';

/** The page meets what it cannot show, or cannot load a part of itself. */
describe('a page at fault', { timeout: 60_000 }, () => {
  setUp();

  test('keeps a draft', async () => {
    expectProblems(/React error #31/);
    await page.goto(`${server.origin}/new`);
    await garble('ClassifyTicket', ({ classifyTicket }) => {
      classifyTicket.classification.reason = {};
    });
    const description = page.getByLabel('Description');
    await page.getByLabel('Title').fill(CHARGED.title);
    await description.fill(CHARGED.description);
    await description.blur();
    await page.getByRole('button', { name: /^Why/ }).first().click();
    await stumbled();
    expect(await findBarriers(page)).toEqual([]);
    await page.screenshot({ path: 'e2e/screenshots/stumbled.png' });

    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => page.getByLabel('Title').inputValue()).toBe(CHARGED.title);
    expect(await description.inputValue()).toBe(CHARGED.description);
  });

  test('keeps what was typed into a ticket', async () => {
    expectProblems(/Invalid time value/);
    const id = await createTicket(server.origin, CHARGED);
    await page.goto(`${server.origin}/tickets/${id}`);
    await page.getByRole('button', { name: 'Edit description' }).click();
    const description = page.getByRole('textbox', { name: 'Description' });
    await description.fill('Half a sent');
    await garble('TicketPage', ({ ticket }) => {
      ticket.history[0].createdAt = 'some day';
    });
    await updateTicket(server.origin, id, { status: 'RESOLVED' });
    await stumbled();

    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => description.inputValue()).toBe('Half a sent');
    await page.getByText('You have not saved this yet.').waitFor();
  });

  test('lets one go on to another page', async () => {
    expectProblems(/Invalid time value/);
    const id = await createTicket(server.origin, CHARGED);
    await garble('TicketPage', ({ ticket }) => {
      ticket.history[0].createdAt = 'some day';
    });
    await page.goto(`${server.origin}/tickets/${id}`);
    await stumbled();
    await page.getByRole('link', { name: 'Tickets' }).click();
    await page.getByRole('link', { name: CHARGED.title }).first().waitFor();
  });

  test('opens what one goes to next although the connection is lost by then', async () => {
    expectProblems(NO_CONNECTION);
    const id = await createTicket(server.origin, CHARGED);
    const parts = ['TicketPage', 'TicketFormPage'].map((part) =>
      page.waitForResponse(new RegExp(`/assets/${part}-[^/]*\\.js`)),
    );
    await page.goto(server.origin);
    await Promise.all(parts);
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    await page.keyboard.press('c');
    await page.getByLabel('Title').fill('Written without a connection');
    await page.goBack();
    await page.getByRole('link', { name: CHARGED.title }).first().click();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: CHARGED.title }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/tickets/${id}`);
  });

  test('goes on without a part that cannot be loaded', async () => {
    expectProblems(NO_CONNECTION);
    const id = await createTicket(server.origin, CHARGED);
    await page.goto(server.origin);
    await page.getByRole('link', { name: CHARGED.title }).first().waitFor();
    await page.route('**/assets/**', (route) => route.abort());
    await page.keyboard.press('j');
    for (const key of ['?', 'Control+k']) {
      await page.keyboard.press(key);
      const notice = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
      await notice.waitFor();
      await notice.getByRole('button', { name: 'Close' }).click();
      await notice.waitFor({ state: 'hidden' });
    }
    await page.keyboard.press('s');
    await page.getByRole('menuitemradio', { name: 'Closed' }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: `#${id}: Status → Closed` })
      .waitFor();
  });

  function stumbled() {
    return page.getByRole('heading', { name: 'The page has stumbled' }).waitFor();
  }

  /** Spoils the answers to an operation. */
  // biome-ignore lint/suspicious/noExplicitAny: an answer as no schema has it.
  async function garble(name: string, spoil: (data: any) => void) {
    await page.route('**/graphql', async (route) => {
      if (operation(route.request()) !== name) return route.fallback();
      const response = await route.fetch();
      const json = await response.json();
      spoil(json.data);
      await route.fulfill({ json });
    });
  }
});
