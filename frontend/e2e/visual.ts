/** What somebody would see of a page: what sticks out, what moves, where the keyboard is. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** A chart or a menu takes its new size a moment after the window has. */
export function fits(page: Page, when = '') {
  return expect.poll(() => overflow(page), { message: when }).toEqual([]);
}

/** Waits until nothing moves. What turns for as long as something loads is not waited for. */
export function settle(page: Page): Promise<void> {
  return page.evaluate(async () => {
    // What fades in begins to only some frames after it was put there.
    for (let still = 0; still < 5; still += 1) {
      await new Promise(requestAnimationFrame);
      const moving = document.getAnimations().filter(({ effect, playState }) => {
        const ends = effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
        return ends && playState === 'running';
      });
      if (moving.length > 0) still = 0;
      await Promise.all(moving.map((animation) => animation.finished.catch(() => {})));
    }
  });
}

/** What sticks out to the right, if the page can be scrolled there. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => element.outerHTML.slice(0, 120));
  });
}

/** Where things begin, from the top of the page down. */
export async function tops(page: Page, selector: string): Promise<number[]> {
  const all = await page
    .locator(selector)
    .evaluateAll((them) => them.map((it) => Math.round(it.getBoundingClientRect().top)));
  return all.toSorted((one, other) => one - other);
}

/** Controls and texts that stand beyond the edge of the page, and are in nothing that scrolls but the page. */
export function cutOff(): string[] {
  const scrolls = (element: Element | null): boolean =>
    element !== null &&
    element !== document.body &&
    (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  const controls = 'a, button, input, select, textarea, [tabindex]';
  return [...document.querySelectorAll(`${controls}, time, h1, h2, p`)]
    .filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      const isSeen = element.checkVisibility({ visibilityProperty: true }) && width > 1;
      const isWithin = left >= -1 && right <= document.documentElement.clientWidth + 1;
      return isSeen && !isWithin && !scrolls(element.parentElement);
    })
    .map((element) => element.outerHTML.slice(0, 160));
}

/** Adds up how much things move that nobody touched. */
export function noteShifts() {
  window.shifts = { total: 0, moved: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as LayoutShift[]) {
      if (entry.hadRecentInput) continue;
      window.shifts.total += entry.value;
      for (const { node } of entry.sources) {
        if (node instanceof Element) window.shifts.moved.push(node.outerHTML.slice(0, 120));
      }
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Marks whatever the keyboard should come to; of a group of choices it comes to one. */
export function markReachable(): { mark: string; html: string }[] {
  const groups = new Set<string>();
  const reachable: { mark: string; html: string }[] = [];
  const selector = 'a[href], button, input, select, textarea, [tabindex]';
  document.querySelectorAll<HTMLElement>(selector).forEach((element, index) => {
    if (element.tabIndex < 0 || element.matches(':disabled, [inert] *')) return;
    if (!element.checkVisibility({ visibilityProperty: true })) return;
    element.dataset.mark = String(index);
    if (element instanceof HTMLInputElement && element.type === 'radio') {
      if (groups.has(element.name) || !element.checked) return;
      groups.add(element.name);
    }
    reachable.push({ mark: String(index), html: element.outerHTML.slice(0, 160) });
  });
  return reachable;
}

/** What has the focus, and whether that can be seen on it or right beside it. */
export function focusedElement(): { mark: string; html: string; isVisible: boolean } | undefined {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return undefined;
  const near = [element, element.nextElementSibling, element.parentElement];
  const styles = near.flatMap((it) => (it ? [getComputedStyle(it)] : []));
  const isVisible = [...styles, getComputedStyle(element, '::after')].some(
    ({ outlineStyle, outlineWidth }) =>
      outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1,
  );
  const html = element.outerHTML.slice(0, 160);
  return { mark: element.dataset.mark ?? html, html, isVisible };
}

/** A dialog gives the focus back, and a page takes it, a moment after they are there. */
export function hasFocus(control: Locator) {
  return expect.poll(() => control.evaluate((it) => it === document.activeElement)).toBe(true);
}

/** What moves. */
export function running(): string[] {
  return document
    .getAnimations()
    .filter((animation) => Number(animation.effect?.getComputedTiming().duration ?? 0) > 1)
    .map((animation) => {
      const { effect } = animation;
      const target = effect instanceof KeyframeEffect ? effect.target : null;
      return target?.outerHTML.slice(0, 120) ?? '';
    });
}

interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly { readonly node: Node | null }[];
}

declare global {
  interface Window {
    shifts: { total: number; moved: string[] };
  }
}
