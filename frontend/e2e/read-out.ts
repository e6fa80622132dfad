import type { Page } from 'playwright-core';

/** A screen reader says what is new a moment later, and so long nothing else may come. */
const QUIET_MS = 800;

/** Takes down what a screen reader would say by itself from now on. */
export async function listen(page: Page) {
  await page.addInitScript(takeDown);
}

/** What was read out since the last time, once it is quiet. */
export async function readOut(page: Page): Promise<string[]> {
  await page.waitForFunction(
    (quiet) => performance.now() - Math.max(window.readOut.since, window.readOut.asked) > quiet,
    QUIET_MS,
  );
  return page.evaluate(() => {
    window.readOut.asked = performance.now();
    return window.readOut.texts.splice(0);
  });
}

function takeDown() {
  const LIVE = '[role="status"], [role="alert"], [aria-live]';
  window.readOut = { texts: [], since: 0, asked: 0 };
  const spoken = new WeakMap<Element, string>();
  const say = (region: Element) => {
    const text = region.textContent?.trim() ?? '';
    if (text === spoken.get(region)) return;
    spoken.set(region, text);
    if (text === '') return;
    window.readOut.texts.push(text);
    window.readOut.since = performance.now();
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
    readOut: { texts: string[]; since: number; asked: number };
  }
}
