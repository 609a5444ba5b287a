import type { BrowserContext, Page } from 'playwright-core';

export interface WatchedPage {
  readonly page: Page;
  /** Uncaught errors, console errors and violations of the Content-Security-Policy, in order. */
  readonly faults: readonly string[];
  /** Addresses outside the server that the page asked for. */
  readonly strayRequests: readonly string[];
}

const PAGE_TIMEOUT_MS = 20_000;

const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) =>
  console.error('Content-Security-Policy: ' + event.violatedDirective + ' ' + event.blockedURI));`;

/** A page whose every fault is noted down. */
export async function openWatchedPage(context: BrowserContext, url: string): Promise<WatchedPage> {
  const page = await context.newPage();
  page.setDefaultTimeout(PAGE_TIMEOUT_MS);
  const faults: string[] = [];
  const strayRequests: string[] = [];
  await page.addInitScript(REPORT_VIOLATIONS);
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefusedCall(message.text())) faults.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) strayRequests.push(request.url());
  });
  return { page, faults, strayRequests };
}

/** The browser logs each answer of 400 and above by itself; the page shows it, which is no fault. */
function isRefusedCall(text: string): boolean {
  return text.startsWith('Failed to load resource: the server responded with a status of 4');
}
