// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { GraphQLError } from 'graphql';
import { Route, Routes } from 'react-router';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { UpdateTicketInput } from '../graphql.generated';
import { type Answers, show } from '../testing/show';
import { TicketPage } from './TicketPage';

const CLASSIFICATION = {
  id: '7',
  category: 'BILLING',
  categoryBand: 'SURE',
  priority: 'HIGH',
  priorityBand: 'NOT_SURE',
  reason: 'Billing for "debits".',
  provider: 'OPENAI',
  model: 'gpt-6-luna',
  cached: false,
  fallbackReason: null,
  latencyMs: 412,
  inputTokens: 300,
  outputTokens: 40,
  costUsd: 0.0012,
};

const event = (id: string, kind: string, changes: object[] = []) => ({
  id,
  kind,
  changes,
  createdAt: new Date(Date.now() - 3.5 * 60_000).toISOString(),
});

const TICKET = {
  id: '5',
  title: 'Charged twice',
  description: 'Two debits of 49 euros',
  category: 'BILLING',
  priority: 'HIGH',
  status: 'OPEN',
  triage: 'UNCONFIRMED',
  version: 3,
  createdAt: '2026-11-22T06:31:00.123456Z',
  updatedAt: '2026-11-22T06:31:00.123456Z',
  classification: CLASSIFICATION,
  history: [
    event('1', 'CREATED'),
    event('2', 'UPDATED', [{ field: 'priority', from: 'MEDIUM', to: 'HIGH' }]),
    event('3', 'UPDATED', [{ field: 'description', from: 'One debit', to: 'Two debits' }]),
    event('4', 'UPDATED', [{ field: 'classification', from: '6', to: '7' }]),
  ],
};

let user: UserEvent;
let update: ReturnType<typeof vi.fn<(args: { id: string; input: UpdateTicketInput }) => object>>;

beforeEach(() => {
  user = userEvent.setup({ delay: null });
  update = vi.fn(({ input: { expectedVersion, ...patch } }) => ({
    ticket: { ...TICKET, ...patch, version: 4 },
  }));
});

async function opened(answers: Answers = {}, id = '5') {
  await act(async () => {
    show(
      <Routes>
        <Route path="/tickets/:id" element={<TicketPage />} />
      </Routes>,
      { ticket: () => TICKET, updateTicket: update, ...answers },
      `/tickets/${id}`,
    );
  });
}

const button = (name: string) => screen.getByRole('button', { name });
const region = (name: string) => within(screen.getByRole('region', { name }));
const text = (name: string) => screen.getByRole<HTMLTextAreaElement>('textbox', { name });

describe('the page of a ticket', { timeout: 30_000 }, () => {
  test('tells the history in words, the newest first', async () => {
    await opened();
    const events = region('History').getAllByRole('listitem');
    expect(events.map((it) => it.textContent)).toEqual([
      'Classified again3 minutes ago',
      expect.stringMatching(/^Description changed.*3 minutes ago$/),
      'Priority: Medium → High3 minutes ago',
      'Created3 minutes ago',
    ]);
  });

  test('tells the suggestion, its reason, who made it and what it cost', async () => {
    await opened();
    const suggestion = region('Suggestion');
    expect(suggestion.getByText('Billing · sure')).toBeTruthy();
    expect(suggestion.getByText('High · not sure')).toBeTruthy();
    expect(suggestion.getByText('Billing for "debits".')).toBeTruthy();
    expect(suggestion.getByText(/OpenAI, gpt-6-luna\./)).toBeTruthy();
    expect(suggestion.getByText('412 ms · 340 tokens · $0.0012')).toBeTruthy();
  });

  test('confirms by giving both labels again, for the version that it shows', async () => {
    await opened();
    await user.click(button('Confirm'));
    expect(update).toHaveBeenCalledWith(
      {
        id: '5',
        input: { category: 'BILLING', priority: 'HIGH', expectedVersion: 3 },
      },
      undefined,
      expect.anything(),
    );
  });

  test('keeps a text that was refused, with the reason', async () => {
    update.mockImplementation(() => {
      const fields = [{ path: 'input.title', message: 'must not be blank.' }];
      throw new GraphQLError('', { extensions: { code: 'BAD_USER_INPUT', fields } });
    });
    await opened();
    await user.click(button('Edit title'));
    await user.clear(text('Title'));
    await user.keyboard('{Enter}');
    expect(await screen.findByText('Title must not be blank.')).toBeTruthy();
    expect(text('Title').value).toBe('');
  });

  test('does not save what was not changed', async () => {
    await opened();
    await user.click(button('Edit description'));
    await user.type(text('Description'), '  ');
    await user.tab();
    await user.tab();
    await user.tab();
    await waitFor(() => expect(screen.queryByRole('textbox')).toBeNull());
    expect(update).not.toHaveBeenCalled();
  });

  test('begins again where a text was left', async () => {
    await opened();
    await user.click(button('Edit description'));
    await user.clear(text('Description'));
    await user.paste('Half a sent');
    cleanup();
    await opened();
    expect(text('Description').value).toBe('Half a sent');
    expect(screen.getByText('You have not saved this yet.')).toBeTruthy();
  });

  test('is not there for a number that no ticket has', async () => {
    await opened({ ticket: () => null }, '999');
    expect(await screen.findByText('There is no such ticket')).toBeTruthy();
    expect(screen.getByText(/No ticket has the number 999/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Back to the list' })).toBeTruthy();
  });

  test('can be asked for again when it does not come', async () => {
    const ticket = vi.fn(() => TICKET as object);
    ticket.mockImplementationOnce(() => {
      throw new GraphQLError('away', { extensions: { code: 'UNAVAILABLE' } });
    });
    await opened({ ticket });
    expect(screen.getByText('The server cannot answer at the moment.')).toBeTruthy();
    await user.click(button('Try again'));
    expect(await screen.findByRole('heading', { name: 'Charged twice' })).toBeTruthy();
  });
});
