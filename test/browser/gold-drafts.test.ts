import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type TestClient } from '../support/client.ts';
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

const TRAVEL = `# Travel

## Hotels

A hotel may cost up to £185 per night in the capital.

Claims must be handed in within thirty days of the trip.
`;

describe.skipIf(!hasChromium)(`drafts of gold items${needsChromium}`, () => {
  let server: RunningFootnote;
  let client: TestClient;
  let browser: TestBrowser;
  let watched: WatchedPage;
  beforeAll(async () => {
    server = await startFootnote();
    client = createClient(server, server.adminKey);
    await client.ingest([{ title: 'Travel', source: 'travel.md', text: TRAVEL }]);
    const items = [{ id: 'g1', input: 'What is a badge?', expected: { accepted_answers: ['x'] } }];
    await client.post('/v1/gold-sets', { name: 'travel', items });
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('are made from a collection, beside the words that they rest on', async () => {
    const { page } = watched;
    await page.goto(`${server.url}/gold-sets/travel`);
    await page.getByText('Drafts', { exact: true }).click();
    await page.getByText('No draft waits').waitFor();
    await page.getByRole('combobox', { name: 'Collection' }).click();
    await page.getByRole('option', { name: 'default' }).click();
    await page.getByRole('button', { name: 'Draft', exact: true }).click();
    await page.getByText('2 new drafts from 1 document.').waitFor();
    await page.getByText('2 drafts to decide on').waitFor();
    await page
      .getByRole('figure')
      .getByText(/£185|thirty days/)
      .waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('come into the set as a person words them, and one by one', async () => {
    const { page } = watched;
    const quote = await page.getByRole('figure').locator('blockquote').textContent();
    await page.getByLabel('Question').fill('What may one night cost, or when is it claimed?');
    await page.getByRole('button', { name: /^Approve/ }).click();
    await page.getByRole('heading', { name: 'travel, version 2' }).waitFor();
    await page.getByText('1 draft to decide on').waitFor();
    expect(await page.getByRole('figure').locator('blockquote').textContent()).not.toBe(quote);
    await page.locator('h1').click();
    await page.keyboard.press('r');
    await page.getByText('No draft waits').waitFor();
    const { body } = await client.get<{ data: { input: string }[] }>('/v1/gold-sets/travel/items');
    expect(body.data.map(({ input }) => input)).toEqual([
      'What is a badge?',
      'What may one night cost, or when is it claimed?',
    ]);
  });

  it('left the server for nothing', () => {
    expect(watched.strayRequests).toEqual([]);
    expect(watched.faults).toEqual([]);
  });
});
