import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../support/client.ts';
import { startFootnote } from '../support/start-footnote.ts';
import { findBarriers } from './support/find-barriers.ts';
import {
  hasChromium,
  needsChromium,
  openBrowser,
  type TestBrowser,
} from './support/open-browser.ts';
import { type KnowledgeWorld, seedKnowledge } from './support/seed-knowledge.ts';
import { signIn } from './support/sign-in.ts';
import { openWatchedPage, type WatchedPage } from './support/watch-page.ts';

describe.skipIf(!hasChromium)(`the screens of a knowledge team${needsChromium}`, () => {
  let world: KnowledgeWorld;
  beforeAll(async () => {
    world = await seedKnowledge();
  });
  afterAll(() => world.stop());

  async function openSignedIn(browser: TestBrowser): Promise<WatchedPage> {
    const watched = await openWatchedPage(browser.context, world.server.url);
    await signIn(watched.page, world.server);
    return watched;
  }

  function addressOf(name: string): string {
    return world.server.url + (world.addresses.get(name) ?? '/nowhere');
  }

  it.each(['light', 'dark'] as const)(
    'have no serious barrier and run nothing of a document in the %s theme',
    async (colorScheme) => {
      await using browser = await openBrowser({ colorScheme });
      const { page, faults, strayRequests } = await openSignedIn(browser);
      const barriers: string[] = [];
      for (const name of world.addresses.keys()) {
        await page.goto(addressOf(name));
        await page.waitForLoadState('networkidle');
        expect([await page.title(), await page.locator('main img').count()]).toEqual([
          'Footnote',
          0,
        ]);
        barriers.push(...(await findBarriers(page)).map((barrier) => `${name}: ${barrier}`));
      }
      expect({ barriers, faults, strayRequests }).toEqual({
        barriers: [],
        faults: [],
        strayRequests: [],
      });
    },
  );

  it('fit a screen that is 360 pixels wide', async () => {
    await using browser = await openBrowser({ width: 360 });
    const { page } = await openSignedIn(browser);
    const tooWide: string[] = [];
    for (const name of world.addresses.keys()) {
      await page.goto(addressOf(name));
      await page.waitForLoadState('networkidle');
      const excess = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      if (Number(excess) > 0) tooWide.push(`${name} by ${String(excess)} px`);
    }
    expect(tooWide).toEqual([]);
  });

  it('say why a source could not be followed', async () => {
    await using browser = await openBrowser();
    const { page } = await openSignedIn(browser);
    await page.goto(addressOf('sources'));
    const row = page.getByRole('row', { name: /^gone/ });
    await row.getByText('missing or not mounted').waitFor();
    await row.getByRole('button', { name: 'Sync now: gone' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sync of a source' }).waitFor();
    expect(page.url()).toContain('/runs/');
  });

  it('show what the server refuses at the field that is wrong', async () => {
    await using browser = await openBrowser();
    const { page } = await openSignedIn(browser);
    await page.goto(addressOf('sources'));
    await page.getByRole('button', { name: 'Add a source' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Not A Name');
    await page.getByRole('textbox', { name: 'Folder' }).fill('relative/folder');
    await page.getByRole('button', { name: 'Add source' }).click();
    await page.getByText('must be an absolute path').waitFor();
    const name = page.getByRole('textbox', { name: 'Name' });
    expect(await name.getAttribute('aria-invalid')).toBe('true');
    expect(await findBarriers(page)).toEqual([]);
    await name.fill('second');
    await page.getByRole('textbox', { name: 'Folder' }).fill(world.folder);
    await page.getByRole('button', { name: 'Add source' }).click();
    await page.getByRole('row', { name: /^second/ }).waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it('try a failed document again', async () => {
    await using browser = await openBrowser();
    const { page } = await openSignedIn(browser);
    await page.goto(addressOf('failed run'));
    await page.getByText('2 of 2 documents: 1 failed').waitFor();
    const retried = page.waitForResponse((response) => response.url().endsWith('/retry'));
    await page.getByRole('button', { name: 'Try again: odd.json' }).click();
    expect((await retried).status()).toBe(202);
    await page.getByText('2 of 2 documents: 1 failed').waitFor();
    await page.getByText('Partly failed').waitFor();
  });

  it('say what building an index anew would take before it is begun', async () => {
    await using browser = await openBrowser();
    const { page } = await openSignedIn(browser);
    await page.goto(addressOf('collections'));
    const stale = page.getByRole('row', { name: /^aged/ });
    await stale.getByText('1 document cut by another version of the chunker').waitFor();
    await page.getByRole('button', { name: 'Re-index… aged' }).click();
    const dialog = page.getByRole('dialog', { name: 'Re-index aged?' });
    await dialog.getByText('1 document cut by another version of the chunker').waitFor();
    await dialog.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { level: 1, name: 'Re-index' }).waitFor();
    await page.getByText('Succeeded').waitFor();
    await page.goto(addressOf('collections'));
    await stale.getByText('Up to date').waitFor();
    await page.getByRole('button', { name: 'Re-index… aged' }).click();
    await dialog.getByText('Nothing is stale').waitFor();
    expect(await dialog.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true);
  });

  it('let a held version serve once it was approved', async () => {
    await using browser = await openBrowser();
    const { page } = await openSignedIn(browser);
    await page.goto(addressOf('held findings'));
    await page.locator('mark').filter({ hasText: 'AKIAIOSFODNN7EXAMPLQ' }).waitFor();
    await page.getByRole('button', { name: 'Approve' }).click();
    const dialog = page.getByRole('dialog', { name: 'Approve version 3?' });
    await dialog.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('is held for approval').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Versions' }).click();
    const row = page.getByRole('row', { name: /^Version 3/ });
    await row.getByText('Serves now').waitFor();
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  });
});

describe.skipIf(!hasChromium)(`a run that goes on${needsChromium}`, () => {
  it('is paused, resumed and shown live until it is cancelled', async () => {
    await using server = await startFootnote({ hasWorker: false });
    const client = createClient(server, server.adminKey);
    const { body } = await client.post<{ run_id: string }>('/v1/documents', {
      title: 'Waiting',
      text: 'It waits for its turn.',
    });
    await using browser = await openBrowser();
    const { page, faults } = await openWatchedPage(browser.context, server.url);
    await signIn(page, server);
    await page.goto(`${server.url}/runs/${body.run_id}`);
    await page.getByText('Live').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Queued').waitFor();
    await client.post(`/v1/ingest-runs/${body.run_id}/cancel`, '');
    await page.getByText('Cancelled', { exact: true }).waitFor();
    expect(await page.getByText('1 of 1 document: 1 cancelled').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Try all again' }).isVisible()).toBe(true);
    expect(faults).toEqual([]);
  });

  it('is asked for again and again where its events cannot be followed', async () => {
    await using server = await startFootnote({ hasWorker: false });
    const client = createClient(server, server.adminKey);
    const { body } = await client.post<{ run_id: string }>('/v1/documents', {
      title: 'Waiting',
      text: 'It waits for its turn.',
    });
    await using browser = await openBrowser();
    const { page } = await openWatchedPage(browser.context, server.url);
    await signIn(page, server);
    await page.route('**/events', (route) => route.abort());
    await page.goto(`${server.url}/runs/${body.run_id}`);
    await page.getByText('Every two seconds').waitFor();
    await client.post(`/v1/ingest-runs/${body.run_id}/cancel`, '');
    await page.getByText('Cancelled', { exact: true }).waitFor();
    expect(await page.getByText('Every two seconds').count()).toBe(0);
  });
});
