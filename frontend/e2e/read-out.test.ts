import { beforeEach, describe, expect, test } from 'vitest';
import { createTicket, createTickets, deleteTicket, LABELS, updateTicket } from './api';
import { chooseByKeys, statuses } from './listPage';
import { listen, readOut, readOutFromNowOn } from './read-out';
import { context, expectProblems, NO_CONNECTION, page, server, setUp } from './setup';
import { hasFocus } from './visual';

/** What somebody hears who sees nothing: everything that happens, once, and always where they are. */
describe('what is read out', { timeout: 60_000 }, () => {
  let ids: string[];

  setUp();

  beforeEach(async () => {
    ids = await createTickets(server.origin, [
      { title: 'Refund for May', ...LABELS },
      { title: 'Refund for June', ...LABELS },
      { title: 'Cannot sign in', category: 'ACCOUNT', priority: 'HIGH' },
    ]);
    await listen(page);
  });

  async function open(path: string) {
    await page.goto(server.origin + path);
    await page.locator('h1').first().waitFor();
    await page.waitForLoadState('networkidle');
    await readOutFromNowOn(page);
  }

  /** What the keyboard is at: its role in the page, by name. */
  function focused(): Promise<string> {
    return page.evaluate(() => {
      const { localName, id, textContent, ariaLabel } = document.activeElement as HTMLElement;
      return `${localName} ${ariaLabel ?? (id === 'content' ? id : textContent)}`;
    });
  }

  test('is where one has come to, and the keyboard is there', async () => {
    await open('/');
    await page.keyboard.press('j');
    await expect.poll(focused).toBe('a Cannot sign in');
    await page.keyboard.press('Enter');
    expect(await readOut(page)).toEqual([`#${ids[2]} Cannot sign in`]);
    await expect.poll(focused).toBe('main content');

    await page.keyboard.press('j');
    expect(await readOut(page)).toEqual([`#${ids[1]} Refund for June`]);
    await page.getByRole('link', { name: 'Back to the list' }).press('Enter');
    expect((await readOut(page, 2)).sort()).toEqual(['3 tickets found', 'Tickets']);

    await page.keyboard.press('c');
    expect(await readOut(page)).toEqual(['New ticket']);
    await hasFocus(page.getByLabel('Title'));
  });

  test('is how many tickets there are, but not each that comes in', async () => {
    await open('/');
    await page.getByRole('searchbox').fill('refund');
    expect(await readOut(page)).toEqual(['2 tickets found']);
    await createTicket(server.origin, { title: 'Refund for July' });
    await page.getByText('3 tickets', { exact: true }).waitFor();
    expect(await readOut(page)).toEqual(['1 new ticket']);

    await open('/stats');
    await page.getByRole('button', { name: 'Category' }).press('Enter');
    await page.getByRole('menuitemcheckbox', { name: 'Account' }).press('Enter');
    expect(await readOut(page)).toEqual(['1 ticket found']);
  });

  test('is the number that another filter finds, though it is the same', async () => {
    await open('/?status=open');
    await page.getByRole('link', { name: 'All', exact: true }).press('Enter');
    expect(await readOut(page)).toEqual(['3 tickets found']);

    await open('/stats');
    await page.getByRole('radio', { name: '30 days' }).press('ArrowRight');
    expect(await readOut(page)).toEqual(['3 tickets found']);
  });

  test('is that nothing is left to do', async () => {
    await createTicket(server.origin, { title: 'Which is it' });
    await open('/?triage=unconfirmed');
    for (const key of ['j', 'a']) await page.keyboard.press(key);
    await page.getByText(/: suggestion confirmed\.$/).waitFor();
    await page.keyboard.press('j');
    await page.getByRole('link', { name: 'Which is it' }).waitFor({ state: 'detached' });
    expect(await readOut(page, 2)).toContain('0 tickets found');
  });

  test('is what was selected, changed and undone', async () => {
    await open('/');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    expect(await readOut(page)).toEqual(['1 ticket selected']);
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    expect(await readOut(page)).toEqual(['2 tickets selected']);

    const bar = page.getByRole('group', { name: 'Selected tickets' });
    await bar.getByRole('button', { name: 'Status' }).press('Enter');
    await page.getByRole('menuitemradio', { name: 'Closed' }).press('Enter');
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    expect(await readOut(page)).toEqual(['2 tickets: Status → Closed.Undo']);
    await bar.getByRole('button', { name: 'Clear the selection' }).press('Enter');
    expect(await readOut(page)).toEqual(['None selected']);
    await expect.poll(focused).toBe('a Refund for June');
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await expect.poll(focused).toBe('a Refund for June');
    await expect.poll(() => statuses(ids)).toEqual(['OPEN', 'OPEN', 'OPEN']);
    expect(await readOut(page)).toEqual(['Undone.']);
  });

  test('is what was just chosen, although the answer to it is still under way', async () => {
    await open('/');
    await page.evaluate(() => {
      window.said = [];
      document.addEventListener('focusin', ({ target }) => {
        if (target instanceof HTMLElement) window.said.push(target.ariaLabel);
      });
      document.addEventListener('change', ({ target }) => {
        const isChosen = () => target instanceof HTMLInputElement && target.checked;
        setTimeout(() => window.said.push(isChosen() ? 'selected' : 'not selected'));
      });
    });
    const said = () => page.evaluate(() => window.said.at(-1));
    await page.getByRole('button', { name: 'Order: Newest first' }).press('Enter');
    await page.getByRole('menuitemradio', { name: 'Highest priority first' }).press('Enter');
    await expect.poll(said).toBe('Order: Highest priority first');

    await page.getByRole('link', { name: 'Statistics' }).press('Enter');
    await page.getByRole('radio', { name: '30 days' }).press('ArrowRight');
    await expect.poll(said).toBe('selected');
  });

  test('is the command that is offered, once for a word', async () => {
    await open('/');
    await page.keyboard.press('j');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Commands' }).waitFor();
    await readOutFromNowOn(page);
    await page.keyboard.type('del');
    expect(await readOut(page)).toEqual([`Delete, #${ids[2]}`]);
    for (const _ of 'del') await page.keyboard.press('Backspace');
    await page.keyboard.type('new');
    expect(await readOut(page)).toEqual(['New ticket']);
  });

  test('are the facts of the row that the keyboard comes to, until they no longer hold', async () => {
    const facts = (title: string) =>
      page.getByRole('link', { name: title, exact: true }).getAttribute('aria-description');
    await open('/');
    await page.keyboard.press('j');
    const [, , signIn] = ids;
    await expect.poll(() => facts('Cannot sign in')).toBe(`#${signIn}, High, Account, Open`);
    // What changes where the keyboard is would be read out beside the line that tells of it.
    await page.keyboard.press('x');
    expect(await readOut(page)).toEqual(['1 ticket selected']);
    expect(await facts('Cannot sign in')).toBeNull();
    await page.keyboard.press('x');
    expect(await readOut(page)).toEqual(['None selected']);
    expect(await facts('Cannot sign in')).toBeNull();
    await chooseByKeys('p', 'Low');
    await expect.poll(focused).toBe('a Cannot sign in');
    expect(await readOut(page)).toEqual([`#${signIn}: Priority → Low.Undo`]);
    expect(await facts('Cannot sign in')).toBeNull();
    await page.keyboard.press('j');
    await expect.poll(() => facts('Cannot sign in')).toBe(`#${signIn}, Low, Account, Open`);
  });

  test('is the field where the next ticket begins', async () => {
    await open('/new');
    await page.getByLabel('Title').fill('Charged twice');
    await page.getByLabel('Description').fill('My card shows two debits of 49 euros for May.');
    await page.getByText('Billing · sure', { exact: true }).waitFor();
    await readOutFromNowOn(page);
    // A screen reader that loses the form which it is in comes to the next one without a word.
    const form = await page.locator('form').elementHandle();
    await page.keyboard.press('Control+Enter');
    const [created, ...others] = await readOut(page);
    expect(created).toMatch(/^#\d+ created: Billing, High\. Open$/);
    expect(others).toEqual([]);
    expect(await form?.evaluate((form) => form.isConnected)).toBe(true);
    await hasFocus(page.getByLabel('Title'));
  });

  test('is a suggestion, once for each answer', async () => {
    await open('/new');
    await page.getByLabel('Title').fill('Charged twice');
    await page.getByLabel('Description').fill('My card shows two debits of 49 euros for May.');
    await page.getByLabel('Description').press('Tab');
    const [suggestion, ...others] = await readOut(page);
    expect(suggestion).toMatch(
      /^Suggestion: Billing, (fairly |not )?sure; \w+, (fairly |not )?sure\. Alt\+A accepts both\.$/,
    );
    expect(others).toEqual([]);

    await page.getByRole('button', { name: 'Accept Billing' }).press('Enter');
    const category = page.getByRole('combobox', { name: 'Category' });
    await hasFocus(category);
    expect(await readOutFromNowOn(page)).toEqual([]);

    // A text that is again what it was has no other answer.
    const writeAndTakeBack = async () => {
      for (const key of ['x', 'Backspace']) await page.getByLabel('Description').press(key);
    };
    await writeAndTakeBack();
    expect(await readOutFromNowOn(page)).toEqual([]);

    await page.keyboard.press('Alt+a');
    expect(await readOut(page)).toEqual(['Billing and High accepted.']);
    await category.click();
    await page.getByRole('option', { name: /^General/ }).click();
    await writeAndTakeBack();
    expect(await readOutFromNowOn(page)).toEqual([]);
  });

  test('is what somebody else changes where one is, and nowhere else', async () => {
    await open('/');
    await page.keyboard.press('j');
    await expect.poll(focused).toBe('a Cannot sign in');
    const [refund, , signIn] = ids;
    await updateTicket(server.origin, String(signIn), { status: 'RESOLVED' });
    const facts = `Cannot sign in, #${signIn}, High, Account, Resolved`;
    expect(await readOut(page)).toEqual([`Changed by somebody else: ${facts}.`]);
    await updateTicket(server.origin, String(refund), { status: 'RESOLVED' });
    await page.getByRole('button', { name: 'Status: Resolved. Change' }).nth(1).waitFor();
    expect(await readOutFromNowOn(page)).toEqual([]);
    await deleteTicket(server.origin, String(signIn));
    expect(await readOut(page)).toEqual([`#${signIn}: Deleted.`]);

    await open(`/tickets/${refund}`);
    await updateTicket(server.origin, String(refund), { priority: 'LOW' });
    expect(await readOut(page)).toEqual(['Changed by somebody else: Priority → Low.']);
    await page.getByRole('button', { name: 'Status: Resolved' }).press('Enter');
    await page.getByRole('menuitemradio', { name: 'Closed' }).press('Enter');
    expect(await readOut(page)).toEqual([`#${refund}: Status → Closed.Undo`]);
  });

  test('is that the connection is lost, and that it is back', async () => {
    expectProblems(NO_CONNECTION);
    await open('/');
    await context.setOffline(true);
    const [lost, ...others] = await readOut(page);
    expect(lost).toMatch(/^Offline/);
    expect(others).toEqual([]);
    await context.setOffline(false);
    await page.getByText('The connection is back.').waitFor({ state: 'attached' });
    expect(await readOut(page)).toEqual(['The connection is back.']);
  });

  test('tells of a table how large it is, where one is, and in which order', async () => {
    await open('/?order=priority');
    const table = page.getByRole('table', { name: 'Tickets' });
    expect(await table.getAttribute('aria-rowcount')).toBe('4');
    const first = table.locator('[data-id]').first();
    expect(await first.getAttribute('aria-rowindex')).toBe('2');
    await expect.poll(() => first.ariaSnapshot()).toContain('rowheader "Cannot sign in"');
    const sorted = table.locator('[aria-sort]');
    expect(await sorted.allTextContents()).toEqual(['Priority']);
    expect(await sorted.getAttribute('aria-sort')).toBe('descending');
  });
});

declare global {
  interface Window {
    /** What the keyboard came to, by name, and whether a choice was taken. */
    said: (string | null)[];
  }
}
