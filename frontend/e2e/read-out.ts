import type { Page } from 'playwright-core';

/** A screen reader says what is new a moment later, and so long nothing else may come. */
const QUIET_MS = 800;
const STEP_MS = 50;

/** Takes down what a screen reader would say by itself from now on. */
export async function listen(page: Page) {
  await page.addInitScript(takeDown);
}

/** What was read out since the last time: waits for so many texts, and then until it is quiet. */
export async function readOut(page: Page, count = 1): Promise<string[]> {
  await page.waitForFunction((count) => window.readOut.length >= count, count);
  return readOutFromNowOn(page);
}

/** What was read out since the last time, and is until it is quiet. It may be nothing. */
export function readOutFromNowOn(page: Page): Promise<string[]> {
  return page.evaluate(
    async ({ quiet, step }) => {
      // Counted in steps, since a page that a busy machine lets wait is not quiet but slow.
      for (let since = 0; since < quiet; since += step) {
        const before = window.readOut.length;
        await new Promise((resolve) => setTimeout(resolve, step));
        if (window.readOut.length > before) since = 0;
      }
      return window.readOut.splice(0);
    },
    { quiet: QUIET_MS, step: STEP_MS },
  );
}

function takeDown() {
  const LIVE = '[role="status"], [role="alert"], [aria-live]';
  window.readOut = [];
  const say = (region: Element) => {
    const text = region.textContent?.trim() ?? '';
    if (text !== '') window.readOut.push(text);
  };
  new MutationObserver((mutations) => {
    const regions = new Set<Element>();
    for (const { target, addedNodes } of mutations) {
      const element = target instanceof Element ? target : target.parentElement;
      const region = element?.closest(LIVE);
      if (region) regions.add(region);
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        // What is inserted with its words is read out if it is an alert.
        const alerts = [node, ...node.querySelectorAll('*')];
        for (const alert of alerts.filter((it) => it.matches('[role="alert"]'))) regions.add(alert);
      }
    }
    for (const region of regions) say(region);
  }).observe(document, { subtree: true, childList: true, characterData: true });
}

declare global {
  interface Window {
    /** What nobody has asked for yet. */
    readOut: string[];
  }
}
