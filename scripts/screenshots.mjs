import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { fromRoot } from './prepare/paths.mjs';
import { findScreens } from './screenshots/find-screens.mjs';

/**
 * Takes a picture of every screen of a running server, in both themes, for `docs/images/`:
 * `FOOTNOTE_API_KEY=fn_… npm run screenshots [-- name …]`. Needs Chromium; `pngquant --ext .png -f docs/images/*.png`
 * then makes them half as large.
 */

const url = process.env.FOOTNOTE_URL ?? 'http://127.0.0.1:8080';
const key = process.env.FOOTNOTE_API_KEY;
const VIEWPORT = { width: 1_280, height: 800 };
const SETTLE_MS = 400;
const DEADLINE_MS = 120_000;

if (key === undefined) {
  process.stderr.write('Set FOOTNOTE_API_KEY to a key with the scope admin.\n');
  process.exit(2);
}

const wanted = process.argv.slice(2);
const screens = (await findScreens(url, key)).filter(
  ({ name }) => wanted.length === 0 || wanted.includes(name),
);
mkdirSync(fromRoot('docs', 'images'), { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await takeAll(colorScheme);
  }
} finally {
  await browser.close();
}

/** @param {'light' | 'dark'} colorScheme */
async function takeAll(colorScheme) {
  const context = await browser.newContext({
    viewport: VIEWPORT,
    colorScheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(DEADLINE_MS);
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('API key').fill(key ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('textbox', { name: 'Question' }).waitFor();
  for (const { name, path, ready } of screens) {
    await page.goto(url + path, { waitUntil: 'networkidle' });
    if (ready !== undefined) await page.locator(ready).first().waitFor();
    await page.waitForTimeout(SETTLE_MS);
    await page.screenshot({ path: fromRoot('docs', 'images', `${name}-${colorScheme}.png`) });
    process.stderr.write(`${name}, ${colorScheme}\n`);
  }
  await context.close();
}
