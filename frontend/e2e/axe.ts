import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with the page as it is: the rule, and where. */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(settle);
  await page.evaluate(await source);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}`));
  });
}

/** What fades in has not its colours yet, and begins to only some frames after it was put there. */
async function settle() {
  for (let still = 0; still < 5; still += 1) {
    await new Promise(requestAnimationFrame);
    const moving = document.getAnimations();
    if (moving.length > 0) still = 0;
    await Promise.all(moving.map((animation) => animation.finished.catch(() => {})));
  }
}

declare global {
  interface Window {
    axe: { run(): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> };
  }
}
