import type { Page } from 'playwright-core';

/** What a finger hits without aiming, in CSS pixels (WCAG 2.5.5). */
const FINGER = 44;

/**
 * What can be pressed in a part of the page and is too small for a finger: what it is, and how large. Whatever lies over
 * the page is a part of its own, since it covers what is below.
 */
export function findSmallTargets(page: Page, part = 'body'): Promise<string[]> {
  return page.locator(part).evaluateAll(smallTargets, FINGER);
}

function smallTargets(parts: Element[], finger: number): string[] {
  const targets =
    'a[href], button, input, select, textarea, summary, [role="slider"], [role="option"]';
  const small: string[] = [];
  const all = parts.flatMap((part) => [...part.querySelectorAll<HTMLElement>(targets)]);
  if (all.length === 0) small.push('nothing that can be pressed');
  for (const target of all) {
    if (!canBePressed(target) || standsInProse(target)) continue;
    target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const { width, height } = largest(places(target).map((place) => area(target, place)));
    if (width >= finger && height >= finger) continue;
    small.push(`${width} × ${height}: ${target.outerHTML.slice(0, 160)}`);
  }
  return small;

  function canBePressed(target: HTMLElement): boolean {
    const { width, height } = target.getBoundingClientRect();
    const isThere = target.checkVisibility({ visibilityProperty: true });
    // What is cut off waits for the keyboard; a choice that has no size of its own has its label's.
    const isSeen = getComputedStyle(target).clipPath === 'none' && width * height > 1;
    const hasPlace = isSeen || labelsOf(target).length > 0;
    return isThere && hasPlace && !target.matches(':disabled, [aria-hidden="true"], [inert] *');
  }

  /** A link within a sentence is as high as its line (an exception of WCAG 2.5.8). */
  function standsInProse(target: HTMLElement): boolean {
    const sentence = target.parentElement?.textContent ?? '';
    const isInline = getComputedStyle(target).display === 'inline';
    return target.matches('a') && isInline && sentence.length > (target.textContent ?? '').length;
  }

  /** Where to press: in the middle, or anywhere around it, since what reacts may be larger than what is seen. */
  function places(target: HTMLElement): { x: number; y: number }[] {
    const around = target.closest('tr, label') ?? labelsOf(target)[0] ?? target;
    return [target, around].flatMap((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      const shares = [0.1, 0.3, 0.5, 0.7, 0.9];
      return shares.flatMap((x) =>
        [0.25, 0.5, 0.75].map((y) => ({ x: left + x * width, y: top + y * height })),
      );
    });
  }

  /** How far to each side of a place the target still reacts. */
  function area(target: HTMLElement, { x, y }: { x: number; y: number }) {
    const step = 0.5;
    const reach = (dx: number, dy: number) => {
      let way = step;
      while (way < finger && reacts(target, x + way * dx, y + way * dy)) way += step;
      return way;
    };
    if (!reacts(target, x, y)) return { width: 0, height: 0 };
    return {
      width: reach(1, 0) + reach(-1, 0) - step,
      height: reach(0, 1) + reach(0, -1) - step,
    };
  }

  function reacts(target: HTMLElement, x: number, y: number): boolean {
    const hit = document.elementFromPoint(x, y);
    if (!hit) return false;
    return target.contains(hit) || labelsOf(target).some((label) => label.contains(hit));
  }

  function labelsOf(target: HTMLElement): HTMLElement[] {
    return [...((target as HTMLInputElement).labels ?? [])].filter((label) =>
      // The label of a text field is not where one presses.
      target.matches('[type="checkbox"], [type="radio"]') ? label.checkVisibility() : false,
    );
  }

  function largest(areas: { width: number; height: number }[]) {
    const smaller = ({ width, height }: { width: number; height: number }) =>
      Math.min(width, height, finger);
    return areas.reduce((best, it) => (smaller(it) > smaller(best) ? it : best));
  }
}
