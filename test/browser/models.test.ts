import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
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

describe.skipIf(!hasChromium)(`the models page${needsChromium}`, () => {
  let server: RunningFootnote;

  beforeAll(async () => {
    server = await startFootnote({
      config: writeConfig('http://127.0.0.1:9/v1', {
        models: [{ name: 'large' }, { name: 'also-large', model: 'large' }, { name: 'small' }],
      }),
    });
  });
  afterAll(() => server.stop());

  async function openModels(browser: TestBrowser): Promise<WatchedPage> {
    const watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
    await watched.page.getByRole('link', { name: 'Models' }).click();
    await watched.page.getByRole('table', { name: 'Models' }).waitFor();
    return watched;
  }

  it('keeps calls away from a model for a reason, and gives it back', async () => {
    await using browser = await openBrowser();
    const { page, faults, strayRequests } = await openModels(browser);
    const row = page.getByRole('row', { name: /^large/ });
    await row.getByRole('button', { name: 'Keep away' }).click();
    const dialog = page.getByRole('dialog', { name: 'Keep all calls away from large?' });
    await dialog.getByLabel('Reason').fill('The contract ended.');
    await dialog.getByRole('button', { name: 'Keep away' }).click();
    await row.getByText('opened by hand: The contract ended.').first().waitFor();
    await page.getByRole('row', { name: /^also-large.*Shared with large/ }).waitFor();

    await row.getByRole('button', { name: 'Give back' }).click();
    const giveBack = page.getByRole('dialog', { name: 'Give large back?' });
    await giveBack.getByLabel('Reason').fill('It was extended.');
    await giveBack.getByRole('button', { name: 'Give back' }).click();
    await row.getByText('Half open').first().waitFor();

    await row.getByText('Transitions').click();
    expect(await row.getByRole('listitem').count()).toBe(2);
    await row.getByText('By hand', { exact: true }).click();
    await row.getByText(/, admin: kept away\. The contract ended\./).waitFor();
    expect({ faults, strayRequests }).toEqual({ faults: [], strayRequests: [] });
  });

  it('has no serious barrier in either theme, and fits a narrow screen', async () => {
    const client = createClient(server, server.adminKey);
    const body = { state: 'forced_open', reason: 'A reason-without-any-space-'.repeat(10) };
    await client.post('/v1/routing/models/small/circuit', body);
    for (const colorScheme of ['light', 'dark'] as const) {
      await using browser = await openBrowser({ colorScheme, width: 360 });
      const { page } = await openModels(browser);
      expect(await findBarriers(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    }
  });
});
