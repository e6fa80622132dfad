import { describe, expect, test } from 'vitest';
import { CHARGED, createTickets, deleteAllTickets, readTicket } from './api';
import { chooseByKeys, focused, menuHasFocus, place, statuses } from './listPage';
import { gate, operation, page, server, setUp } from './setup';
import { hasFocus } from './visual';

/** For each key of a part of the help: how one sees that it works. */
type Checks = Record<string, () => Promise<void>>;

describe('keys', { timeout: 120_000 }, () => {
  /** Four tickets in the order of the list. The keyboard is at the second. */
  let ids: readonly [string, string, string, string];

  setUp();

  /** Checks that the help has these keys, and that each does what it should. */
  async function holds(part: string, open: () => Promise<unknown>, checks: Checks) {
    await open();
    expect(await keysOf(part)).toEqual(Object.keys(checks));
    for (const [key, check] of Object.entries(checks)) {
      await open();
      await check().catch((cause: unknown) => {
        throw new Error(`${part}: ${key}`, { cause });
      });
    }
  }

  async function keysOf(part: string) {
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    const heading = page.getByRole('heading', { name: part });
    const section = page.getByRole('dialog').locator('section').filter({ has: heading });
    await section.waitFor();
    return section.locator('kbd').allInnerTexts();
  }

  test('do in the list what the help says', async () => {
    await holds('In the list', openList, {
      J: () => leadsTo('j', ids[2]),
      '↓': () => leadsTo('ArrowDown', ids[2]),
      K: () => leadsTo('k', ids[0]),
      '↑': () => leadsTo('ArrowUp', ids[0]),
      Enter: async () => {
        await press('Enter');
        await expect.poll(place).toBe(`/tickets/${ids[1]}`);
        await page.goBack();
        // Whoever comes back goes on from there.
        await expect.poll(current).toBe(ids[1]);
        await leadsTo('j', ids[2]);
        // A box that was ticked by the mouse has no use for the key.
        await page.getByLabel(`Select #${ids[3]}`).click();
        await press('Enter');
        await expect.poll(place).toBe(`/tickets/${ids[3]}`);
      },
      E: async () => {
        await press('e');
        await expect.poll(place).toBe(`/tickets/${ids[1]}`);
        await expect.poll(focused).toBe('Title');
      },
      A: async () => {
        await press('a');
        await expect.poll(async () => (await read(1))?.triage).toBe('CONFIRMED');
        expect((await read(2))?.triage).toBe('UNCONFIRMED');
      },
      P: async () => {
        const before = (await read(1))?.priority;
        await chooseByKeys('p', before === 'LOW' ? 'Critical' : 'Low');
        await expect.poll(async () => (await read(1))?.priority).not.toBe(before);
        await expect.poll(current).toBe(ids[1]);
      },
      S: async () => {
        await chooseByKeys('s', 'Resolved');
        await expect.poll(async () => (await read(1))?.status).toBe('RESOLVED');
        await expect.poll(current).toBe(ids[1]);
      },
      X: async () => {
        await press('x');
        await expect.poll(selected).toEqual([ids[1]]);
        await press('x');
        await expect.poll(selected).toEqual([]);
      },
      'Shift+X': async () => {
        for (const key of ['x', 'j', 'j', 'Shift+X']) await press(key);
        await expect.poll(selected).toEqual(ids.slice(1));
        await chooseByKeys('s', 'Closed');
        await expect.poll(() => statuses(ids)).toEqual(['OPEN', 'CLOSED', 'CLOSED', 'CLOSED']);
      },
      Esc: async () => {
        await press('x');
        await page.getByText('1 selected').waitFor();
        await press('Escape');
        await page.getByText('1 selected').waitFor({ state: 'hidden' });
        await expect.poll(current).toBe(ids[1]);
      },
      '/': async () => {
        await press('/');
        await expect.poll(focused).toBe('Search tickets');
        expect(await page.getByRole('searchbox').inputValue()).toBe('');
        await leadsTo('ArrowDown', ids[0]);
      },
    });
  });

  test('do on a ticket what the help says', async () => {
    const open = async () => {
      await openList();
      await press('Enter');
      await page.getByRole('button', { name: 'Copy link' }).waitFor();
    };
    await holds('On a ticket', open, {
      J: async () => {
        await press('j');
        await expect.poll(place).toBe(`/tickets/${ids[2]}`);
      },
      K: async () => {
        await press('k');
        await expect.poll(place).toBe(`/tickets/${ids[0]}`);
      },
      Esc: async () => {
        await press('Escape');
        await expect.poll(place).toBe('/');
      },
      E: async () => {
        await press('e');
        await expect.poll(focused).toBe('Title');
      },
      'Ctrl+Enter': async () => {
        await page.getByRole('button', { name: 'Edit title' }).click();
        await page.keyboard.type(' and again');
        await press('Control+Enter');
        await expect.poll(async () => (await read(1))?.title).toMatch(/ and again$/);
      },
      A: async () => {
        await press('a');
        await expect.poll(async () => (await read(1))?.triage).toBe('CONFIRMED');
      },
      P: async () => {
        const before = (await read(1))?.priority;
        await chooseByKeys('p', before === 'LOW' ? 'Critical' : 'Low');
        await expect.poll(async () => (await read(1))?.priority).not.toBe(before);
      },
      S: async () => {
        await chooseByKeys('s', 'Resolved');
        await expect.poll(async () => (await read(1))?.status).toBe('RESOLVED');
      },
    });
  });

  test('do in the form what the help says', async () => {
    const open = async () => {
      await page.goto(`${server.origin}/new`);
      await page.getByLabel('Title').waitFor();
      const discard = page.getByRole('button', { name: 'Discard' });
      if (await discard.isVisible()) await discard.click();
      await page.getByLabel('Title').fill(CHARGED.title);
      await page.getByLabel('Description').fill(CHARGED.description);
      await page
        .getByRole('button', { name: /^Accept/ })
        .first()
        .waitFor();
    };
    await holds('In the form', open, {
      'Alt+A': async () => {
        await press('Alt+a');
        await page.getByText('Filled in by the suggestion').first().waitFor({ state: 'hidden' });
      },
      'Ctrl+Enter': async () => {
        await press('Control+Enter');
        await page.getByText(/^#\d+ created/).waitFor();
        expect(place()).toBe('/new');
      },
      'Ctrl+Shift+Enter': async () => {
        await press('Control+Shift+Enter');
        await expect.poll(place).toMatch(/^\/tickets\/\d+$/);
      },
    });
  });

  test.each(['/', '/stats'])('do anywhere what the help says: %s', async (path) => {
    const open = async () => {
      await openList();
      if (path === '/') return;
      await chooseByKeys('s', 'Closed');
      await page.getByRole('link', { name: 'Statistics' }).click();
      await page.getByRole('heading', { name: 'Statistics' }).waitFor();
    };
    await holds('Anywhere', open, {
      'Ctrl+K': async () => {
        await press('Control+k');
        await page.getByRole('combobox', { name: 'Commands' }).waitFor();
      },
      C: async () => {
        await press('c');
        await expect.poll(place).toBe('/new');
      },
      Z: async () => {
        if (path === '/') await chooseByKeys('s', 'Closed');
        await expect.poll(async () => (await read(1))?.status).toBe('CLOSED');
        await page.getByRole('button', { name: 'Undo' }).waitFor();
        await press('z');
        await expect.poll(async () => (await read(1))?.status).toBe('OPEN');
      },
      '?': async () => {
        await press('?');
        await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
      },
    });
  });

  test('lead back to where they were when what they opened is closed', async () => {
    await openList();
    for (const key of ['?', 'Control+k']) {
      await press(key);
      await page.getByRole('dialog').waitFor();
      await press('Escape');
      await expect.poll(current).toBe(ids[1]);
    }
    // From one dialog to another, and back before both.
    await press('Control+k');
    await page.getByRole('combobox', { name: 'Commands' }).fill('keyboard');
    await press('Enter');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await press('Escape');
    await expect.poll(current).toBe(ids[1]);

    const created = page.getByRole('button', { name: 'Created' });
    await created.press('Enter');
    await menuHasFocus();
    for (const key of ['End', 'Enter']) await press(key);
    await page.getByRole('dialog', { name: 'Created on these days' }).waitFor();
    await press('Escape');
    await hasFocus(created);
  });

  test('begin in the calendar at a day that it shows', async () => {
    for (const [range, day] of [
      ['from=2025-10-31&to=2025-11-05', 'Nov 5, 2025'],
      ['from=2025-11-03&to=2025-11-05', 'Nov 3, 2025'],
    ]) {
      await page.goto(`${server.origin}/?${range}`);
      await page.getByRole('button', { name: /^Created/ }).press('Enter');
      await menuHasFocus();
      for (const key of ['End', 'Enter']) await press(key);
      await expect.poll(focused).toBe(day);
    }
  });

  test('run the command whose words begin as those that are typed', async () => {
    await openList();
    await press('Control+k');
    await page.getByRole('combobox', { name: 'Commands' }).waitFor();
    // Not "In progress".
    await page.keyboard.type('status res');
    await press('Enter');
    await expect.poll(() => statuses(ids)).toEqual(['OPEN', 'RESOLVED', 'OPEN', 'OPEN']);
  });

  test('lead to the next row when that is gone', async () => {
    await openList();
    await press('Control+k');
    await page.getByRole('combobox', { name: 'Commands' }).fill('delete');
    await press('Enter');
    await expect.poll(current).toBe(ids[2]);
  });

  test('go on from the last row though the server has not answered yet', async () => {
    await openList('/?triage=unconfirmed');
    const pressed = gate();
    await page.route('**/graphql', async (route) => {
      if (operation(route.request()) === 'UpdateTicket') await pressed.opened;
      await route.fallback();
    });
    for (const key of ['j', 'j', 'a', 'j']) await press(key);
    await expect.poll(current).toBe(ids[2]);
    for (const key of ['a', 'k', 'a', 'k', 'a', 'j']) await press(key);
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
    pressed.open();
    await page.getByText('Nothing to confirm').waitFor();
  });

  test('stay at their row while another view loads', async () => {
    await openList();
    const pressed = gate();
    await page.route('**/graphql', async (route) => {
      if (operation(route.request()) === 'TicketList') await pressed.opened;
      await route.fallback();
    });
    await page.getByRole('link', { name: 'To confirm' }).click();
    await leadsTo('j', ids[2]);
    pressed.open();
    await page.locator('table[aria-busy=false]').waitFor();
    await leadsTo('j', ids[3]);
  });

  /** Opens the list and brings the keyboard to its second row. */
  async function openList(path = '/') {
    await deleteAllTickets(server.origin);
    const some = [1, 2, 3, 4].map((count) => ({ ...CHARGED, title: `${CHARGED.title} ${count}` }));
    const created = await createTickets(server.origin, some);
    ids = created.toReversed() as unknown as typeof ids;
    await page.goto(server.origin + path);
    await page.locator('[data-id]').nth(3).waitFor();
    for (const _ of [0, 1]) await press('j');
    await expect.poll(current).toBe(ids[1]);
  }

  const press = (key: string) => page.keyboard.press(key);

  async function leadsTo(key: string, id: string) {
    await press(key);
    await expect.poll(current).toBe(id);
  }

  const read = (index: number) => readTicket(server.origin, ids[index] ?? '');

  /** The row with the keyboard, if it is the one that keys are about. */
  function current() {
    return page.evaluate(() => {
      const row = document.activeElement?.closest<HTMLElement>('[data-current]');
      return row?.dataset.id;
    });
  }

  function selected() {
    return page
      .locator('[data-selected]')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.id));
  }
});
