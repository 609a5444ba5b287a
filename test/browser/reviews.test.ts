import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { findBarriers } from './support/find-barriers.ts';
import {
  hasChromium,
  needsChromium,
  openBrowser,
  type TestBrowser,
} from './support/open-browser.ts';
import { signIn } from './support/sign-in.ts';
import { openWatchedPage, type WatchedPage } from './support/watch-page.ts';

const QUESTION = 'When is overtime paid?';
const DRAFT = 'Overtime is paid with the next payslip.';

describe.skipIf(!hasChromium)(`a review in the browser${needsChromium}`, () => {
  let server: RunningFootnote;
  let browser: TestBrowser;
  let watched: WatchedPage;
  beforeAll(async () => {
    server = await startFootnote({ config: 'routes: [{ name: people-first, action: review }]' });
    const client = createClient(server, server.adminKey);
    await client.ingest([{ title: 'Pay', source: 'pay.md', text: `# Pay\n\n${DRAFT}` }]);
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('holds the draft back from who asks', async () => {
    const { page } = watched;
    await page.getByRole('textbox', { name: 'Question' }).fill(QUESTION);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByText('A person decides on it, due').waitFor();
    expect(await page.getByText(DRAFT).count()).toBe(0);
  });

  it('shows draft and evidence to a reviewer, who claims and corrects it', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Reviews' }).click();
    await page.getByRole('link', { name: QUESTION }).click();
    await page.getByRole('heading', { name: 'Draft that is held back' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Claim' }).click();
    await page.getByText('Claimed by').waitFor();
    await page.getByLabel('Answer').fill(`${DRAFT} [1] Ask payroll about exceptions.`);
    await page.getByLabel('Note').fill('Says whom to ask.');
    await page.getByRole('button', { name: 'Send the corrected answer' }).click();
    await page.getByText('Matches its hash').waitFor();
  });

  it('lists what was decided', async () => {
    const { page, faults, strayRequests } = watched;
    await page.goto(`${server.url}/reviews?status=decided`);
    await page.getByText('Corrected').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    expect(strayRequests).toEqual([]);
  });
});
