import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { createTicket, createTickets, many, readTicket } from './api';
import { expectProblems, openWindow, page, server, setUp } from './setup';
import { findSmallTargets } from './touchTargets';
import { cutOff, settle } from './visual';

const PHONE = { width: 360, height: 740 };
const TABLET = { width: 820, height: 1180 };

interface Screen {
  readonly path: string;
  /** What a finger does there, until all is there. */
  readonly act?: (page: Page) => Promise<unknown>;
  /** What lies over the screen then. */
  readonly over?: string;
}

function tap(name: string | RegExp) {
  return (page: Page) => page.getByRole('button', { name }).first().tap();
}

/** What is there once a page is all there, where that is not its heading. */
const SETTLED: Record<string, string> = { '/': '[data-id]', '/stats': '[role=slider]' };

const BAR = '[aria-label="Selected tickets"]';

async function select(page: Page) {
  await page.getByLabel('Select #1').tap();
  await page.locator(BAR).waitFor();
}

async function write(page: Page) {
  await page.getByLabel('Title').fill('Charged twice for the May invoice');
  await page.getByLabel('Description').fill('My card shows two debits of 49 euros for May.');
  await page.getByLabel('Description').blur();
  await page.getByRole('button', { name: /^Why/ }).first().waitFor();
}

const MENU = '[role="menu"]';
const DIALOG = '[role="dialog"]';
const NOTICE = '[role="alert"]';

/** All that can be seen on a phone, and what opens over it. */
const SCREENS: Record<string, Screen> = {
  list: { path: '/' },
  'empty list': { path: '/?q=nowhere' },
  'priorities of a row': { path: '/', act: tap(/^Priority: /), over: MENU },
  'categories of a row': { path: '/', act: tap(/^Category: /), over: MENU },
  'selected rows': { path: '/', act: select, over: BAR },
  'statuses of selected rows': {
    path: '/',
    act: async (page) => {
      await select(page);
      await page.locator(BAR).getByRole('button', { name: 'Status' }).tap();
    },
    over: MENU,
  },
  'change with undo': {
    path: '/',
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Status: / })
        .first()
        .tap();
      await page.getByRole('menuitemradio', { name: 'Resolved' }).tap();
    },
    over: NOTICE,
  },
  filters: { path: '/?category=billing', act: tap(/^Filters/), over: DIALOG },
  'range of dates': {
    path: '/',
    act: async (page) => {
      await tap(/^Filters/)(page);
      await tap('Created')(page);
    },
    over: MENU,
  },
  'name of a view': { path: '/?category=billing', act: tap('Save view'), over: DIALOG },
  'colour schemes': { path: '/', act: tap('Colour scheme'), over: MENU },
  form: { path: '/new' },
  'form with a suggestion': { path: '/new', act: write },
  'choice of a category': {
    path: '/new',
    act: (page) => page.getByRole('combobox', { name: 'Category' }).tap(),
    over: '[role="listbox"]',
  },
  ticket: { path: '/tickets/1' },
  'ticket from the list': {
    path: '/',
    act: async (page) => {
      await page.getByRole('link', { name: 'Cannot sign in' }).tap();
      await page.getByRole('link', { name: 'Next ticket' }).waitFor();
    },
  },
  'title in change': { path: '/tickets/1', act: tap('Edit title') },
  'description in change': { path: '/tickets/1', act: tap('Edit description') },
  'statuses of a ticket': { path: '/tickets/1', act: tap(/^Status: /), over: MENU },
  'no such ticket': { path: '/tickets/999' },
  statistics: { path: '/stats' },
  'statistics as tables': {
    path: '/stats',
    act: async (page) => {
      for (const button of await page.getByRole('button', { name: 'Table' }).all()) {
        await button.tap();
      }
    },
  },
  'filter of the statistics': { path: '/stats', act: tap('Category'), over: MENU },
  'days of the statistics': { path: '/stats', act: tap('Custom'), over: DIALOG },
  'no such page': { path: '/nowhere' },
};

describe('by touch', { timeout: 60_000 }, () => {
  setUp({
    tickets: async () => {
      await createTicket(server.origin, { title: 'Charged twice, please refund' });
      await createTicket(server.origin, { title: 'Cannot sign in' });
      await createTicket(server.origin, { title: 'A long one '.repeat(18).trim() });
    },
  });

  async function open({ path, act, over }: Screen, viewport = PHONE) {
    expectProblems(/404 \(Not Found\)/);
    await openWindow({ viewport, hasTouch: true, isMobile: true });
    await page.goto(server.origin + path);
    await page
      .locator(SETTLED[path] ?? 'h1')
      .first()
      .waitFor();
    await page.waitForLoadState('networkidle');
    await act?.(page);
    if (over) await page.locator(over).first().waitFor();
    await settle(page);
  }

  test.each(Object.keys(SCREENS))('is everything large enough for a finger: %s', async (name) => {
    const screen = SCREENS[name] as Screen;
    await open(screen);
    expect(await findSmallTargets(page, screen.over)).toEqual([]);
    expect(await page.evaluate(cutOff), 'sticks out').toEqual([]);
    expect(await page.evaluate(smallFields), 'iOS enlarges the page for these').toEqual([]);
  });

  test.each(['list', 'form', 'ticket', 'statistics'])(
    'is everything large enough on a tablet: %s',
    async (name) => {
      await open(SCREENS[name] as Screen, TABLET);
      expect(await findSmallTargets(page)).toEqual([]);
    },
  );

  test('finds what is too small', async () => {
    await open({ path: '/' });
    await page.getByRole('button', { name: 'Filters' }).evaluate((button) => {
      button.style.minHeight = '43px';
    });
    expect(await findSmallTargets(page)).toHaveLength(1);
  });

  test('moves nothing when a suggestion comes and is accepted', async () => {
    await open({ path: '/new' });
    const place = async () => (await page.getByText('Priority', { exact: true }).boundingBox())?.y;
    const before = await place();
    await write(page);
    expect(await place()).toBe(before);
    await page.getByRole('button', { name: 'Accept Billing' }).tap();
    expect(await place()).toBe(before);
  });

  test('lies no notice over what saves the next ticket', async () => {
    await open({ path: '/new' });
    await page.getByLabel('Title').fill('Charged twice');
    await page.getByLabel('Description').fill('My card shows two debits.');
    const save = page.getByRole('button', { name: 'Create', exact: true });
    await save.tap();
    const notice = page.getByRole('alert').filter({ hasText: 'created' });
    await notice.waitFor();
    await settle(page);
    const [above, below] = await Promise.all([notice.boundingBox(), save.boundingBox()]);
    expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0);
    // Its link takes a finger's whole width.
    await notice.getByRole('link', { name: 'Open' }).tap({ position: { x: 5, y: 3 } });
    await page.waitForURL(/\/tickets\/\d+$/);
  });

  test('lies no notice over what the drawer does', async () => {
    await open({ path: '/' });
    const first = page.locator('[data-id]').first();
    const id = (await first.getAttribute('data-id')) ?? '';
    await first.getByRole('button', { name: /^Priority: / }).tap();
    await page.getByRole('menuitemradio', { name: 'Critical' }).tap();
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).waitFor();
    await page.getByRole('button', { name: 'Filters' }).tap();
    await page.getByRole('button', { name: /^Show \d/ }).tap();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await readTicket(server.origin, id)).toMatchObject({ priority: 'CRITICAL' });
  });

  test('are several rows selected and changed together', async () => {
    await open({ path: '/' });
    await page.getByLabel('Select #1').tap();
    await page.getByLabel('Select #2').tap();
    const bar = page.locator(BAR);
    await bar.getByRole('button', { name: 'Priority' }).tap();
    await page.getByRole('menuitemradio', { name: 'Critical' }).tap();
    await page.getByText('2 tickets: Priority → Critical.').waitFor();
    await expect.poll(() => readTicket(server.origin, '1')).toMatchObject({ priority: 'CRITICAL' });
    await expect.poll(() => readTicket(server.origin, '2')).toMatchObject({ priority: 'CRITICAL' });
    await bar.getByRole('button', { name: 'Clear the selection' }).tap();
    await bar.waitFor({ state: 'detached' });
  });

  test('is the row in sight that one comes back to from the next ticket', async () => {
    await createTickets(server.origin, many(30));
    await open({ path: '/?order=created-asc' });
    await page.evaluate(() => window.scrollTo(0, 246));
    await page.getByRole('link', { name: 'Ticket 4', exact: true }).tap();
    for (let next = 5; next <= 10; next += 1) {
      await page.getByRole('link', { name: 'Next ticket' }).tap();
      await page.getByRole('heading', { name: `Ticket ${next}`, exact: true }).waitFor();
    }
    await page.getByRole('link', { name: 'Back to the list' }).tap();
    const row = page.locator('tr', { has: page.locator(':focus') });
    await row.waitFor();
    await expect
      .poll(async () => {
        const { y = Number.POSITIVE_INFINITY, height = 0 } = (await row.boundingBox()) ?? {};
        return y + height;
      })
      .toBeLessThanOrEqual(PHONE.height);
  });
});

function smallFields(): string[] {
  return [...document.querySelectorAll('input, textarea, select')]
    .filter((field) => !field.matches('[type="checkbox"], [type="radio"], [aria-hidden="true"]'))
    .filter((field) => field.checkVisibility())
    .filter((field) => Number.parseFloat(getComputedStyle(field).fontSize) < 16)
    .map((field) => field.outerHTML.slice(0, 120));
}
