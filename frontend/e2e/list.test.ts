import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createTicket,
  createTickets,
  deleteAllTickets,
  type NewTicket,
  readTicket,
  updateTicket,
} from './api';
import { findBarriers } from './axe';
import { launchBrowser, watchForProblems } from './browser';
import { type Server, startServer } from './server';

const LABELS = { category: 'BILLING', priority: 'MEDIUM' };

describe('the list of tickets', { timeout: 60_000 }, () => {
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let problems: readonly string[];

  beforeAll(async () => {
    server = await startServer();
    browser = await launchBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    problems = await watchForProblems(page, server.origin);
  });

  afterEach(async () => {
    await context.close();
    await deleteAllTickets(server.origin);
    expect(problems).toEqual([]);
  });

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
    expect(await page.locator('mark').allInnerTexts()).toEqual(['Refund', 'Réfund']);

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
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
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
    expect(await titles()).toEqual(['Of today']);

    await page.getByRole('button', { name: 'Created: Last 7 days' }).click();
    await page.getByRole('menuitemradio', { name: 'Custom…' }).click();
    const calendar = page.getByRole('dialog', { name: 'Created on these days' });
    const month = new Date().toISOString().slice(0, 7);
    const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' });
    await calendar.getByRole('button', { name: format.format(new Date(`${month}-01`)) }).click();
    await calendar.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(place).toBe(`/?from=${month}-01&to=${month}-01`);
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
      expect((await readTicket(server.origin, id))?.[name]).toBe(value);

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
    expect(await statuses(ids)).toEqual(['OPEN', 'CLOSED', 'CLOSED', 'CLOSED', 'CLOSED', 'OPEN']);
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
    await page.route('**/graphql', async (route) => {
      if (operation(route.request()) !== 'UpdateTicket') return route.fallback();
      const error = { message: 'Too slow.', extensions: { code: 'TIMEOUT' } };
      await route.fulfill({ json: { data: null, errors: [error] } });
    });
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
    expect(problems.filter((problem) => !/DISCONNECTED|WebSocket/.test(problem))).toEqual([]);
    (problems as string[]).length = 0;
  });

  test('is worked through by keys alone', async () => {
    const ids = await createTickets(
      server.origin,
      Array.from({ length: 10 }, (_, index) => ({
        title: `Card charged twice ${index}`,
        description: 'My card shows two debits of 49 euros for the May invoice.',
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
    for (const letter of ['l', 'c']) {
      await page.keyboard.press('j');
      await page.keyboard.press('p');
      await page.locator('[role=menu] :focus').waitFor();
      await page.keyboard.press(letter);
      await page.keyboard.press('Enter');
      await page.getByRole('menu').waitFor({ state: 'hidden' });
    }
    // The last is resolved, too.
    await page.keyboard.press('j');
    await page.keyboard.press('s');
    await page.locator('[role=menu] :focus').waitFor();
    await page.keyboard.press('r');
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await page.keyboard.press('a');
    await page.getByRole('alert').filter({ hasText: 'suggestion confirmed' }).waitFor();
    // The row under the keyboard goes when the keyboard does.
    await page.keyboard.press('j');
    await page.getByText('No tickets match').waitFor();
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
    expect(await page.locator('[data-current]').count()).toBe(0);
    expect(place()).toBe('/');
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await help.getByLabel('Single keys').click();
    await help.getByLabel('Close').click();
    await help.waitFor({ state: 'hidden' });
    await page.keyboard.press('j');
    await page.locator('[data-current]').waitFor();
    await page.keyboard.press('c');
    await expect.poll(place).toBe('/new');
  });

  test('keeps views under a name', async () => {
    await open('/?status=closed', false);
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByLabel('Name of the view').fill('Done');
    await page.keyboard.press('Enter');
    await page.reload();
    const view = page.getByRole('link', { name: 'Done', exact: true });
    expect(await view.getAttribute('aria-current')).toBe('page');

    await page.getByLabel('Change the view Done').click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByLabel('Name of the view').fill('Finished');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'All', exact: true }).click();
    await page.getByRole('link', { name: 'Finished' }).click();
    await expect.poll(place).toBe('/?status=closed');

    await page.getByLabel('Change the view Finished').click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
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

    await page.route('**/graphql', (route) =>
      operation(route.request()) === 'TicketList'
        ? route.fulfill({
            json: {
              data: null,
              errors: [{ message: 'Away.', extensions: { code: 'UNAVAILABLE' } }],
            },
          })
        : route.fallback(),
    );
    await page.getByRole('link', { name: 'Urgent' }).click();
    await page.getByText('This could not be loaded').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No tickets match').waitFor();
  });

  test.each(['light', 'dark'] as const)('can be used by everybody, in %s', async (scheme) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await createTickets(server.origin, [...HOSTILE, ...many(30)]);
    await createTicket(server.origin, { title: 'Waits for a person' });
    await open('/?q=as');
    await page.getByRole('button', { name: /Confirm the suggestion/ }).waitFor();
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
    const isTooWide = () => document.documentElement.scrollWidth > window.innerWidth;
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(isTooWide)).toBe(false);
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('dialog', { name: 'Filters' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByText('Closed').last().click();
    await expect.poll(place).toBe('/?status=closed');
  });

  async function open(path: string, hasRows = true) {
    await page.goto(`${server.origin}${path}`);
    if (hasRows) await page.locator('[data-id]').first().waitFor();
  }

  function place() {
    const { pathname, search } = new URL(page.url());
    return pathname + search;
  }

  function rowIds() {
    return page
      .locator('[data-id]')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.id ?? ''));
  }

  function titles() {
    return page.locator('[data-action="open"]').allInnerTexts();
  }

  function row(title: string) {
    return page
      .getByRole('row')
      .filter({ has: page.getByRole('link', { name: title, exact: true }) });
  }

  async function choose(filter: string, ...labels: string[]) {
    await page.getByRole('button', { name: filter, exact: true }).click();
    for (const label of labels) {
      await page.getByRole('menuitemcheckbox', { name: label, exact: true }).click();
    }
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
  }

  async function chooseInRow(title: string, field: string, label: string) {
    await row(title)
      .getByRole('button', { name: new RegExp(`^${field}:`) })
      .click();
    await page.getByRole('menuitemradio', { name: label }).click();
  }

  async function scrollToRow(title: string) {
    const link = page.getByRole('link', { name: title, exact: true });
    while ((await link.count()) === 0) {
      await page.mouse.wheel(0, 1_500);
      await page.waitForTimeout(50);
    }
    await link.scrollIntoViewIfNeeded();
    await page.waitForTimeout(100);
  }

  async function statuses(ids: readonly string[]) {
    const tickets = await Promise.all(ids.map((id) => readTicket(server.origin, id)));
    return tickets.map((ticket) => ticket?.status);
  }
});

function operation(request: { postDataJSON(): { operationName?: string } | null }) {
  return request.postDataJSON()?.operationName;
}

function many(count: number): NewTicket[] {
  return Array.from({ length: count }, (_, index) => ({ title: `Ticket ${index}`, ...LABELS }));
}

/** What people send, and what they should not be able to do with it. */
const HOSTILE: readonly NewTicket[] = [
  { title: 'W'.repeat(200), ...LABELS },
  { title: 'لا أستطيع تسجيل الدخول إلى حسابي منذ هذا الصباح', ...LABELS },
  { title: '👩‍👩‍👧‍👦🔥 everything is on fire 🔥🔥🔥', ...LABELS },
  { title: '<img src=x onerror=alert(1)><script>alert(2)</script>', ...LABELS },
  { title: 'Long', description: `As ${'lorem ipsum dolor '.repeat(1_000)}`, ...LABELS },
];
