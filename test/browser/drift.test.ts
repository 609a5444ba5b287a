import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { findBarriers } from './support/find-barriers.ts';
import { hasChromium, needsChromium, openBrowser } from './support/open-browser.ts';
import { signIn } from './support/sign-in.ts';
import { openWatchedPage } from './support/watch-page.ts';

const SLOW_MS = 120_000;

describe.skipIf(!hasChromium)(`the page of drift${needsChromium}`, () => {
  let server: RunningFootnote;

  beforeAll(async () => {
    server = await startFootnote();
    const client = createClient(server, server.adminKey);
    const leave = { title: 'Leave', source: 'leave.md', text: 'You get 5 days of leave a year.' };
    await client.ingest([leave]);
    await client.post('/v1/collections', { name: 'handbuch' });
    await client.patch('/v1/collections/handbuch', { language: 'de' });
    const question = 'How many days of leave do I get?';
    for (let asked = 0; asked < 52; asked += 4) {
      await Promise.all(Array.from({ length: 4 }, () => client.ask({ question })));
    }
  }, SLOW_MS);
  afterAll(() => server.stop());

  it(
    'shows what changed and what was measured, each figure with its traces',
    async () => {
      await using browser = await openBrowser();
      const watched = await openWatchedPage(browser.context, server.url);
      const { page } = watched;
      page.setDefaultTimeout(SLOW_MS);
      await signIn(page, server);
      await page.goto(`${server.url}/quality/drift?window=50`);
      await page.getByRole('heading', { level: 1, name: 'Drift' }).waitFor();
      const measures = page.getByRole('table', { name: 'Measures by window' });
      await measures.waitFor();

      const changes = page.getByRole('table', { name: 'Changes' });
      expect(await changes.textContent()).toContain('Leave');
      expect(await changes.getByRole('row', { name: /handbuch/ }).textContent()).toMatch(
        /Language.*English.*German/,
      );
      expect(await measures.getByRole('row', { name: /Rated down/ }).textContent()).toContain(
        'no data',
      );
      await page.setViewportSize({ width: 360, height: 800 });
      const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      await page.setViewportSize({ width: 1440, height: 900 });
      expect(wide).toBe(0);
      expect(await findBarriers(page)).toEqual([]);
      await measures
        .getByRole('row', { name: /Length of answers/ })
        .getByRole('link')
        .click();
      await page.waitForURL(/\/traces\?.*from=/);
      await page.getByText('How many days of leave do I get?').first().waitFor();
    },
    SLOW_MS,
  );
});
