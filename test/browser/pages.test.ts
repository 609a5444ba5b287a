import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page as ListPage } from '../../contract/page.ts';
import type { Document } from '../../contract/document.ts';
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

const HOSTILE_TITLE = 'Memo \u202Egnp.exe <img src=x onerror="document.title=\'owned\'">';
const HOSTILE_TEXT = `# Badge memo

A lost badge costs 12 pounds. <script>document.title = 'owned'</script> <b>Pay</b> at the desk.

Visit [here](javascript:alert(1)) or ![pixel](http://127.0.0.1:9/pixel.png) with zero\u200Bwidth words.
`;

describe.skipIf(!hasChromium)(`every page${needsChromium}`, () => {
  let server: RunningFootnote;
  const addresses = new Map<string, string>();

  beforeAll(async () => {
    server = await startFootnote();
    const client = createClient(server, server.adminKey);
    await client.ingest([
      { title: HOSTILE_TITLE, text: HOSTILE_TEXT, mime: 'text/markdown', source: 'memo.md' },
    ]);
    const answer = await client.ask({ question: 'What does a lost badge cost?' });
    const retrieval = await client.post<{ id: string }>('/v1/retrieve', { question: 'lost badge' });
    const documents = await client.get<ListPage<Document>>('/v1/documents');
    const trace = `/traces/${answer.id}`;
    addresses.set('ask', '/');
    addresses.set('answer', `/?answer=${answer.id}`);
    addresses.set('traces', '/traces');
    addresses.set('trace', trace);
    for (const tab of ['candidates', 'timeline', 'route', 'verification', 'prompt', 'record']) {
      addresses.set(tab, `${trace}?tab=${tab}`);
    }
    addresses.set('why not', `${trace}?tab=candidates&absent=memo.md`);
    addresses.set('retrieval trace', `/traces/${retrieval.body.id}`);
    addresses.set('models', '/models');
    addresses.set('drift', '/quality/drift');
    addresses.set('documents', '/documents');
    addresses.set('document', `/documents/${documents.body.data[0]?.id}`);
  });
  afterAll(() => server.stop());

  async function openSignedIn(browser: TestBrowser): Promise<WatchedPage> {
    const watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
    return watched;
  }

  it.each(['light', 'dark'] as const)(
    'has no serious barrier and breaks no policy in the %s theme',
    async (colorScheme) => {
      await using browser = await openBrowser({ colorScheme });
      const { page, faults, strayRequests } = await openSignedIn(browser);
      const barriers: string[] = [];
      for (const [name, address] of addresses) {
        await page.goto(server.url + address);
        await page.waitForLoadState('networkidle');
        barriers.push(...(await findBarriers(page)).map((barrier) => `${name}: ${barrier}`));
      }
      await page.goto(`${server.url}/sign-in`);
      await page.getByLabel('API key').waitFor();
      barriers.push(...(await findBarriers(page)).map((barrier) => `sign-in: ${barrier}`));
      expect({ barriers, faults, strayRequests }).toEqual({
        barriers: [],
        faults: [],
        strayRequests: [],
      });
    },
  );

  it('fits a screen that is 360 pixels wide', async () => {
    await using browser = await openBrowser({ width: 360 });
    const { page } = await openSignedIn(browser);
    const tooWide: string[] = [];
    for (const [name, address] of addresses) {
      await page.goto(server.url + address);
      await page.waitForLoadState('networkidle');
      const excess = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      if (Number(excess) > 0) tooWide.push(`${name} by ${String(excess)} px`);
    }
    expect(tooWide).toEqual([]);
  });

  it('shows what a hostile document contains and runs none of it', async () => {
    await using browser = await openBrowser();
    const { page, faults, strayRequests } = await openSignedIn(browser);
    for (const address of addresses.values()) {
      await page.goto(server.url + address);
      await page.waitForLoadState('networkidle');
      expect(await page.title()).toBe('Footnote');
      expect(await page.locator('main img, main script').count()).toBe(0);
    }
    await page.goto(server.url + (addresses.get('document') ?? ''));
    await page.getByRole('heading', { level: 1 }).getByText('U+202E').waitFor();
    await page
      .getByRole('region', { name: /^Text of/ })
      .getByText('U+200B')
      .waitFor();
    expect({ faults, strayRequests }).toEqual({ faults: [], strayRequests: [] });
  });

  it('can be walked by keyboard alone', async () => {
    await using browser = await openBrowser();
    const { page } = await openSignedIn(browser);
    await page.goto(`${server.url}/traces`);
    await page.getByRole('link', { name: 'What does a lost badge cost?' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Evidence' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForURL('**tab=candidates**');
    await page
      .getByRole('button', { name: /^Citation 1/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**tab=evidence**');
    expect(new URL(page.url()).searchParams.get('marker')).toBe('1');
  });

  it('stops an answer on its way and does not ask again', async () => {
    await using browser = await openBrowser();
    const { page } = await openSignedIn(browser);
    let requestCount = 0;
    await page.route('**/v1/answers', () => {
      requestCount += 1;
    });
    const question = page.getByRole('textbox', { name: 'Question' });
    await question.fill('What does a lost badge cost?');
    await question.press('Control+Enter');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('heading', { name: 'Try one of these' }).waitFor();
    expect(await question.inputValue()).toBe('What does a lost badge cost?');
    expect(requestCount).toBe(1);
  });

  it('keeps a chosen theme over a reload', async () => {
    await using browser = await openBrowser({ colorScheme: 'light' });
    const { page } = await openSignedIn(browser);
    await page.getByRole('button', { name: 'Use the dark theme' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Use the light theme' }).waitFor();
    const scheme = await page.locator('html').getAttribute('data-mantine-color-scheme');
    expect(scheme).toBe('dark');
  });
});
