import { beforeEach, describe, expect, test } from 'vitest';
import { createTickets, deleteTicket, many, updateTicket } from './api';
import { findBarriers } from './axe';
import { focused, rowOf, statuses } from './listPage';
import { failOperation, operation, page, server, setUp } from './setup';

/** What happens to a ticket just before the server hears of the person's change. */
type Meanwhile = (id: string) => Promise<unknown>;

/** A change of several tickets of which not all are as the person last saw them. */
describe('a change of several tickets', { timeout: 60_000 }, () => {
  let ids: readonly string[];

  setUp();

  beforeEach(async () => {
    ids = await createTickets(server.origin, many(5));
    await page.goto(server.origin);
    await page.locator('[data-id]').nth(4).waitFor();
  });

  test('keeps what could be saved, rolls back the rest, and says of each why', async () => {
    const [gone, slow, alsoSlow, ...saved] = ids as [string, string, string, string, string];
    await meanwhile({ [gone]: remove });
    await failOperation('UpdateTicket', 'TIMEOUT', ({ id }) => id === slow || id === alsoSlow);
    await close(ids);

    const notice = page.getByRole('alert').filter({ hasText: '2 tickets: Status → Closed.' });
    const said = await notice.innerText();
    expect(said).toContain(`#${alsoSlow} and #${slow} were not changed. The server took too long.`);
    expect(said).toContain(`#${gone} was not changed. There is no such ticket any more.`);
    for (const id of saved) await status(id, 'Closed').waitFor();
    for (const id of [slow, alsoSlow]) await status(id, 'Open').waitFor();
    await rowOf(gone).getByText('Deleted').waitFor();
    expect(await findBarriers(page)).toEqual([]);

    // What was not changed has nothing to be undone.
    await updateTicket(server.origin, slow, { status: 'RESOLVED' });
    await notice.getByRole('button', { name: 'Undo' }).click();
    for (const id of saved) await status(id, 'Open').waitFor();
    await expect.poll(() => statuses([slow, ...saved])).toEqual(['RESOLVED', 'OPEN', 'OPEN']);
    // A notice that is pointed at stays.
    await page.mouse.move(0, 0);
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  });

  test('asks about all collisions together, and lets each be decided by keys', async () => {
    const [one, two, three, ...saved] = ids as [string, string, string, string, string];
    await meanwhile({ [one]: resolve, [two]: resolve, [three]: resolve });
    await close(ids);

    await dialog().getByText('3 tickets were changed after you last saw them.').waitFor();
    for (const id of [one, two, three]) {
      const section = dialog()
        .locator('section')
        .filter({ hasText: `#${id} ` });
      await section.getByText('Status: Open → Resolved').waitFor();
      await section.getByText('Status: Closed').waitFor();
    }
    await expect.poll(focused).toBe('Keep all theirs');
    // Before the dialog's own buttons come those of its last ticket.
    for (const _ of [1, 2]) await page.keyboard.press('Shift+Tab');
    await expect.poll(focused).toBe(`Keep theirs of #${one}`);
    await page.keyboard.press('Enter');
    await dialog().getByText('2 tickets were changed after you last saw them.').waitFor();
    // The keyboard stays where the next ones are.
    await page.keyboard.press('Tab');
    await expect.poll(focused).toBe(`Keep theirs of #${three}`);
    await page.keyboard.press('Tab');
    await expect.poll(focused).toBe(`Apply mine to #${three}`);
    await page.keyboard.press('Enter');
    await dialog().getByText('The ticket was changed after you last saw it.').waitFor();
    await dialog().getByRole('button', { name: 'Apply mine', exact: true }).press('Enter');
    await dialog().waitFor({ state: 'hidden' });

    // The dialog gives it back once it has gone.
    await expect.poll(focused).toBe('Status');
    await expect
      .poll(() => statuses([one, two, three, ...saved]))
      .toEqual(['RESOLVED', 'CLOSED', 'CLOSED', 'CLOSED', 'CLOSED']);
  });

  test.each([
    ['Keep all theirs', 'RESOLVED'],
    ['Apply all mine', 'CLOSED'],
  ])('is decided for all collisions at once: %s', async (answer, expected) => {
    const [one, two, ...saved] = ids as [string, string, string, string, string];
    await meanwhile({ [one]: resolve, [two]: resolve });
    await close(ids);
    await dialog().getByRole('button', { name: answer }).click();
    await dialog().waitFor({ state: 'hidden' });
    await expect.poll(() => statuses([one, two])).toEqual([expected, expected]);
    await expect.poll(() => statuses(saved)).toEqual(['CLOSED', 'CLOSED', 'CLOSED']);
  });

  test('is not asked about where somebody else has done the same', async () => {
    const [one, two] = ids as [string, string];
    const agree: Meanwhile = (id) => updateTicket(server.origin, id, { status: 'CLOSED' });
    await meanwhile({ [one]: agree, [two]: resolve });
    await close(ids);
    await dialog().getByText('The ticket was changed after you last saw it.').waitFor();
    await dialog().getByText(`#${two}`).waitFor();
    await dialog().getByRole('button', { name: 'Keep theirs' }).click();
    await expect.poll(() => statuses([one, two])).toEqual(['CLOSED', 'RESOLVED']);
  });

  test('is asked about once more when undoing it collides', async () => {
    const [one] = ids as [string];
    await close(ids.slice(0, 2));
    const notice = page.getByRole('alert').filter({ hasText: '2 tickets: Status → Closed.' });
    await notice.waitFor();
    await meanwhile({ [one]: resolve });
    await notice.getByRole('button', { name: 'Undo' }).click();
    await dialog().getByText('Status: Closed → Resolved').waitFor();
    await dialog().getByText('Status: Open', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'hidden' });
    await expect.poll(() => statuses(ids.slice(0, 2))).toEqual(['RESOLVED', 'OPEN']);
    await status(one, 'Resolved').waitFor();
  });

  test('says so when a collision is about a ticket that is gone by then', async () => {
    const [one] = ids as [string];
    await meanwhile({ [one]: resolve });
    await page.route('**/graphql', async (route) => {
      if (operation(route.request()) === 'Conflict') await remove(one);
      await route.fallback();
    });
    await close([one]);
    const text = `#${one} was not changed. There is no such ticket any more.`;
    await page.getByRole('alert').filter({ hasText: text }).waitFor();
    expect(await dialog().count()).toBe(0);
  });

  const resolve: Meanwhile = (id) => updateTicket(server.origin, id, { status: 'RESOLVED' });
  const remove: Meanwhile = (id) => deleteTicket(server.origin, id);

  /** Lets somebody else be quicker than the person's next change of these tickets. */
  async function meanwhile(others: Record<string, Meanwhile>) {
    const waiting = new Map(Object.entries(others));
    await page.route('**/graphql', async (route) => {
      const { operationName, variables } = route.request().postDataJSON();
      const other = operationName === 'UpdateTicket' && waiting.get(variables.id);
      if (other) {
        waiting.delete(variables.id);
        await other(variables.id);
      }
      await route.fallback();
    });
  }

  async function close(ids: readonly string[]) {
    for (const id of ids) await page.getByLabel(`Select #${id}`).click();
    const bar = page.getByRole('group', { name: 'Selected tickets' });
    await bar.getByRole('button', { name: 'Status' }).click();
    await page.getByRole('menuitemradio', { name: 'Closed' }).click();
  }

  const dialog = () => page.getByRole('dialog', { name: 'Somebody else was quicker' });
  const status = (id: string, label: string) =>
    rowOf(id).getByRole('button', { name: `Status: ${label}` });
});
