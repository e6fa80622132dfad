// @vitest-environment jsdom
import { act, cleanup, screen, waitFor } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { GraphQLError } from 'graphql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ClassifyTicketInput, CreateTicketInput } from '../graphql.generated';
import { type Answers, show } from '../testing/show';
import { TicketFormPage } from './TicketFormPage';

const SURE = {
  id: '7',
  category: 'BILLING',
  categoryBand: 'SURE',
  alternativeCategory: 'ACCOUNT',
  priority: 'HIGH',
  priorityBand: 'FAIRLY_SURE',
  alternativePriority: 'LOW',
  reason: 'Billing for "charged".',
  provider: 'LOCAL',
  model: 'frontdesk-2',
  cached: false,
  fallbackReason: null,
};

/** After a pause in typing the form asks by itself. */
const LONGER_THAN_THE_PAUSE_MS = 60_000;

let user: UserEvent;
let classify: ReturnType<typeof vi.fn<(text: ClassifyTicketInput) => object | Promise<object>>>;
let create: ReturnType<typeof vi.fn<(ticket: CreateTicketInput) => object | Promise<object>>>;

beforeEach(() => {
  user = userEvent.setup({ delay: null });
  classify = vi.fn(() => SURE);
  create = vi.fn(() => ({ id: '123', category: 'BILLING', priority: 'HIGH', version: 1 }));
});

afterEach(() => {
  vi.useRealTimers();
});

/** Lets time go by that nobody waits for; what takes its time goes on by itself. */
const holdTime = () => vi.useFakeTimers({ shouldAdvanceTime: true });

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const label = (name: string) =>
  screen.getByLabelText<HTMLInputElement>(name, { selector: 'input' });
const button = (name: string | RegExp) => screen.getByRole('button', { name });

/** The form, with a text in it whose suggestion has come. */
async function suggested(answers: Answers = {}) {
  await opened(answers);
  await write('Title', 'Charged twice');
  await write('Description', 'Two debits of 49 euros');
  await user.tab();
  await waitFor(() => expect(classify).toHaveBeenCalled());
  await screen.findAllByText(/· (fairly )?sure$/);
}

async function opened(answers: Answers = {}) {
  await act(async () => {
    show(<TicketFormPage />, {
      classifyTicket: async ({ input }: { input: ClassifyTicketInput }) => ({
        classification: await classify(input),
      }),
      createTicket: async ({ input }: { input: CreateTicketInput }) => ({
        ticket: await create(input),
      }),
      ...answers,
    });
  });
}

/** Adds words to a text, as a person who pastes them. */
async function write(name: string, words: string) {
  await user.click(field(name));
  await user.paste(words);
}

async function choose(name: string, option: RegExp) {
  await user.click(label(name));
  await user.click(await screen.findByRole('option', { name: option }));
}

const sent = () => create.mock.lastCall?.[0];

describe('the suggestion', { timeout: 30_000 }, () => {
  test('fills an empty field when it is sure, says so, and only offers otherwise', async () => {
    await suggested();
    expect(label('Category').value).toBe('Billing');
    expect(screen.getByText('Filled in by the suggestion')).toBeTruthy();
    expect(label('Priority').value).toBe('');
    expect(screen.getByText('Billing · sure')).toBeTruthy();
    expect(screen.getByText('High · fairly sure')).toBeTruthy();
  });

  test('is read out once', async () => {
    await suggested();
    expect(screen.getByText(/^Suggestion: Billing, sure; High, fairly sure\./)).toBeTruthy();
  });

  test('offers the two likeliest when it is not sure', async () => {
    classify.mockReturnValue({ ...SURE, categoryBand: 'NOT_SURE' });
    await suggested();
    expect(label('Category').value).toBe('');
    await user.click(button('Account'));
    expect(label('Category').value).toBe('Account');
    await user.click(button('Create'));
    expect(sent()).toMatchObject({ category: 'ACCOUNT', classificationId: '7' });
  });

  test('says why', async () => {
    classify.mockReturnValue({ ...SURE, cached: true, fallbackReason: 'The budget is spent.' });
    await suggested();
    await user.click(button(/^Why\?.*Billing/));
    expect(await screen.findByText('Billing for "charged".')).toBeTruthy();
    expect(screen.getByText(/Embedded model, frontdesk-2\..*From cache/)).toBeTruthy();
    expect(screen.getByText(/The budget is spent\./)).toBeTruthy();
  });

  test('never changes what a person has set', async () => {
    await opened();
    await choose('Category', /^General/);
    await write('Description', 'Two debits of 49 euros');
    await user.tab();
    await screen.findByText('Billing · sure');
    expect(label('Category').value).toBe('General');
    await user.click(button('Accept Billing'));
    expect(label('Category').value).toBe('Billing');
  });

  test('does not fill again what a person has cleared', async () => {
    await suggested();
    await user.click(button('Clear Category'));
    expect(label('Category').value).toBe('');
    classify.mockReturnValue({ ...SURE, id: '8', priority: 'LOW' });
    await write('Description', ' and another');
    await user.tab();
    await screen.findByText('Low · fairly sure');
    expect(label('Category').value).toBe('');
  });

  test('is asked for again only after a real change, and is stale until then', async () => {
    await suggested();
    holdTime();
    await write('Description', '   ');
    await user.tab();
    await act(() => vi.advanceTimersByTimeAsync(LONGER_THAN_THE_PAUSE_MS));
    expect(screen.queryByText('The text has changed since.')).toBeNull();
    expect(classify).toHaveBeenCalledTimes(1);

    await write('Description', 'now');
    expect(screen.getByText('The text has changed since.')).toBeTruthy();
    await user.tab();
    await waitFor(() => expect(classify).toHaveBeenCalledTimes(2));
    await waitFor(() => expect(screen.queryByText('The text has changed since.')).toBeNull());
  });

  test('comes after a pause in typing, too', async () => {
    await opened();
    holdTime();
    await write('Description', 'Two debits of 49 euros');
    expect(classify).not.toHaveBeenCalled();
    await act(() => vi.advanceTimersByTimeAsync(LONGER_THAN_THE_PAUSE_MS));
    expect(classify).toHaveBeenCalledTimes(1);
  });

  test('is not asked for while a text is too long to be saved', async () => {
    await opened();
    await write('Title', 'x'.repeat(201));
    await write('Description', 'Two debits of 49 euros');
    await user.tab();
    expect(classify).not.toHaveBeenCalled();
    await user.type(field('Title'), '{Backspace}');
    await user.click(field('Description'));
    await user.tab();
    await waitFor(() => expect(classify).toHaveBeenCalledTimes(1));
  });

  test('for a text that is no more is dropped', async () => {
    const answers: ((answer: object) => void)[] = [];
    classify.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
    await opened();
    await write('Description', 'Two debits of 49 euros');
    await user.tab();
    await write('Description', ' and no invoice');
    await user.tab();
    await waitFor(() => expect(answers).toHaveLength(2));
    await act(async () => answers[1]?.({ ...SURE, id: '8', category: 'ACCOUNT' }));
    await screen.findByText('Account · sure');
    await act(async () => answers[0]?.(SURE));
    expect(screen.queryByText('Billing · sure')).toBeNull();
    expect(label('Category').value).toBe('Account');
  });

  test('that fails is one quiet line, and saving goes on', async () => {
    classify.mockImplementation(() => {
      throw new GraphQLError('down', { extensions: { code: 'UNAVAILABLE' } });
    });
    await opened();
    await write('Title', 'Charged twice');
    await write('Description', 'Two debits of 49 euros');
    await user.tab();
    expect(await screen.findByText(/^No suggestion; none is needed/)).toBeTruthy();
    await user.click(button('Create'));
    expect(sent()).toMatchObject({ title: 'Charged twice' });
    expect(sent()?.classificationId).toBeUndefined();
  });
});

describe('saving', { timeout: 30_000 }, () => {
  test('leaves undecided what the suggestion filled in', async () => {
    await suggested();
    await user.click(button('Create'));
    expect(sent()).toMatchObject({ classificationId: '7' });
    expect(sent()).not.toMatchObject({ category: expect.anything() });
    expect(sent()).not.toMatchObject({ priority: expect.anything() });
  });

  test('decides what was accepted, both by Alt+A', async () => {
    await suggested();
    await user.keyboard('{Alt>}a{/Alt}');
    await user.click(button('Create'));
    expect(sent()).toMatchObject({ classificationId: '7', category: 'BILLING', priority: 'HIGH' });
  });

  test('with a stale suggestion lets the server ask anew', async () => {
    await suggested();
    await write('Description', ' now');
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(create).toHaveBeenCalled());
    expect(sent()?.classificationId).toBeUndefined();
  });

  test('makes place for the next ticket and says what was made', async () => {
    await suggested();
    await user.click(button('Create'));
    expect(await screen.findByText(/#123 created: Billing, High\./)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Open' }).getAttribute('href')).toBe('/tickets/123');
    expect(field('Title').value).toBe('');
    expect(label('Category').value).toBe('');
    expect(localStorage.length).toBe(0);
  });

  test('shows each fault at its field', async () => {
    create.mockImplementation(() => {
      const fields = [
        { path: 'input.title', message: 'must not be blank.' },
        { path: 'input.description', message: 'must not be blank.' },
      ];
      const extensions = { code: 'BAD_USER_INPUT', fields };
      throw new GraphQLError('The input has 2 faults.', { extensions });
    });
    await opened();
    await write('Title', 'A');
    await user.click(button('Create'));
    expect(await screen.findByText('Title must not be blank.')).toBeTruthy();
    expect(screen.getByText('Description must not be blank.')).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(field('Title')));
    await write('Title', 'A');
    expect(screen.queryByText('Title must not be blank.')).toBeNull();
  });

  test('twice at once sends one', async () => {
    let answer: (ticket: object) => void = () => {};
    create.mockImplementation(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    await suggested();
    await user.keyboard('{Control>}{Enter}{Enter}{/Control}');
    await act(async () => answer({ id: '123', category: 'BILLING', priority: 'HIGH', version: 1 }));
    expect(create).toHaveBeenCalledTimes(1);
  });

  test('again after a lost answer sends the same, with the same key', async () => {
    create.mockRejectedValueOnce(new GraphQLError('', { extensions: { code: 'TIMEOUT' } }));
    await suggested();
    await user.click(button('Create'));
    expect(await screen.findByText(/^Not saved: The server took too long/)).toBeTruthy();
    await user.click(button('Create'));
    await screen.findByText(/#123 created/);
    expect(create.mock.calls[1]).toEqual(create.mock.calls[0]);
  });

  test('again with other words finishes the ticket that did arrive', async () => {
    const reused = new GraphQLError('', { extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    create
      .mockRejectedValueOnce(new GraphQLError('', { extensions: { code: 'TIMEOUT' } }))
      .mockRejectedValueOnce(reused);
    const update = vi.fn((_: object) => ({
      ticket: { id: '123', category: 'BILLING', priority: 'HIGH', version: 1 },
    }));
    await suggested({ updateTicket: update });
    await user.click(button('Create'));
    await screen.findByText(/^Not saved/);
    await write('Title', '!');
    await user.click(button('Create'));
    await screen.findByText(/#123 created/);
    expect(create.mock.calls[2]).toEqual(create.mock.calls[0]);
    expect(update.mock.lastCall?.[0]).toMatchObject({
      id: '123',
      input: { title: 'Charged twice!' },
    });
  });
});

describe('the draft', { timeout: 30_000 }, () => {
  test('is there again with the page', async () => {
    await opened();
    await write('Title', 'Charged twice');
    await choose('Category', /^General/);
    cleanup();
    await opened();
    expect(field('Title').value).toBe('Charged twice');
    expect(label('Category').value).toBe('General');
  });

  test('can be discarded, and had back', async () => {
    await opened();
    await write('Title', 'Charged twice');
    await user.click(button('Discard'));
    expect(field('Title').value).toBe('');
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(field('Title').value).toBe('Charged twice');
  });

  test('that comes back has nothing of the faults of the next one', async () => {
    create.mockImplementation(() => {
      const fields = [{ path: 'input.title', message: 'must not be blank.' }];
      const extensions = { code: 'BAD_USER_INPUT', fields };
      throw new GraphQLError('The input has a fault.', { extensions });
    });
    await opened();
    await write('Title', 'Charged twice');
    await user.click(button('Discard'));
    await user.click(button('Create'));
    await screen.findByText('Title must not be blank.');
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    expect(field('Title').value).toBe('Charged twice');
    expect(screen.queryByText('Title must not be blank.')).toBeNull();
  });

  test('is counted as the server counts, once its limit is near', async () => {
    await opened();
    await user.click(field('Title'));
    await user.paste(`  ${'👍'.repeat(190)}`);
    expect(screen.getByText('10 left')).toBeTruthy();
    await user.paste('👍'.repeat(11));
    expect(screen.getByText('1 too many')).toBeTruthy();
    expect(field('Title').value).toContain('👍'.repeat(201));
  });
});
