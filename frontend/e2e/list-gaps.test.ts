import { describe, expect, test } from 'vitest';
import { createTickets, deleteTicket, LABELS, many, updateTicket } from './api';
import { open, row, titles } from './listPage';
import { context, expectProblems, NO_CONNECTION, page, server, setUp } from './setup';

/** What others do while nobody can tell the list. */
describe('a list that was offline', { timeout: 120_000 }, () => {
  setUp();

  async function offline(meanwhile: () => Promise<unknown>) {
    expectProblems(NO_CONNECTION);
    const badge = page.getByRole('status').filter({ hasText: 'Offline' });
    await context.setOffline(true);
    await badge.waitFor();
    await meanwhile();
    await context.setOffline(false);
    await badge.waitFor({ state: 'hidden' });
  }

  test('has every one of very many new tickets, and strikes out none of the old', async () => {
    await createTickets(server.origin, many(120));
    await open('/');
    await page.getByText('120 tickets', { exact: true }).waitFor();
    const news = Array.from({ length: 260 }, (_, index) => ({ title: `New ${index}`, ...LABELS }));
    await offline(() => createTickets(server.origin, news));

    await page.getByRole('button', { name: 'Show 260 new tickets' }).waitFor();
    expect(await page.locator('[data-left]').count()).toBe(0);
    await page.getByRole('button', { name: 'Show 260 new tickets' }).click();
    await page.getByText('380 tickets', { exact: true }).waitFor();

    const seen = new Set<string>();
    while (!seen.has('Ticket 0')) {
      for (const title of await titles()) seen.add(title);
      await page.evaluate(async () => {
        window.scrollBy(0, 500);
        // It is drawn in the second.
        for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      });
    }
    expect(seen.size).toBe(380);
  });

  test.each(['', '&order=priority', '&order=updated'])(
    'shows what became of rows that are not where they were: %s',
    async (order) => {
      const ids = await createTickets(server.origin, many(120));
      await open(`/?status=open${order}`);
      const [, , closed = '', , deleted = ''] = await titles();
      const idOf = (title: string) => String(ids[Number(/\d+$/.exec(title))]);
      await offline(async () => {
        await updateTicket(server.origin, idOf(closed), { status: 'CLOSED' });
        await deleteTicket(server.origin, idOf(deleted));
      });
      await row(closed).getByRole('button', { name: 'Status: Closed' }).waitFor();
      await row(deleted).getByText('Deleted').waitFor();
      await row(closed).waitFor({ state: 'detached' });
      await row(deleted).waitFor({ state: 'detached' });
      await page.getByText('118 tickets', { exact: true }).waitFor();
    },
  );

  test('goes on loading where it had to stop', async () => {
    await createTickets(server.origin, many(300));
    await open('/');
    await offline(async () => {
      await page.mouse.wheel(0, 5_000);
      await page.getByText('This could not be loaded').waitFor();
    });
    await page.getByText('This could not be loaded').waitFor({ state: 'detached' });
    const lastTitle = async () => {
      await page.mouse.wheel(0, 5_000);
      return (await titles()).at(-1);
    };
    await expect.poll(lastTitle).toBe('Ticket 0');
  });
});
