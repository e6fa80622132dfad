import { setTimeout as sleep } from 'node:timers/promises';
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Page,
  Request,
  Route,
} from 'playwright-core';
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

let problems: string[];
let expected: RegExp | undefined;

interface Setup {
  /** Settings of the server. */
  readonly settings?: Record<string, string>;
  /** The window that each test begins with. */
  readonly window?: BrowserContextOptions;
  /** Makes the tickets that are there for all tests; without it each begins with none. */
  readonly tickets?: () => Promise<unknown>;
}

/** What Chromium says of a connection that a test takes away: there are several names for its not being there. */
export const NO_CONNECTION = /net::ERR_|WebSocket|failed: /;

/** Says what the test itself breaks. */
export function expectProblems(those: RegExp | undefined) {
  expected = those;
}

/** Gives each test an empty list and a page, which must be without a flaw in the end. */
export function setUp({ settings, window, tickets }: Setup = {}) {
  beforeAll(async () => {
    server = await startServer(settings);
    browser = await launchBrowser();
    await tickets?.();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  beforeEach(async () => {
    expected = undefined;
    problems = [];
    await openWindow(window);
  });

  afterEach(async () => {
    await context.close();
    if (!tickets) await deleteAllTickets(server.origin);
    expect(problems.filter((problem) => !expected?.test(problem))).toEqual([]);
  });
}

/** Gives the test a window like this in place of the one that it has. */
export async function openWindow(options: BrowserContextOptions = {}) {
  await context?.close();
  context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await watchForProblems(page, server.origin, problems);
}

/** Lets these tests be seen by somebody who has set the text to this size. */
export function withTextSize(size: number) {
  let ordinary: Browser;

  beforeAll(async () => {
    ordinary = browser;
    browser = await launchBrowser(size);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    browser = ordinary;
  });
}

/** What the page calls the operation that it asks for. */
export function operation(request: Request): string | undefined {
  return request.postDataJSON()?.operationName;
}

/** How the server answers when something fails. */
export function failure(code: string) {
  return { json: { data: null, errors: [{ message: 'It failed.', extensions: { code } }] } };
}

/** Lets an operation fail, or only its requests with such variables, until the answered function is called. */
export async function failOperation(
  name: string,
  code: string,
  isMeant: (variables: { id?: string }) => boolean = () => true,
  afterMs = 0,
) {
  const fail = async (route: Route) => {
    const isIt = operation(route.request()) === name;
    if (!isIt || !isMeant(route.request().postDataJSON().variables)) return route.fallback();
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    return route.fulfill(failure(code));
  };
  await page.route('**/graphql', fail);
  return () => page.unroute('**/graphql', fail);
}

/** What somebody waits for until the test lets it happen. */
export function gate<Value = void>() {
  let open: (value: Value) => void = () => {};
  const opened = new Promise<Value>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

const DAY_MS = 86_400_000;
/** Longer than what a test makes and looks at may lie apart. */
const SPAN_MS = 30_000;

/** Today in UTC, for as long as a test needs it: shortly before midnight it waits for the next day. */
export async function today(): Promise<string> {
  const left = DAY_MS - (Date.now() % DAY_MS);
  if (left < SPAN_MS) await sleep(left);
  return new Date().toISOString().slice(0, 10);
}
