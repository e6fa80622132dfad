import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { deleteAllTickets } from './api';
import { launchBrowser, watchForProblems } from './browser';
import { type Server, startServer } from './server';

/** One server and one browser for the tests of a file. */
export let server: Server;
export let browser: Browser;
/** What each test has of its own. */
export let context: BrowserContext;
export let page: Page;
export let problems: string[];

let expected: RegExp | undefined;

/** Says what the test itself breaks. */
export function expectProblems(those: RegExp) {
  expected = those;
}

/** Gives each test an empty list and a page, which must be without a flaw in the end. */
export function setTheStage() {
  beforeAll(async () => {
    server = await startServer();
    browser = await launchBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  beforeEach(async () => {
    expected = undefined;
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    page.setDefaultTimeout(15_000);
    problems = await watchForProblems(page, server.origin);
  });

  afterEach(async () => {
    await context.close();
    await deleteAllTickets(server.origin);
    expect(problems.filter((problem) => !expected?.test(problem))).toEqual([]);
  });
}
