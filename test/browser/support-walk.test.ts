import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../support/client.ts';
import { type RunningFootnote, startFootnote } from '../support/start-footnote.ts';
import { findBarriers } from './support/find-barriers.ts';
import {
  hasChromium,
  needsChromium,
  openBrowser,
  type TestBrowser,
} from './support/open-browser.ts';
import { signIn } from './support/sign-in.ts';
import { openWatchedPage, type WatchedPage } from './support/watch-page.ts';

const QUESTION = 'What does a lost badge cost?';
/** Two ingests and an answer take their time on a busy machine. */
const SEEDING_MS = 300_000;

describe.skipIf(!hasChromium)(`a support engineer${needsChromium}`, () => {
  let server: RunningFootnote;
  let browser: TestBrowser;
  let watched: WatchedPage;
  let traceUrl: string;
  beforeAll(async () => {
    server = await startFootnote();
    const client = createClient(server, server.adminKey);
    await client.ingest([
      { title: 'Badges', source: 'badges.md', text: 'A lost badge costs 12 pounds.' },
      { title: 'Keys', source: 'keys.md', text: 'A lost key costs 30 pounds.' },
    ]);
    const answer = await client.ask({ question: QUESTION });
    traceUrl = `${server.url}/traces/${answer.id}`;
    await client.ingest([
      { title: 'New fees', source: 'fees.md', text: 'Since March a lost badge costs 19 pounds.' },
    ]);
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
  }, SEEDING_MS);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('learns why a document was not used', async () => {
    const { page } = watched;
    await page.goto(`${traceUrl}?tab=candidates`);
    await page.getByRole('textbox', { name: 'Why not this document?' }).fill('fees.md');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByText('Ingested later', { exact: true }).waitFor();
    expect(await page.getByRole('link', { name: 'New fees' }).isVisible()).toBe(true);
  });

  it('sees at which stage each chunk won or lost, without a pointer', async () => {
    const { page } = watched;
    const chart = page.getByRole('region', { name: 'Rank by stage' });
    const first = chart.getByRole('button', { name: /^1.*Badges.*selected/ });
    await first.focus();
    await page.keyboard.press('Enter');
    expect(await first.getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('link', { name: 'Open in its document' }).waitFor();
    await chart.getByText('The same as a table').click();
    await chart.getByRole('table', { name: 'Rank by stage' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('replays the answer as of then, and compares it with today', async () => {
    const { page } = watched;
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('button', { name: 'Replay as of then' }).click();
    await page.getByText('the same, to the last character').waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Replay with the documents of now' }).click();
    await page.getByText('Two answers compared').waitFor();
    await page.getByText('Entered').first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('tries other settings in the lab beside those that served the trace', async () => {
    const { page } = watched;
    await page.goto(`${traceUrl}?tab=candidates`);
    await page.getByRole('link', { name: 'Try other settings in the lab' }).click();
    const compared = page.getByRole('table', { name: 'Selected then and now' });
    await compared.getByRole('row', { name: /New fees.*Entered.*no candidate/ }).waitFor();
    await page.getByLabel('Chunks selected at most').fill('1');
    await compared.getByRole('row', { name: /Left/ }).first().waitFor();
    expect(new URL(page.url()).searchParams.get('max_chunks')).toBe('1');
    expect(await findBarriers(page)).toEqual([]);
  });

  it('says in the lab what is wrong with a setting, and shows no result for it', async () => {
    const { page } = watched;
    const field = page.getByLabel('Chunks selected at most');
    await page.getByText('What was selected holds').waitFor();
    await field.fill('500');
    await field.blur();
    await page.getByText('It must be a whole number from 1 to 100.').waitFor();
    expect(await field.inputValue()).toBe('500');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByText('candidates, confidence').count()).toBe(0);
    expect(await findBarriers(page)).toEqual([]);
    await field.fill('1');
    await page.getByText('1 selected of').waitFor();
  });

  it('says in the lab that nothing has the source that is searched', async () => {
    const { page } = watched;
    const field = page.getByLabel('Only this source');
    await field.fill('nowhere.md');
    await page.getByText('No document has this source').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await field.fill('');
    await page.getByText('1 selected of').waitFor();
  });

  it('keeps the question as a gold question', async () => {
    const { page } = watched;
    await page.getByRole('combobox', { name: 'Chunks that answer it' }).click();
    await page.getByRole('option').first().click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('link', { name: 'In from-lab, version 1' }).click();
    await page.getByRole('heading', { name: 'from-lab, version 1' }).waitFor();
    await page.getByRole('row', { name: QUESTION }).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
  });

  it('broke no rule of its own and left the server for nothing', () => {
    expect(watched.faults).toEqual([]);
    expect(watched.strayRequests).toEqual([]);
  });
});
