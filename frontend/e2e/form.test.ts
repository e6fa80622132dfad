import { beforeEach, describe, expect, test } from 'vitest';
import { CHARGED, createTicket, request } from './api';
import { findBarriers } from './axe';
import {
  context,
  expectProblems,
  failOperation,
  NO_CONNECTION,
  operation,
  page,
  server,
  setUp,
} from './setup';
import { fits, hasFocus } from './visual';

/** One of them leaves the classifier in doubt, whatever it has learnt last. */
const DOUBTFUL = [
  'Something is odd with my subscription and the app',
  'Hello, it is about the thing from last week, could somebody look at it again?',
  'Thanks',
  'It does not work since the last invoice, please look.',
];

describe('the form', { timeout: 60_000 }, () => {
  setUp();

  beforeEach(async () => {
    await page.goto(`${server.origin}/new`);
    await title().waitFor();
  });

  const title = () => page.getByLabel('Title');
  const description = () => page.getByLabel('Description');
  const label = (name: string) => page.getByRole('combobox', { name });
  const button = (name: string | RegExp) => page.getByRole('button', { name });

  async function write(text: { title: string; description: string }) {
    await title().fill(text.title);
    await description().fill(text.description);
    await description().blur();
  }

  async function choose(name: string, option: RegExp) {
    await label(name).click();
    await page.getByRole('option', { name: option }).click();
  }

  /** The id of the ticket that the page says it has created. */
  async function created(): Promise<string> {
    const notice = page.getByText(/#\d+ created/).last();
    const text = await notice.innerText();
    return /#(\d+)/.exec(text)?.[1] ?? '';
  }

  const ticket = async (id: string) =>
    (
      await request<{ ticket: Record<string, unknown> }>(
        server.origin,
        `query ($id: ID!) {
          ticket(id: $id) { title description category priority triage classification { id } }
        }`,
        { id },
      )
    ).ticket;

  const total = async () =>
    (await request<{ stats: { total: number } }>(server.origin, '{ stats { total } }')).stats.total;

  const suggestionFor = async (input: object) =>
    (
      await request<{ classifyTicket: { classification: Record<string, string> } }>(
        server.origin,
        `mutation ($input: ClassifyTicketInput!) {
          classifyTicket(input: $input) {
            classification { category categoryBand alternativeCategory }
          }
        }`,
        { input },
      )
    ).classifyTicket.classification;

  test('leads from its notice to the new ticket', async () => {
    await page.clock.install();
    await page.reload();
    await write(CHARGED);
    await button('Create').first().click();
    const id = await created();
    // It waits for whoever reads on first.
    await page.clock.fastForward(5_000);
    await page.getByRole('alert').getByRole('link', { name: 'Open' }).press('Enter');
    await page.waitForURL(`${server.origin}/tickets/${id}`);
    await page.getByRole('heading', { name: CHARGED.title }).waitFor();
    await hasFocus(page.getByRole('main'));
  });

  test('is filled in by a sure suggestion, which nobody has confirmed then', async () => {
    await write(CHARGED);
    await expect.poll(() => label('Category').inputValue()).toBe('Billing');
    await expect.poll(() => label('Priority').inputValue()).toBe('High');
    expect(await page.getByText('Filled in by the suggestion').count()).toBe(2);
    await page.screenshot({ path: 'e2e/screenshots/form.png' });
    await button('Create').first().click();
    expect(await ticket(await created())).toMatchObject({
      ...CHARGED,
      category: 'BILLING',
      priority: 'HIGH',
      triage: 'UNCONFIRMED',
    });
    expect(await title().inputValue()).toBe('');
    await hasFocus(title());
  });

  test('takes Alt+A as a word for both, and Control+Enter to save, by keyboard alone', async () => {
    await page.keyboard.type(CHARGED.title);
    await page.keyboard.press('Tab');
    await page.keyboard.type(CHARGED.description);
    await page.getByText('Billing · sure', { exact: true }).waitFor();
    await page.keyboard.press('Alt+a');
    await expect.poll(() => page.getByText('Filled in by the suggestion').count()).toBe(0);
    await page.keyboard.press('Control+Enter');
    expect(await ticket(await created())).toMatchObject({ triage: 'CONFIRMED' });
  });

  test('begins the next ticket with nothing of the one before', async () => {
    await write(CHARGED);
    await page.getByText('Billing · sure', { exact: true }).waitFor();
    await label('Priority').focus();
    await page.keyboard.press('Control+Enter');
    await created();
    await hasFocus(title());
    expect(await page.getByRole('option').count()).toBe(0);
    await page.keyboard.press('Control+z');
    expect(await title().inputValue()).toBe('');
    await description().pressSequentially('No');
    expect(await page.getByText('· sure').count()).toBe(0);
    await button('Discard').click();
    // Words that another ticket had are asked about as well.
    await write(CHARGED);
    await page.getByText('Billing · sure', { exact: true }).waitFor();
  });

  test('keeps what a person has set, and the server knows that it is overruled', async () => {
    await choose('Category', /^General/);
    await write(CHARGED);
    await page.getByText('Billing · sure', { exact: true }).waitFor();
    expect(await label('Category').inputValue()).toBe('General');
    await button('Create').first().click();
    expect(await ticket(await created())).toMatchObject({
      category: 'GENERAL',
      priority: 'HIGH',
      triage: 'OVERRULED',
    });
  });

  test('offers the two likeliest when the classifier is not sure', async () => {
    const suggestions = DOUBTFUL.map(async (description) => ({
      description,
      ...(await suggestionFor({ title: 'Question', description })),
    }));
    const doubtful = (await Promise.all(suggestions)).find(
      ({ categoryBand }: Record<string, string>) => categoryBand === 'NOT_SURE',
    ) as Record<string, string> | undefined;
    if (!doubtful)
      throw new Error('Each of DOUBTFUL is clear to the classifier; find other texts.');
    await write({ title: 'Question', description: doubtful.description ?? '' });
    await page.getByText('Not sure. The two likeliest:').first().waitFor();
    expect(await label('Category').inputValue()).toBe('');
    const other = doubtful.alternativeCategory ?? '';
    const word = other.charAt(0) + other.slice(1).toLowerCase();
    await button(word).click();
    expect(await label('Category').inputValue()).toBe(word);
    await button('Create').first().click();
    expect(await ticket(await created())).toMatchObject({ category: other, triage: 'OVERRULED' });
  });

  test('can be saved before there is a suggestion; the server sorts the ticket then', async () => {
    await title().fill(CHARGED.title);
    await description().fill(CHARGED.description);
    await page.keyboard.press('Control+Enter');
    expect(await ticket(await created())).toMatchObject({
      category: 'BILLING',
      triage: 'UNCONFIRMED',
    });
  });

  test('says why, and where the answer comes from', async () => {
    await write(CHARGED);
    await button(/^Why\?.*Billing/).click();
    const why = page.getByRole('dialog');
    await expect.poll(() => why.innerText()).toMatch(/charged/i);
    expect(await why.innerText()).toContain('Embedded model, frontdesk-');
    await page.keyboard.press('Escape');
    await why.waitFor({ state: 'detached' });
    await hasFocus(button(/^Why\?.*Billing/));
  });

  test('without a suggestion says so in a line, and saves', async () => {
    expectProblems(/status of 503/);
    await page.route('**/graphql', (route) =>
      operation(route.request()) === 'ClassifyTicket'
        ? route.fulfill({ status: 503, body: '' })
        : route.fallback(),
    );
    await write(CHARGED);
    const line = page.getByRole('status').filter({ hasText: 'No suggestion; none is needed.' });
    await line.waitFor();
    expect((await line.boundingBox())?.height).toBeLessThan(30);
    // The button goes while it is asked again, and the keyboard stays where it was.
    await button('Ask again').press('Enter');
    await hasFocus(page.locator('[tabindex="-1"]', { has: line }).last());
    await button('Create').first().click();
    expect(await ticket(await created())).toMatchObject({ triage: 'UNCONFIRMED' });
  });

  test("puts the server's faults at their fields", async () => {
    await title().fill('x'.repeat(201));
    await button('Create').first().click();
    await page.getByText('Title must have at most 200 characters, but has 201.').waitFor();
    await page.getByText('Description must not be blank.').waitFor();
    await hasFocus(title());
    expect(await findBarriers(page)).toEqual([]);
    // A fault that is mended leaves the keyboard where it is, though there is another.
    await title().press('Control+a');
    await page.keyboard.type('Charged twice', { delay: 30 });
    expect(await title().inputValue()).toBe('Charged twice');
  });

  test('keeps the keyboard at the button that saves, also when it fails after a while', async () => {
    await failOperation('CreateTicket', 'TIMEOUT', undefined, 1_000);
    await write(CHARGED);
    for (const name of ['Create', 'Create and open']) {
      const save = page.getByRole('button', { name, exact: true });
      await save.focus();
      const answered = page.waitForResponse(
        (response) => operation(response.request()) === 'CreateTicket',
      );
      await page.keyboard.press('Enter');
      await answered;
      await page.getByText('Not saved: The server took too long.').waitFor();
      await hasFocus(save);
    }
  });

  test('that fails when one has gone on says so where one is, and leads back', async () => {
    await failOperation('CreateTicket', 'TIMEOUT', undefined, 1_000);
    await write(CHARGED);
    const sent = page.waitForRequest((request) => operation(request) === 'CreateTicket');
    await button('Create').first().click();
    await sent;
    await page.getByRole('link', { name: 'Statistics' }).click();
    const notice = page.getByRole('alert').filter({ hasText: 'The new ticket was not saved: ' });
    await notice.getByText('The server took too long.').waitFor();
    await notice.getByRole('link', { name: 'Go on with it' }).click();
    await expect.poll(() => title().inputValue()).toBe(CHARGED.title);
  });

  test('tells of the newest ticket, however many there were before', async () => {
    let before = '';
    for (let count = 1; count <= 6; count += 1) {
      await title().fill(`Charged ${count} times`);
      await description().fill(CHARGED.description);
      await page.keyboard.press('Control+Enter');
      // Sooner than the first of them goes by itself.
      await expect.poll(created, { timeout: 5_000 }).not.toBe(before);
      before = await created();
    }
  });

  test('makes one ticket, though it was sent twice and the first answer was lost', async () => {
    expectProblems(NO_CONNECTION);
    const before = await total();
    let lost = 0;
    await page.route('**/graphql', async (route) => {
      if (operation(route.request()) !== 'CreateTicket' || lost > 0) {
        return route.fallback();
      }
      lost += 1;
      // It does arrive, but nobody hears of it.
      await route.fetch();
      return route.abort();
    });
    await write(CHARGED);
    await page.getByText('Billing · sure', { exact: true }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Not saved: The server cannot be reached.').waitFor();
    await title().fill('Charged twice, and once more');
    await page.keyboard.press('Control+Enter');
    expect((await ticket(await created())).title).toBe('Charged twice, and once more');
    expect(await total()).toBe(before + 1);
  });

  test('keeps its draft over a reload and a lost network, and saves when that is back', async () => {
    expectProblems(NO_CONNECTION);
    const before = await total();
    await write(CHARGED);
    await choose('Category', /^Account/);
    await page.reload();
    await expect.poll(() => title().inputValue()).toBe(CHARGED.title);
    expect(await description().inputValue()).toBe(CHARGED.description);
    expect(await label('Category').inputValue()).toBe('Account');
    await context.setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await button('Create').first().click();
    await page.getByText('Not saved: The server cannot be reached.').waitFor();
    await page.screenshot({ path: 'e2e/screenshots/form-offline.png' });
    await context.setOffline(false);
    await button('Create').first().click();
    expect(await ticket(await created())).toMatchObject({ ...CHARGED, category: 'ACCOUNT' });
    expect(await total()).toBe(before + 1);
    await page.reload();
    expect(await title().inputValue()).toBe('');
  });

  test('in a second tab has a draft of its own', async () => {
    await title().fill('In the first tab');
    const other = await context.newPage();
    await other.goto(`${server.origin}/new`);
    await other.getByLabel('Title').fill('In the second tab');
    await other.reload();
    await expect.poll(() => other.getByLabel('Title').inputValue()).toBe('In the second tab');
    await page.reload();
    await expect.poll(() => title().inputValue()).toBe('In the first tab');
  });

  test('leads to the new ticket when that is wanted', async () => {
    await write(CHARGED);
    await button('Create and open').click();
    await page.waitForURL(/\/tickets\/\d+$/);
  });

  test('brings list and numbers up to date without a reload', async () => {
    await createTicket(server.origin, { title: 'There before' });
    const before = await total();
    const go = (name: string) =>
      page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
    await go('Tickets');
    await page.getByRole('link', { name: 'There before' }).waitFor();
    await go('Statistics');
    await page.getByText(String(before), { exact: true }).first().waitFor();
    await page.getByRole('link', { name: 'New ticket' }).click();
    await write({ ...CHARGED, title: 'Right away in the list' });
    await button('Create').first().click();
    await created();
    await go('Tickets');
    await page.getByRole('link', { name: 'Right away in the list' }).waitFor();
    await go('Statistics');
    await page
      .getByText(String(before + 1), { exact: true })
      .first()
      .waitFor();
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
  ] as const)('has no barriers in %s at %i pixels', async (colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    expect(await findBarriers(page)).toEqual([]);
    await write(CHARGED);
    await page.getByText('Billing · sure', { exact: true }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await button(/^Why\?.*Billing/).click();
    await page.getByRole('dialog').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await fits(page);
  });
});
