import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AcceptedDocuments, Document } from '../../contract/document.ts';
import type { DocumentVersion } from '../../contract/document-version.ts';
import type { Candidate, RetrieveResponse } from '../../contract/retrieval.ts';
import type { WhyNotAnswer } from '../../contract/why-not.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const DEPTH = 10;
const QUESTION = 'Who may use the parking garage?';

let testDatabase: TestDatabase;
let footnote: RunningFootnote;
/** The same documents, with legs so deep that they leave nothing out. */
let deepFootnote: RunningFootnote;
let admin: TestClient;
let deep: TestClient;

beforeAll(async () => {
  testDatabase = await openTestDatabase();
  const hold = 'documents: { findings: { secret: hold } }';
  const config = `${hold}\nretrieval: { leg_depth: ${DEPTH} }\n`;
  footnote = await startFootnote({ testDatabase, config });
  deepFootnote = await startFootnote({
    testDatabase,
    config: 'retrieval: { leg_depth: 1000 }',
    hasWorker: false,
  });
  admin = createClient(footnote, footnote.adminKey);
  deep = createClient(deepFootnote, deepFootnote.adminKey);
  await admin.ingest(
    Array.from({ length: 40 }, (_, index) => ({
      title: `Rule ${index}`,
      source: `rule-${index}`,
      text: `The parking garage ${'may be used by visitors too '.repeat(index % 7)}on floor ${index}.`,
    })),
  );
});
afterAll(async () => {
  await deepFootnote.stop();
  await footnote.stop();
  await testDatabase.close();
});

/** Ingests one document, and names it; what is left out is filled in here. */
async function ingest(source: string, settings: object = {}): Promise<Pick<Document, 'id'>> {
  const document = { title: source, source, text: `Something about ${source}.`, ...settings };
  const { body } = await admin.post<AcceptedDocuments>('/v1/documents', document);
  await admin.finishRun(body.run_id);
  const [accepted] = body.documents;
  if (accepted === undefined) throw new Error('Nothing was ingested.');
  return accepted;
}

async function firstChunk({ id }: Pick<Document, 'id'>, version = 1): Promise<string> {
  const path = `/v1/documents/${id}/versions/${version}`;
  const { body } = await admin.get<DocumentVersion>(path);
  return body.chunks[0]?.chunk_id ?? '';
}

async function retrieve(client = admin, more: object = {}): Promise<RetrieveResponse> {
  const reply = await client.post<RetrieveResponse>('/v1/retrieve', {
    question: QUESTION,
    ...more,
  });
  expect(reply.status).toBe(200);
  return reply.body;
}

async function whyNot(trace: string, name: object, client = admin): Promise<WhyNotAnswer> {
  const reply = await client.post<WhyNotAnswer>(`/v1/traces/${trace}/why-not`, name);
  expect(reply).toMatchObject({ status: 200 });
  return reply.body;
}

async function clientWith(rights: object): Promise<TestClient> {
  const reply = await admin.post<{ key: string }>('/v1/keys', {
    name: 'test',
    scopes: ['retrieve', 'audit'],
    ...rights,
  });
  return createClient(footnote, reply.body.key);
}

function everyCandidate({ chunks, rejected }: RetrieveResponse): readonly Candidate[] {
  return [...chunks, ...rejected].toSorted((left, right) => left.rank - right.rank);
}

const STAGES: Readonly<Record<string, string>> = {
  lost_in_fusion: 'fusion',
  lost_in_rerank: 'rerank',
};

describe('what stands in the ledger', () => {
  it('is answered with its own reason, ranks and chunk', async () => {
    const found = await retrieve();
    const [rejected] = found.rejected;
    if (rejected === undefined) throw new Error('Nothing was rejected.');
    const answer = await whyNot(found.id, { source: rejected.source });

    expect(answer).toMatchObject({
      stage: STAGES[rejected.reason.code] ?? 'selection',
      code: rejected.reason.code,
      dense_rank: rejected.scores.dense?.rank ?? null,
      lexical_rank: rejected.scores.lexical?.rank ?? null,
      cut_off: null,
      chunk_id: rejected.chunk_id,
      document: { id: rejected.document_id, collection: 'default', version: 1 },
    });
    expect(answer.detail).toContain(rejected.reason.text);
    expect(await whyNot(found.id, { chunk_id: rejected.chunk_id })).toEqual(answer);
    expect(await whyNot(found.id, { document_id: rejected.document_id })).toEqual(answer);
  });

  it('may have been selected, which is an answer too', async () => {
    const found = await retrieve();
    const [selected] = found.chunks;
    const answer = await whyNot(found.id, { document_id: selected?.document_id });

    expect(answer).toMatchObject({ stage: 'selected', code: 'top_rerank', cut_off: null });
    expect(answer.detail).toMatch(/^It was retrieved, at rank 1 of \d+\. /);
  });

  it('is told of the trace of an answer, too', async () => {
    const document = await ingest('bicycles', { text: 'Bicycles are parked behind the canteen.' });
    const answer = await admin.ask({ question: 'Where are bicycles parked?' });

    expect(answer.citations).toMatchObject([{ document_id: document.id }]);
    expect(await whyNot(answer.id, { document_id: document.id })).toMatchObject({
      stage: 'selected',
    });
  });

  it('is told although the document has been retired since', async () => {
    const document = await ingest('lanterns', { text: 'Lanterns are kept in the cellar.' });
    const found = await retrieve(admin, { question: 'Where are the lanterns kept?' });
    await admin.delete(`/v1/documents/${document.id}`);

    expect(await whyNot(found.id, { document_id: document.id })).toMatchObject({
      stage: 'selected',
      document: { version: 1 },
    });
  });
});

describe('what was not a candidate', () => {
  it('has the rank in each leg that legs without a depth give it', async () => {
    const found = await retrieve();
    const whole = everyCandidate(await retrieve(deep));
    const missed = whole.filter(
      ({ scores: { dense, lexical } }) =>
        (dense?.rank ?? Infinity) > DEPTH && (lexical?.rank ?? Infinity) > DEPTH,
    );
    expect(missed.length).toBeGreaterThan(10);
    for (const { chunk_id: id, document_id: documentId, scores } of missed) {
      const answer = await whyNot(found.id, { chunk_id: id });
      expect(answer).toMatchObject({
        stage: 'legs',
        code: 'not_a_candidate',
        dense_rank: scores.dense?.rank ?? null,
        lexical_rank: scores.lexical?.rank ?? null,
        document: { id: documentId },
      });
      expect(answer.dense?.score).toBeCloseTo(scores.dense?.similarity ?? Number.NaN);
      expect(answer.lexical?.score).toBeCloseTo(scores.lexical?.score ?? Number.NaN);
    }
  });

  it('is told where each leg stopped', async () => {
    const found = await retrieve();
    const ledger = everyCandidate(found);
    const last = (leg: 'dense' | 'lexical') =>
      ledger.find(({ scores }) => scores[leg]?.rank === DEPTH)?.scores;
    const away = await ingest('canteen', { text: 'The canteen serves soup on Mondays.' });
    const later = await retrieve();
    const answer = await whyNot(later.id, { document_id: away.id });

    expect(answer).toMatchObject({
      code: 'not_a_candidate',
      lexical_rank: null,
      cut_off: {
        dense: { depth: DEPTH, score: last('dense')?.dense?.similarity },
        lexical: { depth: DEPTH },
      },
    });
    expect(answer.detail).toMatch(
      /^It was not among the candidates of either leg\. By vector it ranks \d+ \(score -?0\.\d{3}\); the leg took the best 10, the last of which scored 0\.\d{3}\. No word of the question stands in it\.$/,
    );
  });

  it('is ranked among what the caller of then could read, however much there was besides', async () => {
    await ingest('garage-of-the-board', {
      text: 'Who may use the parking garage of the board?',
      classification: 'restricted',
    });
    const staff = await clientWith({ clearance: 'internal' });
    const found = await retrieve(staff);
    const deepStaff = createClient(deepFootnote, staff.key);
    const missed = everyCandidate(await retrieve(deepStaff)).find(
      ({ scores: { dense, lexical } }) =>
        (dense?.rank ?? 0) > DEPTH && (lexical?.rank ?? 0) > DEPTH,
    );

    expect(await whyNot(found.id, { chunk_id: missed?.chunk_id })).toMatchObject({
      dense_rank: missed?.scores.dense?.rank,
      lexical_rank: missed?.scores.lexical?.rank,
    });
  });

  it('is ranked among what served then, not among what came later', async () => {
    const found = await retrieve();
    const missed = everyCandidate(await retrieve(deep)).find(
      ({ scores: { dense, lexical } }) =>
        (dense?.rank ?? 0) > DEPTH && (lexical?.rank ?? 0) > DEPTH,
    );
    const before = await whyNot(found.id, { chunk_id: missed?.chunk_id });
    await ingest('newcomer', { text: QUESTION });
    const after = await whyNot(found.id, { chunk_id: missed?.chunk_id });

    expect([after.dense_rank, after.lexical_rank]).toEqual([
      before.dense_rank,
      before.lexical_rank,
    ]);
  });
});

describe('what did not serve then', () => {
  it('was never ingested', async () => {
    const { id } = await retrieve();
    expect(await whyNot(id, { source: 'no-such-source' })).toMatchObject({
      stage: 'corpus',
      code: 'never_ingested',
      detail: 'No document with this source has ever been ingested.',
      dense_rank: null,
      lexical_rank: null,
      cut_off: null,
      document: null,
      chunk_id: null,
    });
  });

  it('was ingested later', async () => {
    const { id } = await retrieve();
    const document = await ingest('late-comer');
    const answer = await whyNot(id, { source: 'late-comer' });

    expect(answer).toMatchObject({
      stage: 'corpus',
      code: 'ingested_later',
      document: { id: document.id, version: null },
    });
    expect(answer.detail).toMatch(/^Its first version began to serve at .* UTC, after/);
  });

  it('was ingested later than the day that was asked about', async () => {
    const document = await ingest('after-the-day');
    const { id } = await retrieve(admin, { as_of: '2020-01-01T00:00:00.000Z' });

    expect(await whyNot(id, { document_id: document.id })).toMatchObject({
      code: 'ingested_later',
      as_of: '2020-01-01T00:00:00.000Z',
    });
  });

  it('had been retired, also when it was brought back since', async () => {
    const document = await ingest('pensioner');
    await admin.delete(`/v1/documents/${document.id}`);
    const { id } = await retrieve();
    const gone = await whyNot(id, { source: 'pensioner' });
    await admin.post(`/v1/documents/${document.id}/versions/1/restore`, {});
    const back = await whyNot(id, { chunk_id: await firstChunk(document) });

    expect(gone).toMatchObject({ stage: 'corpus', code: 'retired', document: { version: null } });
    expect(gone.detail).toMatch(/^It had been retired at .* UTC, and no version/);
    expect(back).toMatchObject({ stage: 'corpus', code: 'retired' });
    expect(back.detail).toMatch(/It has been served again since .* UTC\.$/);
  });

  it('was a chunk of a superseded version', async () => {
    const document = await ingest('revised');
    await ingest('revised', { text: 'Altogether other words.' });
    const { id } = await retrieve();

    expect(await whyNot(id, { chunk_id: await firstChunk(document) })).toMatchObject({
      stage: 'corpus',
      code: 'superseded_version',
      detail: 'It is a chunk of version 1; version 2 served then, which does not hold it.',
      document: { version: 2 },
    });
  });

  it('was a chunk of a version that came later', async () => {
    const document = await ingest('extended');
    const { id } = await retrieve();
    await ingest('extended', { text: 'Altogether other words.' });

    expect(await whyNot(id, { chunk_id: await firstChunk(document, 2) })).toMatchObject({
      code: 'ingested_later',
      document: { version: 1 },
    });
  });

  it('was held for approval, a document or a chunk of a newer version', async () => {
    const secret = 'The deploy key is AKIAIOSFODNN7EXAMPLQ.';
    const held = await ingest('held', { text: secret });
    const changed = await ingest('held-later');
    await ingest('held-later', { text: secret });
    const { id } = await retrieve();

    const whole = await whyNot(id, { document_id: held.id });
    expect(whole).toMatchObject({ stage: 'corpus', code: 'held', document: { version: null } });
    expect(whole.detail).toMatch(/^Its first version had been waiting for approval since .* UTC/);
    expect(await whyNot(id, { chunk_id: await firstChunk(changed, 2) })).toMatchObject({
      code: 'held',
      document: { version: 1 },
    });
    expect(await whyNot(id, { document_id: changed.id })).toMatchObject({
      code: 'not_a_candidate',
    });
  });

  it('had failed', async () => {
    await admin.ingest([
      { title: 'Odd', source: 'odd.json', mime: 'application/json', text: '{"a": [' },
    ]);
    const { id } = await retrieve();
    const answer = await whyNot(id, { source: 'odd.json' });

    expect(answer).toMatchObject({ stage: 'corpus', code: 'failed' });
    expect(answer.detail).toMatch(/^Ingesting it had failed at .* UTC: /);
  });

  it('was never ingested when it was sent later and failed', async () => {
    const { id } = await retrieve();
    await admin.ingest([
      { title: 'Odd', source: 'odder.json', mime: 'application/json', text: '{"a": [' },
    ]);

    expect(await whyNot(id, { source: 'odder.json' })).toMatchObject({ code: 'never_ingested' });
  });

  it('was still being processed', async () => {
    await using idle = await startFootnote({ hasWorker: false });
    const client = createClient(idle, idle.adminKey);
    await client.post('/v1/documents', { title: 'T', text: 'Waiting.', source: 'waiting' });
    const { id } = await retrieve(client);

    expect(await whyNot(id, { source: 'waiting' }, client)).toMatchObject({
      stage: 'corpus',
      code: 'processing',
    });
  });
});

describe('what was not searched', () => {
  it('is in another collection than those that were named', async () => {
    const document = await ingest('elsewhere', { collection: 'elsewhere' });
    const { id } = await retrieve(admin, { collections: ['default'] });

    expect(await whyNot(id, { document_id: document.id })).toMatchObject({
      stage: 'filters',
      code: 'filtered',
      detail: 'It is in the collection elsewhere; the collections searched were default.',
    });
  });

  it('did not pass the filters, each of which is named', async () => {
    const document = await ingest('tagged', { tags: ['blue'] });
    const { id } = await retrieve(admin, {
      filters: {
        source: 'other',
        sources: ['other', 'another'],
        tags: ['blue', 'red'],
        mime: 'text/html',
      },
    });

    expect(await whyNot(id, { document_id: document.id })).toMatchObject({
      stage: 'filters',
      code: 'filtered',
      detail:
        'The filter asked for the source other. The filter asked for one of the sources other, another. The filter asked for tags that it does not have now: red. The filter asked for text/html; it is text/plain.',
    });
  });

  it('could not be read by the caller of then', async () => {
    const secret = await ingest('secret', { classification: 'confidential', acl: ['board'] });
    const staff = await clientWith({ clearance: 'internal', groups: ['hr'] });
    const { id } = await retrieve(staff);

    expect(await whyNot(id, { document_id: secret.id })).toMatchObject({
      stage: 'access',
      code: 'not_readable',
      detail:
        'It is classified confidential now; the caller was cleared for internal. It is open to board now; the caller was in hr.',
    });
  });

  it('could not be read by the end user of then', async () => {
    const document = await ingest('for-hr', { acl: ['hr'] });
    const { id } = await retrieve(admin, { end_user: { id: 'u', groups: ['it'] } });

    expect(await whyNot(id, { document_id: document.id })).toMatchObject({ code: 'not_readable' });
  });
});

describe('a source in several collections', () => {
  it('means the one that was searched, or the one that is named', async () => {
    await ingest('twin', { collection: 'left' });
    await ingest('twin', { collection: 'right' });
    const left = await retrieve(admin, { collections: ['left'] });
    const both = await retrieve(admin);

    expect(await whyNot(left.id, { source: 'twin' })).toMatchObject({
      document: { collection: 'left' },
    });
    expect(await whyNot(both.id, { source: 'twin', collection: 'right' })).toMatchObject({
      document: { collection: 'right' },
    });
    expect(await whyNot(both.id, { source: 'twin', collection: 'default' })).toMatchObject({
      code: 'never_ingested',
      detail: 'No document with this source has ever been ingested into the collection default.',
    });
    const unclear = await admin.post(`/v1/traces/${both.id}/why-not`, { source: 'twin' });
    expect(unclear).toMatchObject({
      status: 422,
      body: { errors: [{ path: '/collection', message: 'must be one of left, right' }] },
    });
  });
});
