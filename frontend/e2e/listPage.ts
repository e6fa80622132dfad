import { readTicket } from './api';
import { page, server } from './setup';
import { settle } from './visual';

export async function open(path: string, hasRows = true) {
  await page.goto(`${server.origin}${path}`);
  if (hasRows) await page.locator('[data-id]').first().waitFor();
}

export function place() {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
}

export function rowIds() {
  return page
    .locator('[data-id]')
    .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.id ?? ''));
}

export function titles() {
  return page.locator('[data-action="open"]').allInnerTexts();
}

export function row(title: string) {
  return page
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: title, exact: true }) });
}

export function rowOf(id: string) {
  return page.locator(`[data-id="${id}"]`);
}

export async function choose(filter: string, ...labels: string[]) {
  await page.getByRole('button', { name: filter, exact: true }).click();
  for (const label of labels) {
    await page.getByRole('menuitemcheckbox', { name: label, exact: true }).click();
  }
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'hidden' });
}

/** Chooses in a menu that a key opens, by the first letter. */
export async function chooseByKeys(key: string, label: string) {
  await page.keyboard.press(key);
  await menuHasFocus();
  await page.keyboard.press(label.charAt(0).toLowerCase());
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor({ state: 'hidden' });
}

export async function menuHasFocus() {
  await page.locator('[role=menu] :focus').waitFor();
  // It gives the focus to its first choice once more; a key before that would be lost.
  await settle(page);
}

/** What the control with the focus is called. */
export function focused() {
  return page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent;
  });
}

export async function chooseInRow(title: string, field: string, label: string) {
  await row(title)
    .getByRole('button', { name: new RegExp(`^${field}:`) })
    .click();
  await page.getByRole('menuitemradio', { name: label }).click();
  // Until it is gone, keys are the menu's.
  await page.getByRole('menu').waitFor({ state: 'hidden' });
}

/** How many rows are loaded: those that are not drawn take their room. */
export function loadedRows(): Promise<number> {
  return page.locator('tbody').evaluate((rows) => {
    const height = rows.querySelector('tr')?.clientHeight ?? Number.POSITIVE_INFINITY;
    return Math.round(rows.clientHeight / (height + 1));
  });
}

export async function scrollToRow(title: string) {
  const link = page.getByRole('link', { name: title, exact: true });
  while ((await link.count()) === 0) {
    await page.mouse.wheel(0, 1_500);
    await settle(page);
  }
  await link.scrollIntoViewIfNeeded();
  await settle(page);
}

export async function statuses(ids: readonly string[]) {
  const tickets = await Promise.all(ids.map((id) => readTicket(server.origin, id)));
  return tickets.map((ticket) => ticket?.status);
}
