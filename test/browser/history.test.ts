import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type TestClient } from '../support/client.ts';
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

const QUESTION = 'How many days of carer’s leave do I get?';

describe.skipIf(!hasChromium)(`the history of an answer in the browser${needsChromium}`, () => {
  let server: RunningFootnote;
  let client: TestClient;
  let browser: TestBrowser;
  let watched: WatchedPage;
  beforeAll(async () => {
    server = await startFootnote();
    client = createClient(server, server.adminKey);
    await client.ingest([
      { title: 'Leave', source: 'leave.md', text: 'Everybody gets 5 days of carer’s leave.' },
    ]);
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('takes what the asker says of the answer', async () => {
    const { page } = watched;
    await page.getByRole('textbox', { name: 'Question' }).fill(QUESTION);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByLabel('What should it have said?').fill('It used to be 6 days.');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Thank you').waitFor();
  });

  it('shows it to the auditor, with what has changed since', async () => {
    const { page } = watched;
    await client.ingest([
      { title: 'Leave', source: 'leave.md', text: 'Everybody gets 8 days of carer’s leave.' },
    ]);
    await page.getByRole('link', { name: 'Open trace' }).click();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('It used to be 6 days.').waitFor();
    await page.getByText('1 chunk that it cites of “Leave” changed in version 2.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('replays it from the documents of then, and it is the same', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Replay as of then' }).click();
    await page.getByText('the same, to the last character').waitFor();
    await page.getByText('The same chunks in the same order.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.goBack();
  });

  it('replays it from the documents of now, and shows the words that differ', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Replay with the documents of now' }).click();
    await page.getByText('Two answers compared').waitFor();
    await page.locator('del', { hasText: '5' }).first().waitFor();
    await page.locator('ins', { hasText: '8' }).first().waitFor();
    await page.getByText('Entered').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.goBack();
    await page.getByText('From the documents of that day.').waitFor();
  });

  it('hashes the stored bytes in the browser', async () => {
    const { page, faults, strayRequests } = watched;
    await page.getByRole('tab', { name: 'Record' }).click();
    await page.getByRole('button', { name: 'Hash the bytes in this browser' }).click();
    await page.getByText('Same hash').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect({ faults, strayRequests }).toEqual({ faults: [], strayRequests: [] });
  });
});
