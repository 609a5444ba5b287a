import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { CreatedApiKey } from '../../contract/api-key.ts';
import type { ReviewPage } from '../../contract/review.ts';
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

const ITEMS = 10;
/** Ten questions, and ten decisions, one after the other take their time on a busy machine. */
const TEN_ITEMS_MS = 300_000;
const THINGS = 'badge,locker,bicycle,umbrella,laptop,headset,monitor,keyboard,chair,desk'.split(
  ',',
);

/** What the reviewer does with each item, in the order in which they come up. */
const DECISIONS = ['approve', 'correct', 'approve', 'reject', 'approve'] as const;

describe.skipIf(!hasChromium)(`a reviewer at the keyboard${needsChromium}`, () => {
  let server: RunningFootnote;
  let browser: TestBrowser;
  let watched: WatchedPage;
  beforeAll(async () => {
    server = await startFootnote({ config: 'routes: [{ name: people-first, action: review }]' });
    const client = createClient(server, server.adminKey);
    await client.ingest([
      {
        title: 'Replacements',
        source: 'replacements.md',
        mime: 'text/markdown',
        text: `# Replacements\n\n${THINGS.map((thing, index) => `## ${thing}\n\nA lost ${thing} costs ${index + 11} pounds.\n`).join('\n')}`,
      },
    ]);
    for (const thing of THINGS) {
      // oxlint-disable-next-line no-await-in-loop -- the queue's order is the order of asking
      await client.ask({ question: `What does a lost ${thing} cost?` });
    }
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
  }, TEN_ITEMS_MS);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  it('shows in the queue when each is due', async () => {
    const { page } = watched;
    await page.goto(`${server.url}/reviews`);
    await page.getByRole('link', { name: 'What does a lost badge cost?' }).waitFor();
    expect(await page.getByRole('row').count()).toBe(ITEMS + 1);
    expect(await page.getByText(/^in \d+ (h|min|d)/).count()).toBe(ITEMS);
    expect(await findBarriers(page)).toEqual([]);
  });

  it(
    'decides ten items without a pointer, one after the other',
    async () => {
      const { page } = watched;
      await page.keyboard.press('n');
      for (const [index, thing] of THINGS.entries()) {
        // oxlint-disable-next-line no-await-in-loop -- one item at a time is the point
        await decideByKeys(page, thing, DECISIONS[index % DECISIONS.length] ?? 'approve');
      }
      await page.getByText('No other review waits.').waitFor();
      const client = createClient(server, server.adminKey);
      const listDecisions = async () => {
        const { body } = await client.get<z.infer<typeof ReviewPage>>('/v1/reviews?status=decided');
        return body.data.map(({ decision }) => decision);
      };
      await expect
        .poll(listDecisions, { timeout: 20_000 })
        .toEqual([...DECISIONS, ...DECISIONS].toReversed());
    },
    TEN_ITEMS_MS,
  );

  it('shows who has locked an item, and lets nobody else decide it', async () => {
    const { page } = watched;
    const admin = createClient(server, server.adminKey);
    await admin.ask({ question: 'What does a lost chair cost?' });
    const { body: queue } = await admin.get<z.infer<typeof ReviewPage>>('/v1/reviews?status=open');
    const [open] = queue.data;
    const { body: key } = await admin.post<CreatedApiKey>('/v1/keys', {
      name: 'second reviewer',
      scopes: ['review'],
    });
    await createClient(server, key.key).post(`/v1/reviews/${open?.id}/claim`, {});
    await page.goto(`${server.url}/reviews/${open?.id}`);
    await page.getByText('Claimed by second reviewer until').waitFor();
    expect(await page.getByRole('button', { name: 'Approve the draft' }).isDisabled()).toBe(true);
    await page.keyboard.press('a');
    expect(await page.getByText('Claimed by second reviewer until').isVisible()).toBe(true);
  });

  it('broke no rule of its own and left the server for nothing', () => {
    expect(watched.faults).toEqual([]);
    expect(watched.strayRequests).toEqual([]);
  });
});

async function decideByKeys(
  page: Page,
  thing: string,
  decision: (typeof DECISIONS)[number],
): Promise<void> {
  await page.getByRole('heading', { level: 1, name: `What does a lost ${thing} cost?` }).waitFor();
  await page.keyboard.press('c');
  await page.getByText('Claimed by you until').waitFor();
  if (decision === 'approve') {
    await page.keyboard.press('a');
  } else if (decision === 'correct') {
    await page.keyboard.press('e');
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' Ask reception.');
    await page.getByRole('region', { name: 'What you change' }).getByText('Ask').waitFor();
    await page.keyboard.press('Control+Enter');
  } else {
    await page.keyboard.press('r');
    await page.keyboard.type('The price is out of date.');
    await page.keyboard.press('Control+Enter');
  }
}
