import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { type RunningFootnote, startFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';
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
const LUNCH = '# Lunch\n\nA lunch may cost up to £15 on a day of travel.\n';
const models = [
  { name: 'good', model: 'sim-good', tier: 'large' },
  { name: 'inventing', model: 'sim-drafter-inventing', tier: 'small' },
] as const;

describe.skipIf(!hasChromium)(`drafts of gold items${needsChromium}`, () => {
  let simulator: Simulator;
  let server: RunningFootnote;
  let client: TestClient;
  let browser: TestBrowser;
  let watched: WatchedPage;
  beforeAll(async () => {
    simulator = await startSimulator();
    server = await startFootnote({ config: writeConfig(simulator.baseUrl, { models }) });
    client = createClient(server, server.adminKey);
    await client.ingest([
      { title: 'Travel', source: 'travel.md', text: TRAVEL },
      { title: 'Lunch', source: 'lunch.md', text: LUNCH, collection: 'lunch' },
    ]);
    const items = [{ id: 'g1', input: 'What is a badge?', expected: { accepted_answers: ['x'] } }];
    await client.post('/v1/gold-sets', { name: 'travel', items });
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await simulator.stop();
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

  it('are written by a model that is chosen, and what it invents is said not to be kept', async () => {
    const { page } = watched;
    const draftBy = async (model: string) => {
      await page.getByRole('combobox', { name: 'Written by' }).click();
      await page.getByRole('option', { name: model }).click();
      await page.getByRole('button', { name: 'Draft', exact: true }).click();
    };
    await page.getByRole('combobox', { name: 'Collection' }).click();
    await page.getByRole('option', { name: 'lunch' }).click();
    await draftBy('inventing');
    await page.getByText(/^0 new drafts from 1 document, 1 chunk for/).waitFor();
    await page
      .getByRole('list', { name: 'Not kept' })
      .getByText('1 chunk without a draft: what the model quoted does not stand in it')
      .waitFor();
    await page.getByText('No draft waits').waitFor();
    await draftBy('good');
    await page.getByText(/^1 new draft from 1 document, 1 chunk for/).waitFor();
    const figure = page.getByRole('figure');
    await figure.getByText('A lunch may cost up to £15 on a day of travel.').waitFor();
    expect(await figure.getByRole('link', { name: 'good' }).getAttribute('href')).toMatch(
      /^\/traces\//,
    );
    expect(await findBarriers(page)).toEqual([]);
  });

  it('left the server for nothing', () => {
    expect(watched.strayRequests).toEqual([]);
    expect(watched.faults).toEqual([]);
  });
});
