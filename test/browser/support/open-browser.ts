import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';

const CHROMIUM_PATH = '/usr/bin/chromium';
const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** False on a machine without Chromium, where the browser tests are skipped. */
export const hasChromium = existsSync(CHROMIUM_PATH);

/** What a skipped test says of itself. */
export const needsChromium = hasChromium ? '' : ` (skipped: install Chromium as ${CHROMIUM_PATH})`;

export interface BrowserOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
}

export interface TestBrowser extends AsyncDisposable {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** A browser with a profile of its own, which is removed with it. */
export async function openBrowser(options: BrowserOptions = {}): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'footnote-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM_PATH,
    args: CHROMIUM_FLAGS,
    viewport: { width: options.width ?? 1_440, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
  });
  const close = async () => {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  };
  return { context, close, [Symbol.asyncDispose]: close };
}
