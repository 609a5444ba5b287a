import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RetrieveResponse } from '../../contract/retrieval.ts';
import { createClient } from '../support/client.ts';
import { type RunningFootnote, startFootnote } from '../support/start-footnote.ts';
import {
  hasChromium,
  needsChromium,
  openBrowser,
  type TestBrowser,
} from './support/open-browser.ts';
import { signIn } from './support/sign-in.ts';
import { openWatchedPage, type WatchedPage } from './support/watch-page.ts';

describe.skipIf(!hasChromium)(`"Why not this document?" on a trace${needsChromium}`, () => {
  let server: RunningFootnote;
  let browser: TestBrowser;
  let watched: WatchedPage;
  let trace: string;
  let selected: string;
  beforeAll(async () => {
    server = await startFootnote({ config: 'retrieval: { leg_depth: 10 }' });
    const client = createClient(server, server.adminKey);
    await client.ingest([
      ...Array.from({ length: 12 }, (_, index) => ({
        title: `Badge rule ${index}`,
        source: `badge-${index}.md`,
        text: `A lost badge costs ${index} pounds.`,
      })),
      { title: 'Canteen', source: 'canteen.md', text: 'The canteen serves soup on Mondays.' },
    ]);
    const { body } = await client.post<RetrieveResponse>('/v1/retrieve', {
      question: 'What does a lost badge cost?',
    });
    trace = `/traces/${body.id}?tab=candidates`;
    selected = body.chunks[0]?.chunk_id ?? '';
    browser = await openBrowser();
    watched = await openWatchedPage(browser.context, server.url);
    await signIn(watched.page, server);
    await watched.page.goto(server.url + trace);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  async function ask(name: string): Promise<void> {
    const { page } = watched;
    await page.getByRole('textbox', { name: 'Why not this document?' }).fill(name);
    await page.getByRole('button', { name: 'Explain' }).click();
  }

  it('tells the ranks of a document beyond the cut-off', async () => {
    const { page } = watched;
    await ask('canteen.md');
    await page.getByText('Not a candidate', { exact: true }).waitFor();
    await page.getByText(/By vector it ranks 13 .* the leg took the best 10/).waitFor();
    const facts = await page.locator('dl').filter({ hasText: 'Vector cut-off' }).textContent();
    expect(facts).toMatch(/By vector#13 · -?[\d.]+Vector cut-off#10 · [\d.]+By keywordsnot ranked/);
  });

  it('keeps the question in the address', async () => {
    const { page } = watched;
    expect(new URL(page.url()).searchParams.get('absent')).toBe('canteen.md');
    await page.reload();
    await page.getByText(/By vector it ranks 13/).waitFor();
  });

  it('takes the id of a chunk, which may have been retrieved', async () => {
    const { page } = watched;
    await ask(selected);
    await page.getByText(/^It was retrieved, at rank 1 of/).waitFor();
    expect(await page.getByRole('link', { name: /^Badge rule/ }).count()).toBe(1);
  });

  it('says what is unknown', async () => {
    const { page } = watched;
    await ask('nowhere.md');
    await page.getByText('Never ingested', { exact: true }).waitFor();
    await ask('01890000-0000-7000-8000-000000000009');
    const alert = page.getByRole('alert').filter({ hasText: 'There is no such document or chunk' });
    await alert.waitFor();
    expect(await page.getByText('Never ingested', { exact: true }).count()).toBe(0);
  });

  it('broke no rule of its own', () => {
    expect(watched.faults).toEqual([]);
    expect(watched.strayRequests).toEqual([]);
  });
});
