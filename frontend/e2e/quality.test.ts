import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, describe, expect, test } from 'vitest';
import { createTicket, updateTicket } from './api';
import { findBarriers } from './axe';
import { createHostile, HOSTILE } from './hostile';
import {
  context,
  expectProblems,
  failOperation,
  openWindow,
  page,
  server,
  setUp,
  withTextSize,
} from './setup';
import { cutOff, fits, focusedElement, markReachable, noteShifts, running, tops } from './visual';

const SCHEMES = ['light', 'dark'] as const;
const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };
const WALL = { width: 2560, height: 1440 };

interface Screen {
  readonly path: string;
  /** What is there once it is all there. */
  readonly settled: string;
  /** What the browser reports although all is as it should be. */
  readonly problem?: RegExp;
}

type Overlay = readonly [screen: string, act: (page: Page) => Promise<unknown>, opened: string];

function button(name: string) {
  return (page: Page) => page.getByRole('button', { name, exact: true }).click();
}

function pressAll(name: string) {
  return async (page: Page) => {
    for (const button of await page.getByRole('button', { name }).all()) await button.click();
  };
}

function onPhone(act: (page: Page) => Promise<unknown>) {
  return async (page: Page) => {
    await page.setViewportSize(PHONE);
    await act(page);
  };
}

/** Lets an operation fail from now on. */
function fail(name: string) {
  return async (page: Page) => {
    await failOperation(name, 'TIMEOUT');
    await page.reload();
  };
}

/** What holds for every screen, whatever stands in the tickets. */
describe('every screen', { timeout: 60_000 }, () => {
  const screens: Record<string, Screen> = {
    list: { path: '/', settled: '[data-id]' },
    form: { path: '/new', settled: 'h1' },
    ticket: { path: '/tickets/1', settled: 'h1' },
    'ticket without a space': { path: '/tickets/2', settled: 'h1' },
    statistics: { path: '/stats', settled: '[role=slider]' },
    'no such page': {
      path: '/nowhere',
      settled: 'h1',
      problem: /^console: .* status of 404 \(Not Found\)$/,
    },
  };
  const names = Object.keys(screens);

  /** What opens over a screen: where, by what, and what is there then. */
  const overlays: Record<string, Overlay> = {
    'colour schemes': ['form', button('Colour scheme'), '[role=menu]'],
    'key help': ['form', button('Keyboard shortcuts'), '[role=dialog]'],
    'command bar': ['list', (page) => page.keyboard.press('Control+K'), '[role=dialog]'],
    'filter of categories': ['list', button('Category'), '[role=menu]'],
    'filter of dates': ['list', button('Created'), '[role=menu]'],
    'priorities of a row': ['list', (page) => page.keyboard.press('p'), '[role=menu]'],
    'selected rows': ['list', (page) => page.keyboard.press('x'), 'text="1 selected"'],
    'days of the statistics': ['statistics', button('Custom…'), '[role=dialog]'],
    'statistics as tables': ['statistics', pressAll('Table'), 'table >> nth=4'],
    'reason of a suggestion': ['form', askWhy, '.mantine-Popover-dropdown >> visible=true'],
    'name of a view': ['list', saveView, '[role=dialog]'],
    'filters on a phone': ['list', onPhone(button('Filters')), '[role=dialog]'],
    'selected rows on a phone': [
      'list',
      onPhone((page) => page.keyboard.press('x')),
      '[aria-label="Selected tickets"]',
    ],
    'undo of a change': ['list', (page) => close(page), 'text="Undo"'],
    'undo of a deletion': ['list', deleteOne, 'text="Undo"'],
    'two changes that collide': ['list', collide, '[role=dialog]'],
    'list that cannot be loaded': ['list', fail('TicketList'), 'text=/^Request /'],
    'numbers that cannot be loaded': ['statistics', fail('StatsUsage'), 'text=/^Request /'],
  };

  async function askWhy(page: Page) {
    await page.getByLabel('Title').fill('Card charged twice');
    await page.getByLabel('Description').fill('My card shows two debits for the May invoice.');
    await page.getByRole('button', { name: /^Why/ }).first().click();
  }

  async function saveView(page: Page) {
    await page.goto(`${server.origin}/?category=billing`);
    await page.getByRole('button', { name: 'Save view' }).click();
  }

  /** Gives the row with the keyboard the status that it has not. */
  async function close(page: Page) {
    const row = page.locator('[data-current]');
    const isClosed = (await row.getByRole('button', { name: 'Status: Closed' }).count()) > 0;
    await page.keyboard.press('s');
    await page.getByRole('menuitemradio', { name: isClosed ? 'Open' : 'Closed' }).click();
  }

  async function deleteOne(page: Page) {
    const id = await createTicket(server.origin, { title: 'Soon gone' });
    await page.goto(server.origin);
    await page.locator(`[data-id="${id}"]`).waitFor();
    for (const key of ['j', 'x']) await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Delete' }).click();
  }

  async function collide(page: Page) {
    await page.route('**/graphql', async (route) => {
      const { operationName, variables } = route.request().postDataJSON();
      if (operationName === 'UpdateTicket') {
        await updateTicket(server.origin, variables.id, { status: 'IN_PROGRESS' });
        await updateTicket(server.origin, variables.id, { status: 'RESOLVED' });
      }
      await route.fallback();
    });
    await close(page);
  }

  setUp({
    tickets: async () => {
      await createHostile(server.origin);
      const id = await createTicket(server.origin, { title: 'Charged twice, please refund' });
      await updateTicket(server.origin, id, {
        category: 'BILLING',
        priority: 'HIGH',
        status: 'CLOSED',
      });
    },
  });

  afterEach(async () => {
    const ran = await Promise.all(context.pages().map((page) => page.evaluate('window.ran')));
    expect(ran).toEqual(ran.map(() => undefined));
  });

  async function open(name: string, options: BrowserContextOptions = {}): Promise<Page> {
    await openWindow(options);
    await page.addInitScript(noteShifts);
    const screen = screens[name];
    expectProblems(screen?.problem);
    await page.goto(server.origin + screen?.path);
    await page
      .locator(screen?.settled ?? 'h1')
      .first()
      .waitFor();
    await page.waitForLoadState('networkidle');
    return page;
  }

  describe.each(SCHEMES)('in the %s scheme', (colorScheme) => {
    test.each(names)('has no barrier and is not too wide: %s', async (name) => {
      const page = await open(name, { colorScheme });
      const folder = `e2e/screenshots/${colorScheme}`;
      for (const size of [WALL, DESK, PHONE]) {
        await page.setViewportSize(size);
        await page.screenshot({ path: `${folder}/${name.replaceAll(' ', '-')}-${size.width}.png` });
        await fits(page, `${size.width} px`);
        if (size !== WALL) expect(await findBarriers(page), `${size.width} px`).toEqual([]);
      }
    });
  });

  describe.each(SCHEMES)('what opens in the %s scheme', (colorScheme) => {
    test.each(Object.keys(overlays))('has no barrier: %s', async (overlay) => {
      const [name, act, opened] = overlays[overlay] as Overlay;
      const page = await open(name, { colorScheme });
      // The keys of the list are about a row.
      if (name === 'list') await page.keyboard.press('j');
      await act(page);
      await page.locator(opened).first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.screenshot({
        path: `e2e/screenshots/${colorScheme}/${overlay.replaceAll(' ', '-')}.png`,
      });
      await page.setViewportSize(PHONE);
      await fits(page);
    });
  });

  test.each(names)('is not too wide when everything is twice as large: %s', async (name) => {
    const page = await open(name, { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
    await fits(page, 'zoom');
    await page.setViewportSize(DESK);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    await fits(page, 'text');
  });

  describe('with text twice as large', () => {
    withTextSize(32);

    test.each(names)('is not too wide, and can be reached everywhere: %s', async (name) => {
      const page = await open(name);
      for (const size of [DESK, PHONE]) {
        await page.setViewportSize(size);
        await fits(page, `${size.width} px`);
        expect(await page.evaluate(cutOff), `${size.width} px`).toEqual([]);
        const file = `${name.replaceAll(' ', '-')}-${size.width}-large.png`;
        await page.screenshot({ path: `e2e/screenshots/${file}` });
      }
    });

    test.each([DESK, PHONE])('has all that can be done with rows: %o', async (size) => {
      const page = await open('list', { viewport: size, hasTouch: size === PHONE });
      for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
      await page.getByText('2 selected').waitFor();
      expect(await page.evaluate(cutOff)).toEqual([]);
      await page.screenshot({ path: `e2e/screenshots/selected-${size.width}-large.png` });
      expect(await findBarriers(page)).toEqual([]);
    });
  });

  test.each(names)('moves nothing while it loads: %s', async (name) => {
    for (const viewport of [DESK, PHONE]) {
      const page = await open(name, { viewport });
      const { total, moved } = await page.evaluate(() => window.shifts);
      expect(total, `${viewport.width} px: ${moved}`).toBe(0);
    }
  });

  test('keeps the place of what is loading', async () => {
    for (const viewport of [DESK, PHONE]) {
      const page = await open('list', { viewport });
      const rows = await tops(page, '[data-id]');
      await page.goto(`${server.origin}/stats`);
      await page.locator('[role=slider]').first().waitFor();
      const panels = await tops(page, 'main dl, main section');

      await page.route('**/graphql', () => {});
      await page.goto(server.origin);
      await page.locator('.mantine-Skeleton-root').first().waitFor();
      // The skeletons are not the rows themselves; each fills one.
      expect(await tops(page, '[aria-hidden]:has(> .mantine-Skeleton-root)')).toEqual(
        expect.arrayContaining(rows.slice(0, 4)),
      );
      await page.goto(`${server.origin}/stats`);
      await page.locator('.mantine-Skeleton-root').first().waitFor();
      const first = panels.slice(0, 5);
      expect((await tops(page, 'main dl, main section')).slice(0, first.length)).toEqual(first);
      await page.unroute('**/graphql');
    }
  });

  test.each(names)('shows where the keyboard is, everywhere: %s', async (name) => {
    const page = await open(name);
    const all = await page.evaluate(markReachable);
    const seen = new Set<string>();
    for (let presses = 0; presses < 200; presses += 1) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(focusedElement);
      // From the last element it goes to the browser, and from there to the first.
      if (focus === undefined) continue;
      if (seen.has(focus.mark)) break;
      expect(focus.isVisible, `focus on ${focus.html}`).toBe(true);
      seen.add(focus.mark);
    }
    const missed = all.filter(({ mark }) => !seen.has(mark)).map(({ html }) => html);
    expect(missed).toEqual([]);
  });

  test.each(names)('stands still for whoever wants that: %s', async (name) => {
    const page = await open(name, { reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Colour scheme' }).click();
    expect(await page.evaluate(running)).toEqual([]);
  });

  test('shows hostile text as it is', async () => {
    const page = await open('list');
    for (const { title } of Object.values(HOSTILE)) await page.getByText(title).first().waitFor();
    for (const id of Object.keys(Object.keys(HOSTILE))) {
      await page.goto(`${server.origin}/tickets/${Number(id) + 1}`);
      await page.locator('h1').first().waitFor();
      await fits(page, id);
    }
    for (const search of ['script', 'window', 'W'.repeat(100), 'تسجيل']) {
      await page.goto(`${server.origin}/?q=${encodeURIComponent(search)}`);
      await page.getByText('1 ticket', { exact: true }).waitFor();
      await page.setViewportSize(PHONE);
      await fits(page, search);
    }
  });

  test('lets no text become HTML', async () => {
    const page = await open('list');
    const attempt = page.evaluate(() => {
      document.body.innerHTML = '<b>bold</b>';
    });
    await expect(attempt).rejects.toThrow('HTML was to be made of a text.');
  });
});
