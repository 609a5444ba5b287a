import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';
import { TICKETS } from '../support/tickets.ts';
import { findBarriers } from './support/find-barriers.ts';
import {
  hasChromium,
  needsChromium,
  openBrowser,
  type TestBrowser,
} from './support/open-browser.ts';
import { signIn } from './support/sign-in.ts';
import { openWatchedPage, type WatchedPage } from './support/watch-page.ts';

const HOSTILE_MEANING = `Holidays <img src=x onerror="document.title='owned'">`;
const HOSTILE = `<img src=x onerror="document.title='owned'"> needs a badge`;

describe.skipIf(!hasChromium)(`a classifier in the browser${needsChromium}`, () => {
  let simulator: Simulator;
  let server: RunningFootnote;
  let browser: TestBrowser;
  let watched: WatchedPage;
  beforeAll(async () => {
    simulator = await startSimulator();
    const models = [{ name: 'exact', model: 'sim-good', tier: 'large' }] as const;
    const config = writeConfig(simulator.baseUrl, { models });
    server = await startFootnote({ config, hasWorker: false });
    const client = createClient(server, server.adminKey);
    await client.post('/v1/classifiers', {
      name: 'triage',
      examples: TICKETS,
      label_descriptions: [{ label: 'leave', description: HOSTILE_MEANING }],
      note: 'first',
    });
    await client.post('/v1/classifiers/triage/examples', {
      examples: [{ text: HOSTILE, label: TICKETS[0]?.label }],
      note: 'second',
    });
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await simulator.stop();
  });

  it('is found in the list, with the report of the version that serves', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Classifiers' }).click();
    await page.getByRole('link', { name: 'triage', exact: true }).click();
    await page.getByText('Version 2 serves.').waitFor();
    await page.getByRole('heading', { name: 'Report' }).waitFor();
    const row = page.getByRole('row').filter({ hasText: HOSTILE_MEANING });
    expect(await row.textContent()).toMatch(/^leave/u);
    expect(await findBarriers(page)).toEqual([]);
  });

  it('labels a text that is tried, and says which words decided', async () => {
    const { page } = watched;
    await page.getByLabel('Text', { exact: true }).fill(TICKETS[0]?.text ?? '');
    await page.getByRole('button', { name: 'Label', exact: true }).click();
    const outcome = page.getByRole('status').filter({ hasText: 'Words that decided' });
    await outcome.getByText(TICKETS[0]?.label ?? '', { exact: true }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('compares two versions under an address of its own', async () => {
    const { page } = watched;
    const compared = page.getByRole('region', { name: 'Compare two versions' });
    await compared.getByText('Examples added').waitFor();
    await compared.getByLabel('To version').click();
    await page.getByRole('option', { name: '1', exact: true }).click();
    await page.waitForURL(/\?from=1&to=1$/);
    await compared.getByText('The F1 of no label differs.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('goes back to the version before, and serves another again', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Roll back to version 1' }).click();
    await page.getByText('Version 1 serves.').waitFor();
    await page.getByRole('button', { name: 'Activate version 2' }).click();
    await page.getByText('Version 2 serves.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('learns from a model, and says what that loses and saves', async () => {
    const { page, faults, strayRequests } = watched;
    const panel = page.getByRole('region', { name: 'Learn from a model' });
    await panel.getByLabel('Model').click();
    await page.getByRole('option', { name: 'exact' }).click();
    await panel.getByLabel('Texts, one a line').fill(`leave next week\n\n${HOSTILE}`);
    await panel.getByRole('button', { name: 'Label 2 and train' }).click();
    await panel.getByText('version 3').waitFor();
    await panel.getByText('The model is better by').waitFor();
    await page.getByText('Version 2 serves.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.title()).not.toBe('owned');
    expect(faults).toEqual([]);
    expect(strayRequests).toEqual([]);
  });
});
