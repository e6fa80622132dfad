// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { GraphQLError } from 'graphql';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { TicketFilter, TicketOrder } from '../graphql.generated';
import { type Answers, show } from '../testing/show';
import { TicketListPage } from './TicketListPage';

const TICKET = {
  description: 'Two debits of 49 euros.',
  category: 'BILLING',
  priority: 'HIGH',
  status: 'OPEN',
  triage: 'UNCONFIRMED',
  createdAt: '2026-11-22T06:31:00.123456Z',
  updatedAt: '2026-11-22T06:31:00.123456Z',
  version: 1,
};
const TICKETS = [
  { ...TICKET, id: '2', title: 'Charged twice' },
  { ...TICKET, id: '1', title: 'Refund, please', triage: 'MANUAL' },
];

interface Asked {
  readonly filter?: TicketFilter;
  readonly orderBy?: TicketOrder;
  readonly first: number;
}

const user = userEvent.setup({ delay: null });
let list: ReturnType<typeof vi.fn<(asked: Asked) => typeof TICKETS>>;
let update: ReturnType<typeof vi.fn<(asked: { id: string; input: object }) => object>>;

beforeEach(() => {
  // jsdom lays nothing out: every row is in the window.
  vi.spyOn(window, 'scrollTo').mockImplementation(() => {});
  list = vi.fn(() => TICKETS);
  update = vi.fn(({ id, input }) => ({
    ...TICKET,
    id,
    title: 'Charged twice',
    ...input,
    version: 2,
  }));
});

async function open(path = '/', answers: Answers = {}) {
  await act(async () => {
    show(
      <TicketListPage />,
      {
        tickets: (asked: Asked) => ({
          nodes: () => list(asked),
          pageInfo: { hasNextPage: false, endCursor: null },
          totalCount: 2,
        }),
        updateTicket: (asked: { id: string; input: object }) => ({ ticket: update(asked) }),
        ...answers,
      },
      path,
    );
  });
}

const row = (title: string) => screen.findByRole('row', { name: new RegExp(title) });

describe('the list of tickets', { timeout: 30_000 }, () => {
  test('asks for what the address says', async () => {
    await open('/?status=open,in_progress&priority=critical&q=refund&order=priority');
    await row('Charged twice');
    expect(list).toHaveBeenCalledWith(
      expect.objectContaining({
        filter: { status: ['OPEN', 'IN_PROGRESS'], priority: ['CRITICAL'], search: 'refund' },
        orderBy: { field: 'PRIORITY', direction: 'DESC' },
      }),
    );
    expect(screen.getByRole('searchbox')).toHaveProperty('value', 'refund');
    expect(screen.getByText('Refund', { selector: 'mark' })).toBeTruthy();
  });

  test('is a table that says how long it is, and where its rows stand', async () => {
    await open();
    const second = await row('Refund, please');
    expect(second.getAttribute('aria-rowindex')).toBe('3');
    await screen.findByText('2 tickets');
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('3');
    expect(within(second).getByRole('button', { name: 'Priority: High. Change' })).toBeTruthy();
    expect(within(second).queryByRole('button', { name: /Confirm the suggestion/ })).toBeNull();
  });

  test('sends a change for the version that was seen, and can take it back', async () => {
    await open();
    const first = await row('Charged twice');
    await user.click(within(first).getByRole('button', { name: /^Status/ }));
    await user.click(await screen.findByRole('menuitemradio', { name: 'Closed' }));
    await screen.findByText('#2: Status → Closed.');
    expect(update).toHaveBeenCalledWith(
      expect.objectContaining({ id: '2', input: { status: 'CLOSED', expectedVersion: 1 } }),
    );
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() =>
      expect(update).toHaveBeenLastCalledWith(
        expect.objectContaining({ id: '2', input: { status: 'OPEN', expectedVersion: 2 } }),
      ),
    );
  });

  test('confirms a suggestion with both labels as they are', async () => {
    // The page remembers which versions of a ticket are its own.
    list.mockReturnValue([{ ...TICKET, id: '3', title: 'Charged twice' }]);
    await open();
    const first = await row('Charged twice');
    await user.click(within(first).getByRole('button', { name: /Confirm the suggestion/ }));
    await screen.findByText('#3: suggestion confirmed.');
    const input = { category: 'BILLING', priority: 'HIGH', expectedVersion: 1 };
    expect(update).toHaveBeenCalledWith(expect.objectContaining({ id: '3', input }));
  });

  test('goes back and says why when a change fails', async () => {
    update.mockImplementation(() => {
      throw new GraphQLError('Too slow.', { extensions: { code: 'TIMEOUT' } });
    });
    await open();
    const first = await row('Charged twice');
    await user.click(within(first).getByRole('button', { name: /^Category/ }));
    await user.click(await screen.findByRole('menuitemradio', { name: 'Account' }));
    await screen.findByText('#2 was not changed. The server took too long.');
    await within(first).findByRole('button', { name: 'Category: Billing. Change' });
  });

  test('offers to try again what could not be loaded', async () => {
    list.mockImplementationOnce(() => {
      throw new GraphQLError('Away.', { extensions: { code: 'UNAVAILABLE' } });
    });
    await open();
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    await row('Charged twice');
  });

  test('tells nothing yet from nothing that matches', async () => {
    list.mockReturnValue([]);
    await open();
    await screen.findByText('No tickets yet');
    await user.click(screen.getByRole('link', { name: 'Urgent' }));
    await screen.findByText('No tickets match');
  });
});
