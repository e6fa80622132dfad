import { describe, expect, test } from 'vitest';
import { CHARGED, createTicket, deleteTicket, request, updateTicket } from './api';
import { findBarriers } from './axe';
import { menuHasFocus } from './listPage';
import { context, expectProblems, NO_CONNECTION, page, server, setUp } from './setup';
import { fits, hasFocus } from './visual';

describe('the page of a ticket', { timeout: 60_000 }, () => {
  setUp();

  /** Opens the page of a new ticket. */
  async function opened(ticket = CHARGED): Promise<string> {
    const id = await createTicket(server.origin, ticket);
    await open(id);
    return id;
  }

  async function open(id: string) {
    // Whoever changes the ticket after this is heard.
    const followed = page
      .waitForEvent('websocket')
      .then((socket) =>
        socket.waitForEvent('framesent', ({ payload }) => payload.includes('"subscribe"')),
      );
    await page.goto(`${server.origin}/tickets/${id}`);
    await Promise.all([followed, heading().waitFor()]);
  }

  const heading = () => page.getByRole('heading', { level: 1 });
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const history = () => page.getByRole('region', { name: 'History' }).innerText();
  const suggestion = () => page.getByRole('region', { name: 'Suggestion' });
  const dialog = () => page.getByRole('dialog');

  const ticket = async (id: string) =>
    (
      await request<{ ticket: Record<string, unknown> | null }>(
        server.origin,
        `query ($id: ID!) {
          ticket(id: $id) { title description category priority status triage version }
        }`,
        { id },
      )
    ).ticket;

  test('shows what the customer wrote, the suggestion with its reason, and the history', async () => {
    const id = await opened();
    expect(await heading().innerText()).toBe(CHARGED.title);
    expect(await page.title()).toBe(`#${id} ${CHARGED.title} · Frontdesk`);
    await page.getByText(CHARGED.description).waitFor();
    expect(await suggestion().innerText()).toMatch(/Billing · .*\bfor "/s);
    expect(await suggestion().innerText()).toContain('$0.00');
    expect(await history()).toMatch(/Created\s+this minute/);
  });

  test('says so when nobody was asked for a suggestion', async () => {
    const id = await createTicket(server.origin, {
      title: 'Sorted by hand',
      category: 'ACCOUNT',
      priority: 'HIGH',
    });
    await open(id);
    await suggestion().getByText('The ticket was created without a suggestion.').waitFor();
    expect(await button('Confirm').count()).toBe(0);
    await page.keyboard.press('a');
    await page.goto(`${server.origin}/?q=sorted`);
    await page.getByRole('button', { name: 'Suggestion', exact: true }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Without a suggestion' }).click();
    await page.waitForURL(/triage=manual/);
    await page.getByText('1 ticket', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /Confirm the suggestion/ }).count()).toBe(0);
    expect((await ticket(id))?.triage).toBe('MANUAL');
  });

  test('offers to confirm a suggestion for as long as it waits', async () => {
    await opened();
    const confirm = page.getByRole('option', { name: /^Confirm the suggestion/ });
    await page.keyboard.press('Control+k');
    await confirm.click();
    await expect.poll(history).toMatch(/Confirmed/i);
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: /^Delete/ }).waitFor();
    expect(await confirm.count()).toBe(0);
  });

  test('changes labels at once, tells them in words, and undoes them', async () => {
    const id = await opened();
    const { priority } = (await ticket(id)) as { priority: string };
    await button(/^Priority:/).click();
    const other = priority === 'LOW' ? 'Medium' : 'Low';
    await page.getByRole('menu').getByText(other, { exact: true }).click();
    await button(`Priority: ${other}`).waitFor();
    await expect.poll(history).toMatch(new RegExp(`Priority: \\w+ → ${other}`));
    await expect.poll(history).toContain('Suggestion: To confirm → Overruled');
    await page.screenshot({ path: 'e2e/screenshots/ticket.png' });
    await button('Undo').click();
    await expect.poll(async () => (await ticket(id))?.priority).toBe(priority);
  });

  test('confirms the suggestion by a key', async () => {
    const id = await opened();
    await page.keyboard.press('a');
    await expect.poll(async () => (await ticket(id))?.triage).toBe('CONFIRMED');
    await suggestion().getByText('Confirmed').waitFor();
    await expect.poll(history).toContain('Suggestion: To confirm → Confirmed');
  });

  test('changes the title where it stands, by keyboard alone', async () => {
    const id = await opened();
    await page.keyboard.press('e');
    const title = page.getByRole('textbox', { name: 'Title' });
    await title.press('End');
    await page.keyboard.type(', twice in May');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await ticket(id))?.title).toBe('Charged twice, twice in May');
    await expect.poll(() => heading().innerText()).toBe('Charged twice, twice in May');
    await expect.poll(history).toContain('Title: Charged twice → Charged twice, twice in May');
    await hasFocus(button('Edit title'));
  });

  test('saves a description that is left, and drops one by Escape, which can be undone', async () => {
    const id = await opened();
    await page.getByText(CHARGED.description).click();
    const description = page.getByRole('textbox', { name: 'Description' });
    await description.fill('Refund 49 euros.');
    // What is clicked then is hit, though the text above it shrinks.
    await button('Copy link').click();
    await expect.poll(async () => (await ticket(id))?.description).toBe('Refund 49 euros.');

    await button('Edit title').click();
    await button('Edit description').click();
    await description.fill('Thought better of it');
    await description.press('Escape');
    await page.getByRole('paragraph').getByText('Refund 49 euros.').waitFor();
    await page
      .getByRole('alert')
      .filter({ hasText: 'What you typed was dropped.' })
      .getByRole('button', { name: 'Undo' })
      .click();
    expect(await description.inputValue()).toBe('Thought better of it');
  });

  test('keeps what is not saved over a reload', async () => {
    const id = await opened();
    await button('Edit description').click();
    await page.getByRole('textbox', { name: 'Description' }).fill('Half a sent');
    await page.reload();
    const description = page.getByRole('textbox', { name: 'Description' });
    await expect.poll(() => description.inputValue()).toBe('Half a sent');
    await page.getByText('You have not saved this yet.').waitFor();
    await description.fill('A whole sentence.');
    await description.press('Control+Enter');
    await expect.poll(async () => (await ticket(id))?.description).toBe('A whole sentence.');
    await page.reload();
    await page.getByRole('paragraph').getByText('A whole sentence.').waitFor();
  });

  test('says what is wrong with a text, and keeps it', async () => {
    await opened();
    await page.keyboard.press('e');
    const title = page.getByRole('textbox', { name: 'Title' });
    await title.fill('x'.repeat(201));
    await title.press('Enter');
    await page.getByText('Title must have at most 200 characters, but has 201.').waitFor();
    expect(await title.inputValue()).toBe('x'.repeat(201));
  });

  test('goes back with the cause when the server cannot be reached', async () => {
    expectProblems(NO_CONNECTION);
    const id = await opened();
    await context.setOffline(true);
    await page.keyboard.press('s');
    await page.getByRole('menu').getByText('Resolved').click();
    await page.getByText(`#${id} was not changed. The server cannot be reached.`).waitFor();
    expect((await ticket(id))?.status).toBe('OPEN');
    await button('Status: Open').waitFor();
    await context.setOffline(false);
  });

  test('shows the change of others in place', async () => {
    const id = await opened();
    await updateTicket(server.origin, id, { status: 'RESOLVED', title: 'Solved by another' });
    await button('Status: Resolved').waitFor();
    await expect.poll(() => heading().innerText()).toBe('Solved by another');
    await expect.poll(history).toContain('Status: Open → Resolved');
  });

  test('asks whose text stays when two people wrote it, and loses neither', async () => {
    const id = await opened();
    await button('Edit description').click();
    const description = page.getByRole('textbox', { name: 'Description' });
    await description.fill('Mine');
    await updateTicket(server.origin, id, { description: 'Theirs' });
    await expect.poll(history).toContain('Description changed');
    await description.press('Control+Enter');
    await dialog().getByText('→ Theirs').waitFor();
    expect(await dialog().innerText()).toContain('Mine');
    await page.screenshot({ path: 'e2e/screenshots/conflict.png' });
    await button('Keep theirs').last().click();
    await page.getByRole('paragraph').getByText('Theirs').waitFor();
    await page
      .getByRole('alert')
      .filter({ hasText: 'What you typed was dropped.' })
      .getByRole('button', { name: 'Undo' })
      .click();
    expect(await description.inputValue()).toBe('Mine');
    await description.press('Control+Enter');
    await expect.poll(async () => (await ticket(id))?.description).toBe('Mine');
  });

  test('lets the own text win when that is wanted', async () => {
    const id = await opened();
    await page.keyboard.press('e');
    const title = page.getByRole('textbox', { name: 'Title' });
    await title.fill('Mine');
    await updateTicket(server.origin, id, { title: 'Theirs' });
    await expect.poll(history).toContain('→ Theirs');
    await title.press('Enter');
    await button('Apply mine').click();
    await expect.poll(async () => (await ticket(id))?.title).toBe('Mine');
    await expect.poll(() => heading().innerText()).toBe('Mine');
    expect(await page.getByText('What you typed was dropped.').count()).toBe(0);
  });

  test('deletes after a while, unless that is undone', async () => {
    const id = await opened();
    await button('Delete').click();
    await page.waitForURL(`${server.origin}/`);
    await button('Undo').click();
    await open(id);
    await button('Delete').click();
    await page.waitForURL(`${server.origin}/`);
    await expect.poll(() => ticket(id)).toBeNull();
  });

  test('says when somebody else has deleted the ticket, and leaves its words there', async () => {
    const id = await opened();
    await deleteTicket(server.origin, id);
    await page.getByText('Somebody has deleted this ticket.').waitFor();
    expect(await heading().innerText()).toBe(CHARGED.title);
    expect(await findBarriers(page)).toEqual([]);
    for (const name of ['Edit title', 'Edit description', 'Delete', 'Confirm']) {
      expect(await button(name).count(), name).toBe(0);
    }
    expect(await button(/^Status: /).isDisabled()).toBe(true);
    for (const key of ['e', 's', 'a']) await page.keyboard.press(key);
    expect(await page.getByRole('textbox').or(page.getByRole('menu')).count()).toBe(0);
    await page.reload();
    await page.getByRole('heading', { name: 'There is no such ticket' }).waitFor();
  });

  test('tells of a number that no ticket has, and leads back', async () => {
    await page.goto(`${server.origin}/tickets/987654`);
    await page.getByRole('heading', { name: 'There is no such ticket' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await page.waitForURL(`${server.origin}/`);
  });

  test('copies its link', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const id = await opened();
    await button('Copy link').click();
    await page.getByText('Link copied.').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      `${server.origin}/tickets/${id}`,
    );
  });

  test('leads on to the tickets before and after in the list', async () => {
    // The newest comes first.
    for (const title of ['Third', 'Second', 'First']) {
      await createTicket(server.origin, { title, category: 'GENERAL', priority: 'LOW' });
    }
    await page.goto(`${server.origin}/?priority=low`);
    await page.getByRole('link', { name: 'Second' }).click();
    await page.getByRole('heading', { name: 'Second' }).waitFor();
    await page.keyboard.press('j');
    await expect.poll(() => heading().innerText()).toBe('Third');
    await page.keyboard.press('k');
    await page.keyboard.press('k');
    await expect.poll(() => heading().innerText()).toBe('First');
    await page.getByRole('link', { name: 'Next ticket' }).click();
    await expect.poll(() => heading().innerText()).toBe('Second');
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/\?priority=low$/);
  });

  test('has the keyboard at the label whose menu a key opened', async () => {
    await opened();
    await button('Status: Open').focus();
    for (const leave of ['Escape', 'Enter']) {
      await page.keyboard.press('p');
      await menuHasFocus();
      await page.keyboard.press(leave);
      await hasFocus(button('Priority: High'));
    }
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
  ] as const)('has no barriers in %s at %i pixels, whatever it contains', async (scheme, width) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    const id = await opened({
      title: `${'W'.repeat(150)}<img src=x onerror=alert(1)>`,
      description: `<script>alert(1)</script> \u202e مرحبا 👍 ${'x'.repeat(5_000)}`,
    });
    await updateTicket(server.origin, id, { description: 'Shorter', priority: 'CRITICAL' });
    await expect.poll(history).toContain('Description changed');
    await page.getByText('Description changed', { exact: true }).click();
    expect(await findBarriers(page)).toEqual([]);
    await fits(page);
    await page.keyboard.press('p');
    await page.getByRole('menu').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await button('Edit title').click();
    expect(await findBarriers(page)).toEqual([]);
  });
});
