import { type Browser, chromium, type Page } from 'playwright-core';

/** Starts Chromium; `textSize` is that of somebody who has set it larger than 16 pixels. */
export function launchBrowser(textSize = 16): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--blink-settings=defaultFontSize=${textSize}`,
    ],
  });
}

/**
 * Adds to the problems what a flawless page never does: console errors and warnings, uncaught exceptions,
 * violations of the Content-Security-Policy, and requests that fail or leave the origin.
 */
export async function watchForProblems(page: Page, origin: string, problems: string[]) {
  await page.exposeFunction('reportViolation', (violation: string) => problems.push(violation));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.reportViolation(`violates ${event.effectiveDirective}: ${event.blockedURI}`);
    });
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    // A page that is left or reloaded breaks off what it was loading.
    if (request.failure()?.errorText === 'net::ERR_ABORTED') return;
    problems.push(`failed: ${request.url()}`);
  });
  page.context().on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.origin !== origin) problems.push(`left the origin: ${url}`);
  });
}

declare global {
  interface Window {
    reportViolation(violation: string): void;
  }
}
