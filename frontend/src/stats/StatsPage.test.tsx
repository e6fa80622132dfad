// @vitest-environment jsdom
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { GraphQLError } from 'graphql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TicketFilter } from '../graphql.generated';
import { type Answers, show } from '../testing/show';
import { StatsPage } from './StatsPage';

const NOW = new Date('2026-11-22T12:00:00Z');

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Numbers {
  readonly total: number;
  readonly open: number;
  readonly confirmed: number;
  readonly overruled: number;
}

const NOBODY: Numbers = { total: 0, open: 0, confirmed: 0, overruled: 0 };

/** What the server answers about the tickets of a filter. */
function stats({ total, open, confirmed, overruled }: Numbers) {
  const none = {
    categoryDecided: 0,
    categoryAccuracy: null,
    priorityDecided: 0,
    priorityAccuracy: null,
  };
  return {
    total,
    open,
    byTriage: [
      { triage: 'CONFIRMED', count: confirmed },
      { triage: 'OVERRULED', count: overruled },
    ],
    byPriority: [{ priority: 'CRITICAL', count: total }],
    byCategory: [{ category: 'BILLING', count: total }],
    byStatus: [{ status: 'OPEN', count: open }],
    createdPerDay: [{ date: '2026-11-22', count: total }],
    classification: {
      suggestions: 4,
      categoryAccuracy: null,
      priorityAccuracy: null,
      cacheHits: 1,
      fallbacks: 2,
      inputTokens: 12_345,
      outputTokens: 67,
      costUsd: 0.0123,
      latencyP50Ms: 800,
      latencyP95Ms: 2_400,
      byBand: ['SURE', 'FAIRLY_SURE', 'NOT_SURE'].map((band) => ({ band, ...none })),
      byWeek: [],
      byModel: [],
    },
  };
}

const EMBEDDED = {
  provider: 'LOCAL',
  model: 'frontdesk-2',
  breaker: null,
  budgetUsd: null,
  budgetLeftUsd: null,
  embeddedModel: 'frontdesk-2',
};

/** The page at an address, on a server whose first ticket is of a day. */
async function opened(path: string, first: string | null, answers: Answers = {}) {
  return await act(async () =>
    show(
      <StatsPage />,
      {
        tickets: () => ({ nodes: first ? [{ id: '1', createdAt: `${first}T08:00:00Z` }] : [] }),
        classifierStatus: () => EMBEDDED,
        stats: () => stats({ total: 30, open: 12, confirmed: 3, overruled: 1 }),
        ...answers,
      },
      path,
    ),
  );
}

async function card(name: string): Promise<string> {
  const term = await screen.findByText(name, { selector: 'dt' });
  return within(term.parentElement as HTMLElement)
    .getAllByRole('definition')
    .map(({ textContent }) => textContent)
    .join(' | ');
}

describe('the statistics', { timeout: 20_000 }, () => {
  test('compare a range with as many days before it', async () => {
    const asked: TicketFilter[] = [];
    await opened('/stats?range=7d&priority=high', '2026-11-01', {
      stats: ({ filter }: { filter: TicketFilter }) => {
        asked.push(filter);
        const now = filter.createdAt?.from === '2026-11-16T00:00:00Z';
        return stats(
          now
            ? { total: 8, open: 2, confirmed: 3, overruled: 1 }
            : { total: 2, open: 2, confirmed: 1, overruled: 1 },
        );
      },
    });
    await screen.findByText('+300% from 2');
    expect(await card('Tickets')).toBe('8 | +300% from 2');
    expect(await card('Still open')).toBe('2 | Unchanged from 2');
    // Of as many days it is the same change, and not that of the rounded numbers.
    expect(await card('Average per day')).toBe('1.1 | +300% from 0.3');
    expect(await card('Suggestions kept')).toBe('75% | +25 points from 50%');
    expect(asked).toContainEqual({
      priority: ['HIGH'],
      createdAt: { from: '2026-11-09T00:00:00Z', to: '2026-11-16T00:00:00Z' },
    });
  });

  test.each([
    ['a range that begins before the first ticket', '/stats?range=30d'],
    ['a range without a beginning', '/stats?range=all'],
  ])('say so when there is no earlier period: %s', async (_, path) => {
    await opened(path, '2026-11-13');
    expect(await card('Tickets')).toBe('30 | No earlier period');
    // Ten days since the first ticket.
    expect(await card('Average per day')).toBe('3 | No earlier period');
    expect(await card('Suggestions kept')).toBe('75% | No earlier period');
  });

  test('lead from each bar to its tickets, with the range and the other filters', async () => {
    await opened('/stats?range=7d&category=billing&priority=low', '2026-11-01');
    const bar = await screen.findByRole('link', { name: /^Critical/ });
    expect(bar.getAttribute('href')).toBe('/?category=billing&priority=critical&range=7d');
  });

  test('tell nothing yet from nothing that matches', async () => {
    await opened('/stats', null, { stats: () => stats(NOBODY) });
    await screen.findByText('No tickets yet');
  });

  test('tell nothing that matches from nothing yet', async () => {
    await opened('/stats?priority=low', '2026-11-01', { stats: () => stats(NOBODY) });
    await screen.findByText('No tickets match');
    expect(await card('Suggestions kept')).toBe('– | Nothing decided yet');
  });

  test('say what is not decided and what was not called', async () => {
    await opened('/stats', '2026-11-01');
    await screen.findAllByText(/Nobody has confirmed or changed a suggestion/);
    await screen.findByText(/No language model has been called/);
  });

  test('say how the provider is, and what is left of its budget', async () => {
    const called = {
      provider: 'OPENAI',
      model: 'gpt',
      calls: 1_200,
      failures: 3,
      cacheHits: 40,
      inputTokens: 5_000,
      outputTokens: 700,
      cachedTokens: 0,
      costTodayUsd: 0.25,
      costUsd: null,
      latencyP50Ms: 810,
      latencyP95Ms: 2_400,
    };
    const numbers = stats({ total: 30, open: 12, confirmed: 0, overruled: 0 });
    await opened('/stats', '2026-11-01', {
      classifierStatus: () => ({
        ...EMBEDDED,
        provider: 'OPENAI',
        model: 'gpt',
        breaker: 'OPEN',
        budgetUsd: 1,
        budgetLeftUsd: 0.75,
      }),
      stats: () => ({
        ...numbers,
        classification: { ...numbers.classification, byModel: [called] },
      }),
    });
    await screen.findByText('Paused after failures');
    await screen.findByText('$0.75 of $1.00');
    const cells = within(await screen.findByRole('row', { name: /^OpenAI · gpt/ })).getAllByRole(
      'cell',
    );
    expect(cells.map(({ textContent }) => textContent)).toEqual([
      '1,200',
      '3',
      '40',
      '5K + 700',
      '$0.25',
      '–',
      '810 ms · 2,400 ms',
    ]);
    await screen.findByText('12,345 + 67');
  });

  test('show a failure where it happened, and try again there', async () => {
    let failing = true;
    await opened('/stats', '2026-11-01', {
      classifierStatus: () => {
        if (failing) throw new GraphQLError('no', { extensions: { code: 'TIMEOUT' } });
        return EMBEDDED;
      },
    });
    await screen.findByText('The server took too long.');
    expect(screen.getAllByRole('alert')).toHaveLength(1);
    expect(await card('Tickets')).toContain('30');
    failing = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText(/always answers/);
  });

  test('tell one failure once, whatever number of panels and queries it concerns', async () => {
    let failing = true;
    const fail = () => {
      if (failing) throw new GraphQLError('no', { extensions: { code: 'TIMEOUT' } });
    };
    await opened('/stats', '2026-11-01', {
      stats: () => {
        fail();
        return stats({ total: 30, open: 12, confirmed: 3, overruled: 1 });
      },
    });
    await screen.findByText('The server took too long.');
    await vi.waitFor(() => expect(screen.getAllByText('Not loaded.').length).toBeGreaterThan(5));
    expect(screen.getAllByRole('alert')).toHaveLength(1);
    failing = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await card('Tickets')).toContain('30');
    await screen.findByRole('link', { name: /^Critical/ });
    expect(screen.queryByText('Not loaded.')).toBeNull();
  });

  test('keep the last numbers when they cannot be asked for anew', async () => {
    let failing = false;
    const { client } = await opened('/stats', '2026-11-01', {
      stats: () => {
        if (failing) throw new GraphQLError('no', { extensions: { code: 'TIMEOUT' } });
        return stats({ total: 30, open: 12, confirmed: 3, overruled: 1 });
      },
    });
    await screen.findByRole('link', { name: /^Critical/ });
    failing = true;
    await act(() => client.refetchQueries({ include: 'active' }).catch(() => {}));
    expect((await screen.findAllByText('Not up to date')).length).toBeGreaterThan(5);
    expect(await card('Tickets')).toContain('30');
    expect(screen.queryByRole('alert')).toBeNull();
    failing = false;
    await act(() => client.refetchQueries({ include: 'active' }));
    expect(screen.queryByText(/Not up to date/)).toBeNull();
  });
});
