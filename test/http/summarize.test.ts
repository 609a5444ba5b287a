import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../contract/answer.ts';
import type { Problem } from '../../contract/problem.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import type { VerifyResponse } from '../../contract/verify.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const TEXT = `Block leave

Whoever holds a sensitive role must take ten working days of leave in a row in each leave year. During block leave there is no access to any system other than mail.

Block leave cannot be split, and days worked from home do not interrupt it. Sickness of three days or more during block leave does interrupt it, and the whole block leave has to be taken again.

Enter the block leave by 31 March of the leave year; otherwise the manager sets its date.`;
const ABSENT = '0198c0de-0000-7000-8000-000000000001';

let footnote: RunningFootnote;
let admin: TestClient;
let asker: TestClient;

beforeAll(async () => {
  footnote = await startFootnote();
  admin = createClient(footnote, footnote.adminKey);
  await admin.ingest([
    { title: 'Block leave', source: 'block.md', text: `# ${TEXT}` },
    { title: 'Plans', source: 'plans.md', text: TEXT, classification: 'restricted' },
  ]);
  const key = { name: 'asker', scopes: ['ask'], clearance: 'internal' };
  const { body } = await admin.post<{ key: string }>('/v1/keys', key);
  asker = createClient(footnote, body.key);
});
afterAll(() => footnote.stop());

async function idOf(source: string): Promise<string> {
  const { body } = await admin.get<{ data: { id: string; source: string }[] }>('/v1/documents');
  return body.data.find((document) => document.source === source)?.id ?? 'none';
}

async function summarize(request: object): Promise<Answer> {
  const { status, body } = await asker.post<Answer>('/v1/summarize', request);
  expect(status).toBe(200);
  return body;
}

function wordsOf(answer: string): number {
  return answer.replaceAll(/\[\d+\]/g, '').match(/[\p{L}\p{N}’']+/gu)?.length ?? 0;
}

describe('a summary of a text', () => {
  it('says sentences of it word for word, in its order, each cited and verified', async () => {
    const summary = await summarize({ text: TEXT, max_words: 60 });
    expect(summary.status).toBe('answered');
    expect(summary.verification).toMatchObject({ verdict: 'verified', unsupported_claims: 0 });
    expect(wordsOf(summary.answer)).toBeLessThanOrEqual(60);
    const places = summary.claims.map(({ text }) => TEXT.indexOf(text.replace(/ \[\d+\]/u, '')));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    expect(summary.citations.length).toBeGreaterThan(0);
    for (const { char_start: start, char_end: end, quote } of summary.citations) {
      expect(TEXT.slice(start ?? 0, end ?? 0)).toBe(quote);
    }
  });

  it('is the same each time, and shorter where fewer words are wanted', async () => {
    const [first, second] = [await summarize({ text: TEXT }), await summarize({ text: TEXT })];
    expect(second.answer).toBe(first.answer);
    const short = await summarize({ text: TEXT, max_words: 25 });
    expect(wordsOf(short.answer)).toBeLessThanOrEqual(25);
  });

  it('leaves a trace with the text and how the sentences were chosen', async () => {
    const { id } = await summarize({ text: TEXT });
    const { body } = await admin.get<TraceResponse>(`/v1/traces/${id}`);
    expect(body).toMatchObject({
      identity: { kind: 'summary' },
      summary: { texts: [{ text: TEXT }], summarizer: 'centroid-1', max_words: 150 },
      route: { task: 'summarization' },
      integrity: { intact: true },
    });
    expect((await asker.get<Answer>(`/v1/answers/${id}`)).body.id).toBe(id);
    expect((await admin.get(`/v1/traces/${id}/chunks`)).status).toBe(200);
  });

  it('abstains where there is no sentence to quote', async () => {
    expect(await summarize({ text: 'Hm.' })).toMatchObject({ status: 'abstained', citations: [] });
  });
});

describe('a summary of documents', () => {
  it('cites their chunks, and can be checked again', async () => {
    const id = await idOf('block.md');
    const summary = await summarize({ document_ids: [id], max_words: 60 });
    expect(summary.verification.verdict).toBe('verified');
    expect(summary.citations[0]).toMatchObject({ document_id: id, source: 'block.md' });
    const { body } = await asker.post<VerifyResponse>('/v1/verify', { trace_id: summary.id });
    expect(body.recorded).toMatchObject({ is_same: true });
  });

  it('is refused for what is absent or may not be read', async () => {
    for (const id of [ABSENT, await idOf('plans.md')]) {
      const { status } = await asker.post<Problem>('/v1/summarize', { document_ids: [id] });
      expect(status).toBe(404);
    }
  });
});

it('refuses a text that is blank, and a length that is none', async () => {
  for (const request of [{ text: '  ' }, {}, { text: TEXT, max_words: 0 }]) {
    expect((await asker.post('/v1/summarize', request)).status).toBe(422);
  }
});

it('summarises a text of a megabyte', async () => {
  const lines = Array.from(
    { length: 12_000 },
    (_, line) =>
      `Rule ${line} of the handbook says what team ${line % 37} has to do by day ${line % 28}.`,
  );
  const summary = await summarize({ text: lines.join('\n\n').slice(0, 1_000_000), max_words: 50 });
  expect(summary.status).toBe('answered');
});
