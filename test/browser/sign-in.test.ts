import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignInLink } from '../../contract/session.ts';
import { createClient } from '../support/client.ts';
import { type RunningFootnote, startFootnote } from '../support/start-footnote.ts';
import { hasChromium, needsChromium, openBrowser } from './support/open-browser.ts';
import { signIn, submitKey } from './support/sign-in.ts';
import { openWatchedPage } from './support/watch-page.ts';

describe.skipIf(!hasChromium)(`signing in${needsChromium}`, () => {
  let server: RunningFootnote;
  beforeAll(async () => {
    server = await startFootnote({ hasWorker: false });
  });
  afterAll(() => server.stop());

  it('sends whoever has no session to the sign-in page and back', async () => {
    await using browser = await openBrowser();
    const { page, faults } = await openWatchedPage(browser.context, server.url);
    await page.goto(`${server.url}/traces?verdict=verified`);
    await page.waitForURL('**/sign-in?from=%2Ftraces%3Fverdict%3Dverified');
    await submitKey(page, server);
    await page.getByRole('heading', { level: 1, name: 'Traces' }).waitFor();
    expect(page.url()).toBe(`${server.url}/traces?verdict=verified`);
    expect(faults).toEqual([]);
  });

  it('refuses a wrong key in words', async () => {
    await using browser = await openBrowser();
    const { page } = await openWatchedPage(browser.context, server.url);
    await page.goto(`${server.url}/sign-in`);
    await page.getByLabel('API key').fill('fn_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('Sign-in failed');
  });

  it('takes the token of a sign-in link and drops it from the address', async () => {
    const client = createClient(server, server.adminKey);
    const link = await client.post<SignInLink>('/v1/sign-in-links', {});
    const fragment = new URL(link.body.url).hash;
    await using browser = await openBrowser();
    const { page, faults } = await openWatchedPage(browser.context, server.url);
    await page.goto(`${server.url}/sign-in${fragment}`);
    await page.getByRole('textbox', { name: 'Question' }).waitFor();
    expect(page.url()).toBe(`${server.url}/`);
    expect(faults).toEqual([]);
  });

  it('keeps the key out of what the page can read', async () => {
    await using browser = await openBrowser();
    const { page } = await openWatchedPage(browser.context, server.url);
    await signIn(page, server);
    const readable = await page.evaluate(
      'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }, history.state])',
    );
    expect(readable).not.toContain(server.adminKey);
    expect(readable).toContain('"",{');
  });

  it('ends the session on the way out', async () => {
    await using browser = await openBrowser();
    const { page } = await openWatchedPage(browser.context, server.url);
    await signIn(page, server);
    await page.getByRole('button', { name: 'admin' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    await page.goto(`${server.url}/documents`);
    await page.waitForURL('**/sign-in?from=%2Fdocuments');
    expect(await page.getByLabel('API key').isVisible()).toBe(true);
  });
});
