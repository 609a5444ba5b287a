import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page as ListPage } from '../../contract/page.ts';
import type { Document } from '../../contract/document.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { attacksFolder } from '../support/config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { attackTexts } from './support/attacks.ts';
import { hasChromium, needsChromium, openBrowser } from './support/open-browser.ts';
import { signIn } from './support/sign-in.ts';
import { openWatchedPage } from './support/watch-page.ts';

const folder = attacksFolder;
/** Where a page may show what was stored. Filled in once everything is. */
const addresses: string[] = [];

/** Stores attacks in every field that the API takes a text for and the pages show. */
async function storeAttacks(client: TestClient): Promise<void> {
  const short = await attackTexts(folder, 120);
  const long = await attackTexts(folder, 4_000);
  const pick = (texts: readonly string[], index: number) => texts[index % texts.length] ?? '';
  await client.ingest(
    long.map((text, index) => ({
      title: pick(short, index),
      source: `${index} ${pick(short, index + 1)}`,
      text: `# ${pick(short, index).replaceAll('\n', ' ')}\n\nA lost badge costs 12 pounds. ${text}`,
      mime: 'text/markdown',
      tags: [
        pick(short, index + 2)
          .slice(0, 60)
          .toWellFormed(),
      ],
    })),
  );
  await client.ingest([
    { title: 'Hostile HTML', source: 'page.html', mime: 'text/html', text: long.join('<p>') },
  ]);
  const answer = await client.ask({
    question: `What does a lost badge cost? ${pick(long, 0)}`,
    metadata: { app: pick(short, 0), [pick(short, 1).slice(0, 40).toWellFormed()]: pick(short, 2) },
    end_user: { id: pick(short, 3), groups: [] },
    messages: [{ role: 'user', content: pick(long, 1) }],
  });
  const must = async (path: string, body: unknown) => {
    const reply = await client.post<{ readonly id: string; readonly trace_id?: string }>(
      path,
      body,
    );
    expect({ path, status: reply.status }).toEqual({
      path,
      status: expect.toBeOneOf([200, 201, 202]),
    });
    return reply.body;
  };
  await must(`/v1/answers/${answer.id}/feedback`, {
    rating: 'down',
    comment: pick(long, 2).slice(0, 4_000),
    expected: pick(long, 0),
  });
  await must('/v1/keys', { name: pick(short, 0), scopes: ['ask'], groups: [pick(short, 1)] });
  await must('/v1/traces/views', {
    name: pick(short, 2).slice(0, 80).toWellFormed(),
    filters: { q: pick(short, 3) },
  });
  await must('/v1/gold-sets', {
    name: 'hostile',
    items: long.slice(0, 3).map((text, index) => ({
      id: `${index} ${pick(short, index)}`,
      input: text,
      expected: { accepted_answers: [pick(long, 1)] },
    })),
  });
  const verified = await must('/v1/verify', {
    answer: `${pick(long, 0)} [1]`,
    chunks: [{ id: pick(short, 0), text: pick(long, 1) }],
    question: pick(long, 0),
  });
  const retrieved = await must('/v1/retrieve', { question: pick(long, 0) });
  const replayed = await must(`/v1/traces/${answer.id}/replay`, { documents: 'now' });
  const documents = await client.get<ListPage<Document>>('/v1/documents?limit=200');
  const trace = `/traces/${answer.id}`;
  const other = 'answer' in replayed ? (replayed.answer as { readonly id: string }).id : answer.id;
  addresses.push('/', '/traces', `/?answer=${answer.id}`, `/traces/${retrieved.id}`, '/documents');
  addresses.push('/reviews', '/collections', '/sources', '/runs', '/quality', '/models');
  addresses.push(
    '/evaluations',
    '/gold-sets/hostile',
    '/workflows',
    '/classifiers',
    `${trace}/compare/${other}`,
  );
  if (verified.trace_id !== undefined) addresses.push(`/traces/${verified.trace_id}`);
  for (const tab of 'evidence candidates route prompt verification timeline record history'.split(
    ' ',
  )) {
    addresses.push(`${trace}?tab=${tab}`);
  }
  for (const { id } of documents.body.data.slice(0, 4)) {
    addresses.push(
      `/documents/${id}`,
      `/documents/${id}?tab=versions`,
      `/documents/${id}?tab=settings`,
    );
  }
  addresses.push(
    `/traces?q=${encodeURIComponent(pick(short, 1))}&app=${encodeURIComponent(pick(short, 0))}`,
  );
}

describe.skipIf(!hasChromium)(`texts that attack the page, in every field${needsChromium}`, () => {
  let server: RunningFootnote;
  beforeAll(async () => {
    server = await startFootnote();
    await storeAttacks(createClient(server, server.adminKey));
  }, 600_000);
  afterAll(() => server.stop());

  it('run nothing and load nothing', { timeout: 600_000 }, async () => {
    await using browser = await openBrowser();
    const { page, faults, strayRequests } = await openWatchedPage(browser.context, server.url);
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await signIn(page, server);
    for (const address of addresses) {
      await page.goto(server.url + address);
      await page.waitForLoadState('networkidle');
      expect({ address, title: await page.title() }).toEqual({ address, title: 'Footnote' });
      const elements = 'main :is(img, script, iframe, object, embed, video, audio, base, meta)';
      expect({ address, count: await page.locator(elements).count() }).toEqual({
        address,
        count: 0,
      });
      const schemes = await page.evaluate(
        `[...document.querySelectorAll('main a[href]')].map((link) => link.protocol)`,
      );
      expect({ address, schemes: new Set(schemes as string[]) }).toEqual({
        address,
        schemes: expect.toSatisfy((found: ReadonlySet<string>) =>
          [...found].every((scheme) => scheme === 'http:'),
        ),
      });
    }
    expect({ faults, strayRequests, dialogs, owned: await page.title() }).toEqual({
      faults: [],
      strayRequests: [],
      dialogs: [],
      owned: 'Footnote',
    });
  });
});
