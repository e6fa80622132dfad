import type { Route } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { createTicket, createTickets, deleteTicket, LABELS, request, updateTicket } from './api';
import { chooseInRow } from './listPage';
import {
  context,
  expectProblems,
  failure,
  gate,
  NO_CONNECTION,
  operation,
  page,
  server,
  setUp,
} from './setup';
import { hasFocus, settle } from './visual';

/** Who types on while the page is busy, or goes elsewhere, loses no letter. */
describe('what was typed', { timeout: 60_000 }, () => {
  setUp();

  /** Lets answers to an operation come when they are called for. */
  async function holdAnswers(name: string) {
    const held: Route[] = [];
    await page.route('**/graphql', (route) =>
      operation(route.request()) === name ? void held.push(route) : route.fallback(),
    );
    return {
      /** Waits for so many requests. */
      async asked(count: number) {
        await expect.poll(() => held.length).toBe(count);
      },
      answer: (index: number) => held[index]?.continue(),
      refuse: (index: number, code = 'INTERNAL') => held[index]?.fulfill(failure(code)),
    };
  }

  const titlesOf = async () => {
    const query = '{ tickets(first: 50) { nodes { title } } }';
    const data = await request<{ tickets: { nodes: { title: string }[] } }>(server.origin, query);
    return data.tickets.nodes.map(({ title }) => title);
  };

  test.each(['/', '/stats'])('stays in the search while it is searched for: %s', async (path) => {
    await createTicket(server.origin, { title: 'Refund now and then', ...LABELS });
    await page.goto(server.origin + path);
    const search = page.getByRole('searchbox', { name: 'Search' });
    for (const delay of [60, 170]) {
      await search.fill('');
      await search.pressSequentially('refund now and then', { delay });
      expect(await search.inputValue()).toBe('refund now and then');
      await page.waitForURL('**q=refund+now+and+then*');
    }
  });

  test('after the key for the command bar goes there, and does nothing on the page', async () => {
    await createTickets(server.origin, [{ title: 'Charged twice' }, { title: 'No tone' }]);
    await page.goto(`${server.origin}/?triage=unconfirmed`);
    await page.getByRole('link', { name: 'No tone' }).waitFor();
    const loaded = gate();
    await page.route('**/assets/CommandBar*', async (route) => {
      await loaded.opened;
      await route.continue();
    });
    await page.keyboard.press('j');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('axcs', { delay: 60 });
    loaded.open();
    const bar = page.getByRole('combobox', { name: 'Commands' });
    await bar.waitFor();
    await page.keyboard.type('aj', { delay: 60 });
    await expect.poll(() => bar.inputValue()).toBe('axcsaj');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByText('selected').count()).toBe(0);
    expect(new URL(page.url()).search).toBe('?triage=unconfirmed');
    const query = '{ tickets(first: 9) { nodes { triage } } }';
    const data = await request<{ tickets: { nodes: object[] } }>(server.origin, query);
    expect(data.tickets.nodes).toEqual(Array(2).fill({ triage: 'UNCONFIRMED' }));
  });

  test('goes on where it was when a part is closed before it is there', async () => {
    await page.goto(`${server.origin}/new`);
    const description = page.getByLabel('Description');
    await page.route('**/assets/CommandBar*', () => {});
    await page.getByLabel('Title').fill('Charged twice');
    await description.pressSequentially('abc ');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('x', { delay: 60 });
    // What would save the form is not for it.
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.type('def', { delay: 60 });
    expect(await description.inputValue()).toBe('abc def');
    await hasFocus(description);
    expect(await titlesOf()).not.toContain('Charged twice');
  });

  test('before a view can be given its name is in the name', async () => {
    await page.goto(`${server.origin}/?category=billing`);
    const save = page.getByRole('button', { name: 'Save view' });
    await save.waitFor();
    const loaded = gate();
    await page.route('**/assets/NameDialog*', async (route) => {
      await loaded.opened;
      await route.continue();
    });
    await save.press('Enter');
    await page.keyboard.type('critical ', { delay: 60 });
    loaded.open();
    await page.getByRole('dialog', { name: 'Save view' }).waitFor();
    await page.keyboard.type('bills', { delay: 60 });
    await page.keyboard.press('Enter');
    const view = page.getByRole('link', { name: 'critical bills' });
    await hasFocus(view);
    await page.getByRole('button', { name: 'Change view' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await hasFocus(page.getByLabel('Name of the view'));
    await page.keyboard.type('Bills');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Bills', exact: true }).waitFor();
  });

  test('is not cut short by a conflict, which waits until it is written', async () => {
    const id = await createTicket(server.origin, { title: 'Charged twice', ...LABELS });
    await page.goto(server.origin);
    await page.getByRole('link', { name: 'Charged twice' }).waitFor();
    const saves = await holdAnswers('UpdateTicket');
    await chooseInRow('Charged twice', 'Status', 'Closed');
    await saves.asked(1);
    await updateTicket(server.origin, id, { priority: 'LOW' });
    await page.keyboard.press('/');
    await page.keyboard.type('charged ');
    const told = page.waitForResponse((response) => operation(response.request()) === 'Conflict');
    await saves.answer(0);
    await told;
    await page.keyboard.type('twice', { delay: 60 });
    expect(await page.getByRole('searchbox').inputValue()).toBe('charged twice');
    const dialog = page.getByRole('dialog', { name: 'Somebody else was quicker' });
    expect(await dialog.count()).toBe(0);
    await page.keyboard.press('Enter');
    await dialog.waitFor();
  });

  describe('in the form', () => {
    const title = () => page.getByLabel('Title');
    let sent: number;

    beforeEach(async () => {
      sent = 0;
      page.on('request', (request) => {
        if (request.method() === 'POST' && operation(request) === 'CreateTicket') sent += 1;
      });
      await page.goto(`${server.origin}/new`);
      await title().fill('Charged twice');
      await page.getByLabel('Description').fill('Two invoices came for one month.');
    });

    /** Besides the one ticket that was. */
    async function expectNothingMoreSent() {
      await settle(page);
      expect(sent).toBe(1);
      expect(await titlesOf()).toEqual(['Charged twice']);
    }

    test('cannot be changed while it is being saved', async () => {
      const saves = await holdAnswers('CreateTicket');
      await page.keyboard.press('Control+Enter');
      await saves.asked(1);
      await page.keyboard.type(' and more');
      expect(await title().getAttribute('readonly')).not.toBeNull();
      await saves.answer(0);
      await page.getByText(/#\d+ created/).waitFor();
      expect(await title().inputValue()).toBe('');
      expect(await titlesOf()).toEqual(['Charged twice']);
    });

    test('goes into the same ticket for whoever leaves, comes back and writes on', async () => {
      const saves = await holdAnswers('CreateTicket');
      await page.keyboard.press('Control+Enter');
      await saves.asked(1);
      await page.getByRole('link', { name: 'Statistics' }).click();
      await page.getByRole('heading', { name: 'Statistics' }).waitFor();
      await page.goBack();
      await title().fill('Charged twice, and once more');
      await saves.answer(0);
      await page.getByText(/#\d+ created/).waitFor();
      expect(await title().inputValue()).toBe('Charged twice, and once more');
      await page.unroute('**/graphql');
      await page.keyboard.press('Control+Enter');
      await expect.poll(titlesOf).toEqual(['Charged twice, and once more']);
      await expect.poll(() => title().inputValue()).toBe('');
    });

    test('is not taken along by whoever has gone on', async () => {
      const saves = await holdAnswers('CreateTicket');
      await page.keyboard.press('Control+Shift+Enter');
      await saves.asked(1);
      await page.getByRole('link', { name: 'Statistics' }).click();
      await page.getByRole('heading', { name: 'Statistics' }).waitFor();
      await saves.answer(0);
      await page.getByText(/#\d+ created/).waitFor();
      expect(new URL(page.url()).pathname).toBe('/stats');
    });

    test('comes back when it was discarded, and gives way to nothing newer for good', async () => {
      await page.getByRole('button', { name: 'Discard' }).click();
      await title().fill('The next one');
      await page.getByRole('link', { name: 'Statistics' }).click();
      await page.getByRole('heading', { name: 'Statistics' }).waitFor();
      await page.goBack();
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(() => title().inputValue()).toBe('Charged twice');
      // The notice that was taken goes slowly.
      const undo = page.getByRole('button', { name: 'Undo' });
      await expect.poll(() => undo.count()).toBe(1);
      await undo.click();
      await expect.poll(() => title().inputValue()).toBe('The next one');
    });

    test('leaves the keys to the page once the keyboard is elsewhere', async () => {
      await page.getByRole('heading', { name: 'New ticket' }).click();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    });

    test('is not sent twice by a key that is pressed twice', async () => {
      // However slow the machine is, the second press comes at once.
      await page.clock.setFixedTime(new Date());
      await page.keyboard.press('Control+Enter');
      await page.getByText(/#\d+ created/).waitFor();
      await page.keyboard.press('Control+Enter');
      await expectNothingMoreSent();
    });

    test('is sent once by Enter, however long that is held', async () => {
      await page.getByLabel('Title').focus();
      await page.keyboard.down('Enter');
      await page.getByText(/#\d+ created/).waitFor();
      await hasFocus(page.getByLabel('Title'));
      // By then an empty form is taken for meant.
      await page.clock.setFixedTime(Date.now() + 60_000);
      await page.keyboard.down('Enter');
      await expectNothingMoreSent();
    });
  });

  describe('on a ticket', () => {
    let id: string;
    const description = () => page.getByRole('textbox', { name: 'Description' });
    const edit = () => page.getByRole('button', { name: 'Edit description' }).click();

    beforeEach(async () => {
      id = await createTicket(server.origin, { title: 'Charged twice', ...LABELS });
      await page.goto(`${server.origin}/tickets/${id}`);
      await edit();
      await description().fill('The first text');
    });

    test.each([
      ['comes through', 'answer'],
      ['fails', 'refuse'],
    ] as const)('is not lost to an earlier text that %s', async (_, outcome) => {
      const saves = await holdAnswers('UpdateTicket');
      await page.keyboard.press('Control+Enter');
      await saves.asked(1);
      await edit();
      await description().fill('The second text');
      await saves[outcome](0);
      if (outcome === 'refuse') await page.getByText('was not changed').waitFor();
      else await expect.poll(() => descriptionOf(id)).toBe('The first text');
      expect(await description().inputValue()).toBe('The second text');
      await page.unroute('**/graphql');
      await page.reload();
      expect(await description().inputValue()).toBe('The second text');
    });

    test('is there again after a reload, also for whoever begins anew', async () => {
      await page.reload();
      await description().waitFor();
      await page.getByText('You have not saved this yet.').waitFor();
      await page.getByRole('button', { name: 'Edit title' }).focus();
      await page.keyboard.press('e');
      await page.getByRole('textbox', { name: 'Title' }).fill('Another title');
      await page.reload();
      await expect.poll(() => description().inputValue()).toBe('The first text');
      await page.getByRole('heading', { name: 'History' }).click();
      await page.keyboard.press('e');
      const title = page.getByRole('textbox', { name: 'Title' });
      await hasFocus(title);
      expect(await title.inputValue()).toBe('Another title');
    });

    test('belongs to its tab, and to the next one when that is closed', async () => {
      const other = await context.newPage();
      await other.goto(page.url());
      await other.getByRole('heading', { name: 'Charged twice' }).waitFor();
      const inOther = other.getByRole('textbox', { name: 'Description' });
      expect(await inOther.count()).toBe(0);
      await description().fill('The second text');
      expect(await description().inputValue()).toBe('The second text');
      expect(await inOther.count()).toBe(0);
      await page.close();
      await other.reload();
      await expect.poll(() => inOther.inputValue()).toBe('The second text');
    });

    test('of two tabs comes back one after the other when both are closed', async () => {
      const other = await context.newPage();
      await other.goto(page.url());
      await other.getByRole('button', { name: 'Edit description' }).click();
      await other.getByRole('textbox', { name: 'Description' }).fill('The second text');
      const url = page.url();
      await page.close();
      await other.close();
      const next = await context.newPage();
      const texts: string[] = [];
      for (let tab = 0; tab < 2; tab += 1) {
        await next.goto(url);
        const text = next.getByRole('textbox', { name: 'Description' });
        texts.push(await text.inputValue());
        await text.press('Escape');
      }
      expect(texts.sort()).toEqual(['The first text', 'The second text']);
    });

    test('has the keyboard again when it could not be saved', async () => {
      const saves = await holdAnswers('UpdateTicket');
      await page.keyboard.press('Control+Enter');
      await saves.asked(1);
      await saves.refuse(0);
      await page.getByText('Something went wrong on the server.').waitFor();
      await hasFocus(description());
      await page.keyboard.type(', and more');
      expect(await description().inputValue()).toBe('The first text, and more');
    });

    test('is not lost when it was contested and then could not be saved', async () => {
      await updateTicket(server.origin, id, { status: 'CLOSED' });
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog', { name: 'Somebody else was quicker' }).waitFor();
      const saves = await holdAnswers('UpdateTicket');
      await page.getByRole('button', { name: 'Apply mine' }).click();
      await saves.asked(1);
      await saves.refuse(0, 'UNAVAILABLE');
      await page.getByText('was not changed').waitFor();
      await expect.poll(() => description().inputValue()).toBe('The first text');
    });

    test('is not lost when the ticket is deleted while nobody hears of it', async () => {
      expectProblems(NO_CONNECTION);
      await context.setOffline(true);
      await page.getByRole('status').filter({ hasText: 'Offline' }).waitFor();
      await deleteTicket(server.origin, id);
      await context.setOffline(false);
      await page.getByText('Somebody has deleted this ticket.').waitFor();
      expect(await description().inputValue()).toBe('The first text');
      // Nothing offers what cannot be done.
      expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
      await description().press('Escape');
      await hasFocus(page.getByRole('main'));
    });

    test('does not take the keyboard from a text that is being written', async () => {
      const saves = await holdAnswers('UpdateTicket');
      await page.keyboard.press('Control+Enter');
      await saves.asked(1);
      await page.getByRole('button', { name: 'Edit title' }).click();
      await page.keyboard.type(', and');
      await saves.refuse(0);
      await description().waitFor();
      await page.keyboard.type(' more');
      expect(await page.getByRole('textbox', { name: 'Title' }).inputValue()).toBe(
        'Charged twice, and more',
      );
      expect(await description().inputValue()).toBe('The first text');
    });
  });

  test('by others comes to the page of whoever has made the ticket', async () => {
    await page.goto(`${server.origin}/new`);
    await page.getByLabel('Title').fill('Charged twice');
    await page.getByLabel('Description').fill('Two invoices came for one month.');
    await page.keyboard.press('Control+Shift+Enter');
    await page.getByRole('heading', { name: 'Charged twice' }).waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    // In one go, so that a change comes in while the one before is asked for.
    for (const status of ['IN_PROGRESS', 'RESOLVED', 'CLOSED']) {
      await updateTicket(server.origin, id, { status });
    }
    await page.getByRole('button', { name: 'Status: Closed' }).waitFor();
    await page.getByText('Resolved → Closed').waitFor();
  });

  async function descriptionOf(id: string) {
    const query = 'query ($id: ID!) { ticket(id: $id) { description } }';
    const data = await request<{ ticket: { description: string } }>(server.origin, query, { id });
    return data.ticket.description;
  }
});
