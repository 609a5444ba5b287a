import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Answer } from '../../contract/answer.ts';
import { sha256Hex } from '../../platform/hash.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';
import {
  hasChromium,
  needsChromium,
  openBrowser,
  type TestBrowser,
} from './support/open-browser.ts';
import { signIn } from './support/sign-in.ts';
import { openWatchedPage, type WatchedPage } from './support/watch-page.ts';

const QUESTION = 'For how many hours may a visitor park at the Quay?';
const RULE = (hours: number) => `A visitor may park at the Quay for ${hours} hours at most.`;
const OTHERS = [
  'What does the set lunch cost?',
  'Who opens the Quay in the morning?',
  'How wide are the spaces at the Quay?',
];

/** A model that gets a number wrong whenever it is asked, behind a rule that lets its answers stand. */
function configOf({ baseUrl }: Simulator): string {
  return stringify({
    models: [
      {
        name: 'careless',
        provider: 'openai_compatible',
        base_url: baseUrl,
        model: 'sim-wrong-number',
        tier: 'small',
        hosting: 'self_hosted',
        data_classes: ['public', 'internal', 'confidential', 'restricted'],
        context_window: 32_000,
        price: { input_per_m: 0, output_per_m: 0 },
      },
    ],
    routes: [{ name: 'everything', on_unsupported: 'accept' }],
  });
}

// Somebody complained of an answer, and remembers a few words of it.
describe.skipIf(!hasChromium)(`the auditor finds last month's wrong answer${needsChromium}`, () => {
  let simulator: Simulator;
  let server: RunningFootnote;
  let client: TestClient;
  let browser: TestBrowser;
  let watched: WatchedPage;
  let wrong: Answer;
  let saidHours: string;

  const ingestRule = (hours: number) =>
    client.ingest([
      {
        title: 'Parking at the Quay',
        source: 'parking.md',
        mime: 'text/markdown',
        text: `# Parking at the Quay\n\n## Visitors\n\n${RULE(hours)}\n\n## Spaces\n\nThe spaces are 240 centimetres wide. The porter opens the Quay at 6.\n`,
      },
    ]);

  beforeAll(async () => {
    simulator = await startSimulator();
    server = await startFootnote({ config: configOf(simulator) });
    client = createClient(server, server.adminKey);
    await ingestRule(4);
    await client.ingest([
      { title: 'Canteen', source: 'canteen.md', text: 'The set lunch costs 5 pounds.' },
    ]);
    wrong = await client.ask({ question: QUESTION, metadata: { app: 'front-desk' } });
    for (const question of OTHERS) await client.ask({ question });
    await ingestRule(6);
    saidHours = /for (\d+) hours/.exec(wrong.answer)?.[1] ?? '';
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await simulator.stop();
  });

  it('is given a wrong answer to look for', () => {
    expect(saidHours).not.toBe('');
    expect(saidHours).not.toBe('4');
  });

  it('finds it by the words of the answer', async () => {
    const { page } = watched;
    await page.goto(`${server.url}/traces`);
    await page.getByRole('link', { name: QUESTION }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(`"${saidHours} hours at most"`);
    await page.waitForURL('**/traces?q=*');
    await expect.poll(() => page.locator('tr[data-index]').count()).toBe(1);
    expect(await page.locator('tr[data-index]').textContent()).toContain('front-desk');
  });

  it('sees the altered number beside the evidence that says another', async () => {
    const { page } = watched;
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: QUESTION }).click();
    await page.getByText('Record intact').waitFor();
    await page.getByRole('tab', { name: 'Verification' }).click();
    const claim = page
      .getByRole('tabpanel', { name: 'Verification' })
      .locator('li')
      .filter({ has: page.locator('mark', { hasText: `${saidHours} (differs)` }) })
      .filter({ has: page.locator('mark', { hasText: '4 (differs)' }) });
    await claim.first().waitFor();
    expect(await claim.count()).toBe(1);
  });

  it('sees that the document has changed since, and how', async () => {
    const { page } = watched;
    await page.getByText('What this answer cites has changed since.').waitFor();
    await page.getByRole('link', { name: /see what changed from version 1 to 2/ }).click();
    await page.locator('del', { hasText: '4' }).first().waitFor();
    const now = page.locator('ins', { hasText: '6' }).first();
    await now.waitFor();
    expect(await now.isVisible()).toBe(true);
    await page.goBack();
  });

  it('replays it as of then, and the record of that day is the same', async () => {
    const { page } = watched;
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByRole('button', { name: 'Replay as of then' }).click();
    await page.getByText('Two answers compared').waitFor();
    const same = page.getByText('The same chunks in the same order.');
    await same.waitFor();
    expect(await same.isVisible()).toBe(true);
    await page.goBack();
  });

  it('exports what was found, with the hashes that whoever gets it can check', async () => {
    const { page } = watched;
    await page.goto(
      `${server.url}/traces?q=${encodeURIComponent(`"${saidHours} hours"`)}&kind=answer`,
    );
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'as JSONL' }).click();
    const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(1);
    const { canonical, sha256 } = JSON.parse(lines[0] ?? '') as Record<
      'canonical' | 'sha256',
      string
    >;
    expect(sha256Hex(canonical)).toBe(sha256);
    expect(canonical).toContain(wrong.id);
  });

  it('broke no rule and left the server for nothing', () => {
    expect(watched.faults).toEqual([]);
    expect(watched.strayRequests).toEqual([]);
  });
});
