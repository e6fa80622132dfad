import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { settle } from './visual';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with the page as it is: the rule, and where. What fades in has not its colours yet. */
export async function findBarriers(page: Page): Promise<string[]> {
  await settle(page);
  await page.evaluate(await source);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}`));
  });
}

declare global {
  interface Window {
    axe: { run(): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> };
  }
}
