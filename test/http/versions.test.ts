import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedApiKey } from '../../contract/api-key.ts';
import type { Document } from '../../contract/document.ts';
import type { DocumentVersion, DocumentVersionSummary } from '../../contract/document-version.ts';
import type { IngestRun } from '../../contract/ingest-run.ts';
import type { Page } from '../../contract/page.ts';
import type { RetrieveResponse } from '../../contract/retrieval.ts';
import type { CitingAnswer, ReaskResponse } from '../../contract/stale-answer.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import type { TraceSummary } from '../../contract/trace-summary.ts';
import type { TraceChunks } from '../../contract/trace-chunk.ts';
import type { VersionDiff } from '../../contract/version-diff.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

let footnote: RunningFootnote;
let client: TestClient;
beforeAll(async () => {
  footnote = await startFootnote();
  client = createClient(footnote, footnote.adminKey);
});
afterAll(() => footnote.stop());

/** Sections that are long enough to be chunks of their own. */
function handbook(topic: string, allowance: string, ending = ''): string {
  const filler = (name: string) =>
    `## ${name}\n\n${`The ${topic} ${name.toLowerCase()} rules apply to everybody in the bank. `.repeat(12)}\n\n`;
  return [
    `# ${topic} handbook\n\n`,
    filler('Purpose'),
    `## Allowance\n\nThe ${topic} allowance is ${allowance} euros a year for every employee. It is paid out in March.\n\n`,
    filler('Contacts'),
    ending,
  ].join('');
}

async function ingest(source: string, text: string, settings: object = {}): Promise<Document> {
  const run = await ingestRun(source, text, settings);
  expect(run.status).toBe('succeeded');
  const { body } = await client.get<Page<Document>>(`/v1/documents?q=${source}`);
  const document = body.data.find((candidate) => candidate.source === source);
  if (document === undefined) throw new Error(`No document ${source}`);
  return document;
}

function ingestRun(source: string, text: string, settings: object = {}): Promise<IngestRun> {
  const title = `${source} handbook`;
  return client.ingest([{ title, mime: 'text/markdown', source, text, ...settings }]);
}

function questionOn(topic: string): string {
  return `How many euros a year is the ${topic} allowance?`;
}

async function staleOf(document: Document): Promise<readonly CitingAnswer[]> {
  const path = `/v1/documents/${document.id}/answers?stale=true`;
  return (await client.get<Page<CitingAnswer>>(path)).body.data;
}

describe('a retired document', () => {
  it('answers nothing from that moment on, and leaves old traces whole', async () => {
    const document = await ingest('marmalade', handbook('marmalade', '100'));
    const answer = await client.ask({ question: questionOn('marmalade') });
    expect(answer.answer).toContain('100 euros');
    const before = await client.get<TraceResponse>(`/v1/traces/${answer.id}`);
    await client.delete(`/v1/documents/${document.id}`);

    const again = await client.post<RetrieveResponse>('/v1/retrieve', {
      question: questionOn('marmalade'),
    });
    const named = [...again.body.chunks, ...again.body.rejected].map((chunk) => chunk.document_id);
    expect(named).not.toContain(document.id);

    const after = await client.get<TraceResponse>(`/v1/traces/${answer.id}`);
    const { integrity: _before, ...record } = before.body;
    const { integrity, ...sameRecord } = after.body;
    expect(sameRecord).toEqual(record);
    expect(integrity).toMatchObject({ intact: true, stale: true });
    const chunks = await client.get<TraceChunks>(`/v1/traces/${answer.id}/chunks`);
    expect(chunks.body.data.some((chunk) => chunk.text?.includes('100 euros'))).toBe(true);
    expect(await staleOf(document)).toMatchObject([
      {
        trace_id: answer.id,
        stale: {
          run_id: null,
          to_version: null,
          changes: [{ change: 'retired', replaced_by: null }],
        },
      },
    ]);
  });
});

describe('restoring', () => {
  it('brings the old chunks back in one call, without embedding anything', async () => {
    const document = await ingest('nutmeg', handbook('nutmeg', '200'));
    const old = await client.get<DocumentVersion>(`/v1/documents/${document.id}/versions/1`);
    const answer = await client.ask({ question: questionOn('nutmeg') });
    await ingest('nutmeg', handbook('nutmeg', '250'));
    expect(await staleOf(document)).toHaveLength(1);
    const embedded = await countEmbeddings();

    const restored = await client.post<Document>(
      `/v1/documents/${document.id}/versions/1/restore`,
      {},
    );
    expect(restored).toMatchObject({ status: 200, body: { version: 3, status: 'ready' } });
    const version = await client.get<DocumentVersion>(`/v1/documents/${document.id}/versions/3`);
    expect(version.body).toMatchObject({ restored_from: 1, text: old.body.text });
    expect(version.body.chunks.map((chunk) => chunk.chunk_id)).toEqual(
      old.body.chunks.map((chunk) => chunk.chunk_id),
    );
    expect(await countEmbeddings()).toBe(embedded);
    expect((await client.ask({ question: questionOn('nutmeg') })).answer).toContain('200 euros');
    // What the first answer cites serves again.
    expect(await staleOf(document)).toEqual([]);
    const trace = await client.get<TraceResponse>(`/v1/traces/${answer.id}`);
    expect(trace.body.integrity.stale).toBe(false);
  });

  it('brings a retired document back', async () => {
    const document = await ingest('saffron', handbook('saffron', '300'));
    await client.delete(`/v1/documents/${document.id}`);
    await client.post(`/v1/documents/${document.id}/versions/1/restore`, {});
    expect((await client.ask({ question: questionOn('saffron') })).answer).toContain('300 euros');
  });

  it('refuses what serves already and what never was', async () => {
    const document = await ingest('paprika', handbook('paprika', '310'));
    const restore = async (version: number) => {
      const reply = await client.post(
        `/v1/documents/${document.id}/versions/${version}/restore`,
        {},
      );
      return reply.status;
    };
    expect([await restore(1), await restore(2)]).toEqual([409, 404]);
  });
});

describe('a changed document', () => {
  it('shows which words of which chunk changed', async () => {
    const document = await ingest('cinnamon', handbook('cinnamon', '400'));
    await ingest(
      'cinnamon',
      handbook('cinnamon', '450', '## New\n\nBrand new words stand here.\n'),
    );
    const { body } = await client.get<VersionDiff>(`/v1/documents/${document.id}/diff`);
    expect([body.from.version, body.to.version]).toEqual([1, 2]);
    const changed = body.changes.find((change) => change.words.some(({ text }) => text === '450'));
    expect(changed?.kind).toBe('changed');
    expect(changed?.words.filter(({ op }) => op !== 'equal')).toEqual([
      { op: 'delete', text: '400' },
      { op: 'insert', text: '450' },
    ]);
    const text = (await client.get<DocumentVersion>(`/v1/documents/${document.id}/versions/2`)).body
      .text;
    expect(text.slice(changed?.to?.char_start, changed?.to?.char_end)).toContain('450 euros');
    const back = await client.get<VersionDiff>(`/v1/documents/${document.id}/diff?from=2&to=1`);
    expect(back.body.counts).toEqual({
      ...body.counts,
      added: body.counts.removed,
      removed: body.counts.added,
    });
  });

  it('makes the answers stale that cite what changed, and says how', async () => {
    const document = await ingest('ginger', handbook('ginger', '500'));
    const answer = await client.ask({ question: questionOn('ginger') });
    const cited = answer.citations.find((citation) => citation.document_id === document.id);
    const run = await ingestRun('ginger', handbook('ginger', '550'));

    expect(run.stale_answers).toBe(1);
    const [stale, ...others] = await staleOf(document);
    expect(others).toEqual([]);
    expect(stale).toMatchObject({
      trace_id: answer.id,
      question: questionOn('ginger'),
      reasked_as: null,
      stale: { run_id: run.id, from_version: 1, to_version: 2 },
    });
    expect(stale?.cited.map(({ marker }) => marker)).toContain(cited?.marker);
    const change = stale?.stale?.changes.find(({ chunk_id: id }) => id === cited?.chunk_id);
    expect(change?.change).toBe('changed');
    expect(change?.words.filter(({ op }) => op !== 'equal').map(({ text }) => text)).toEqual([
      '500',
      '550',
    ]);
    const now = await client.get<DocumentVersion>(`/v1/documents/${document.id}/versions/2`);
    expect(now.body.chunks.map(({ chunk_id: id }) => id)).toContain(change?.replaced_by);

    const ofRun = await client.get<Page<CitingAnswer>>(`/v1/ingest-runs/${run.id}/stale-answers`);
    expect(ofRun.body.data).toEqual([stale]);
    const traces = await client.get<Page<TraceSummary>>(
      `/v1/traces?stale=true&document_id=${document.id}`,
    );
    expect(traces.body.data.map(({ id, stale: isStale }) => [id, isStale])).toEqual([
      [answer.id, true],
    ]);
    const fresh = await client.get<Page<CitingAnswer>>(
      `/v1/documents/${document.id}/answers?stale=false`,
    );
    expect(fresh.body.data).toEqual([]);
  });

  it('leaves an answer alone whose passage was only cut differently', async () => {
    const document = await ingest('clove', handbook('clove', '600'));
    const answer = await client.ask({ question: questionOn('clove') });
    // A new title is another text to embed, so every chunk is a new one; the words are the same.
    await ingest('clove', handbook('clove', '600'), { title: 'Another title' });
    const diff = await client.get<VersionDiff>(`/v1/documents/${document.id}/diff`);
    expect(diff.body.counts.retitled).toBeGreaterThan(0);
    expect(await staleOf(document)).toEqual([]);
    const citing = await client.get<Page<CitingAnswer>>(`/v1/documents/${document.id}/answers`);
    expect(citing.body.data.map(({ trace_id: id, stale }) => [id, stale])).toEqual([
      [answer.id, null],
    ]);
  });

  it('makes the answers stale whose passage stands below another heading, and says which', async () => {
    const about = (region: string) =>
      handbook('anise', '605').replace('# anise handbook', `# Rules for ${region}`);
    const document = await ingest('anise', about('Germany'));
    const answer = await client.ask({ question: questionOn('anise') });
    await ingest('anise', about('Spain (repealed)'));
    const [retitled] = await staleOf(document);
    expect(retitled).toMatchObject({
      trace_id: answer.id,
      stale: {
        to_version: 2,
        changes: [
          {
            change: 'retitled',
            headings: {
              from: ['Rules for Germany', 'Allowance'],
              to: ['Rules for Spain (repealed)', 'Allowance'],
            },
          },
        ],
      },
    });
    await client.delete(`/v1/documents/${document.id}`);
    expect(await staleOf(document)).toMatchObject([
      { stale: { to_version: null, changes: [{ change: 'retired' }] } },
    ]);
    await client.post(`/v1/documents/${document.id}/versions/2/restore`, {});
    expect(await staleOf(document)).toMatchObject([
      { stale: { to_version: 3, changes: [{ change: 'retitled' }] } },
    ]);
  });

  it('lets stale answers be asked anew, the old and the new side by side', async () => {
    const document = await ingest('pepper', handbook('pepper', '700'));
    const answer = await client.ask({ question: questionOn('pepper') });
    const run = await ingestRun('pepper', handbook('pepper', '750'));
    const reply = await client.post<ReaskResponse>('/v1/answers/reask', { run_id: run.id });

    expect(reply.status).toBe(200);
    expect(reply.body.remaining).toBe(0);
    const [reasked] = reply.body.data;
    expect(reasked?.old).toMatchObject({ id: answer.id, answer: answer.answer });
    expect(reasked?.old.answer).toContain('700 euros');
    expect(reasked?.new?.answer).toContain('750 euros');
    expect(reasked?.error).toBeNull();
    const fresh = await client.get<TraceResponse>(`/v1/traces/${reasked?.new?.id}`);
    expect(fresh.body.question.reask_of).toBe(answer.id);
    expect(await staleOf(document)).toMatchObject([
      { trace_id: answer.id, reasked_as: reasked?.new?.id },
    ]);
    const again = await client.post<ReaskResponse>('/v1/answers/reask', {
      document_id: document.id,
    });
    expect(again.body.data).toEqual([]);
    const named = await client.post<ReaskResponse>('/v1/answers/reask', {
      document_id: document.id,
      trace_ids: [answer.id],
    });
    expect(named.body.data).toHaveLength(1);
  });

  it('asks nothing anew for a key without the scope to audit', async () => {
    const document = await ingest('thyme', handbook('thyme', '710'));
    const writer = await clientWith({ scopes: ['ingest', 'retrieve', 'ask'] });
    const body = { document_id: document.id };
    expect((await writer.post('/v1/answers/reask', body)).status).toBe(403);
    const both = { ...body, run_id: document.id };
    expect((await client.post('/v1/answers/reask', both)).status).toBe(422);
  });
});

describe('time travel', () => {
  it('answers with the figure of then, and says which version it cites', async () => {
    const document = await ingest('vanilla', handbook('vanilla', '800'));
    const { body } = await client.get<Page<DocumentVersionSummary>>(
      `/v1/documents/${document.id}/versions`,
    );
    const asOf = body.data[0]?.served_from;
    await sleep(20);
    await ingest('vanilla', handbook('vanilla', '850'));
    const then = await client.ask({ question: questionOn('vanilla'), as_of: asOf ?? '' });
    const now = await client.ask({ question: questionOn('vanilla') });

    expect(then.answer).toContain('800 euros');
    expect(now.answer).toContain('850 euros');
    expect(then.citations[0]).toMatchObject({ document_id: document.id, document_version: 1 });
    const trace = await client.get<TraceResponse>(`/v1/traces/${then.id}`);
    expect(trace.body).toMatchObject({ retrieval: { as_of: asOf }, integrity: { stale: false } });
    // Before anything had been ingested, there was nothing to find.
    const early = await client.post<RetrieveResponse>('/v1/retrieve', {
      question: questionOn('vanilla'),
      as_of: '2020-01-01T00:00:00Z',
    });
    expect([...early.body.chunks, ...early.body.rejected]).toEqual([]);
  });

  it('finds a document that has been retired since, but not for whoever may not read it now', async () => {
    const document = await ingest('basil', handbook('basil', '900'));
    const asOf = new Date().toISOString();
    const staff = await clientWith({ clearance: 'internal' });
    const ask = { question: questionOn('basil'), as_of: asOf };
    expect((await staff.ask(ask)).answer).toContain('900 euros');
    await client.patch(`/v1/documents/${document.id}`, { classification: 'restricted' });
    await client.delete(`/v1/documents/${document.id}`);
    expect((await client.ask(ask)).answer).toContain('900 euros');
    expect((await staff.ask(ask)).answer).not.toContain('900 euros');
  });

  it('refuses a day that has not come', async () => {
    const reply = await client.post<{ errors: unknown }>('/v1/answers', {
      question: 'What will be?',
      as_of: '2999-01-01T00:00:00Z',
    });
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path: '/as_of' }] } });
  });
});

describe('changing what is said of a document', () => {
  it('hides it from the next question once it is classified higher', async () => {
    const document = await ingest('oregano', handbook('oregano', '910'));
    const staff = await clientWith({ clearance: 'internal' });
    expect((await staff.ask({ question: questionOn('oregano') })).answer).toContain('910 euros');
    const embedded = await countEmbeddings();
    const patched = await client.patch<Document>(`/v1/documents/${document.id}`, {
      classification: 'confidential',
      tags: ['pay'],
    });
    expect(patched.body).toMatchObject({
      classification: 'confidential',
      tags: ['pay'],
      version: 1,
    });
    const hidden = await staff.ask({ question: questionOn('oregano') });
    expect(hidden.answer).not.toContain('910 euros');
    expect(hidden.removed_by_access).toBeGreaterThan(0);
    expect(await countEmbeddings()).toBe(embedded);
    expect((await staff.get(`/v1/documents/${document.id}`)).status).toBe(404);
    expect((await staff.patch(`/v1/documents/${document.id}`, { tags: [] })).status).toBe(404);
  });

  it('shows a new title at once, and keeps it when the document changes', async () => {
    const document = await ingest('fennel', handbook('fennel', '920'));
    await client.patch(`/v1/documents/${document.id}`, { title: 'What fennel costs' });
    const answer = await client.ask({ question: questionOn('fennel') });
    expect(answer.citations[0]?.title).toBe('What fennel costs');
    expect((await ingest('fennel', handbook('fennel', '930'))).title).toBe('What fennel costs');
  });

  it('refuses an empty change, and to approve what is not held', async () => {
    const document = await ingest('sage', handbook('sage', '940'));
    const path = `/v1/documents/${document.id}`;
    const statuses = [];
    for (const body of [{}, { approved: true }, { approved_version: 1 }, { colour: 'red' }]) {
      statuses.push((await client.patch(path, body)).status);
    }
    expect(statuses).toEqual([422, 409, 422, 422]);
  });
});

describe('ingesting the same bytes again', () => {
  it('changes nothing while parser and chunker are the same', async () => {
    const document = await ingest('dill', handbook('dill', '950'));
    const reply = await client.post<{ run_id: string }>(
      `/v1/documents/${document.id}/reingest`,
      {},
    );
    expect(reply.status).toBe(202);
    const run = await client.finishRun(reply.body.run_id);
    expect(run).toMatchObject({
      kind: 'reindex',
      status: 'succeeded',
      documents: { unchanged: 1 },
    });
  });
});

async function countEmbeddings(): Promise<number> {
  const { rows } = await footnote.database.pool.query<{ count: number }>(
    'select count(*)::int as count from embeddings',
  );
  return rows[0]?.count ?? 0;
}

async function clientWith(key: object): Promise<TestClient> {
  const { body } = await client.post<CreatedApiKey>('/v1/keys', {
    name: 'staff',
    scopes: ['ask', 'retrieve', 'ingest', 'audit'],
    clearance: 'restricted',
    ...key,
  });
  return createClient(footnote, body.key);
}
