import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Collection } from '../../contract/collection.ts';
import type { IngestRun } from '../../contract/ingest-run.ts';
import type { RetrieveResponse } from '../../contract/retrieval.ts';
import type { RetrievalTraceRecord } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';
import { TINY_EMBEDDER, writeTinyEmbedder } from '../support/tiny-models/write-tiny-embedder.ts';
import { TINY_DIMENSIONS } from '../support/tiny-models/write-tiny-model.ts';

const LOANS = 'The interest rate of a bank loan is 4 percent.';
const REFUNDS = 'A customer may return an order within 30 days.';
const BOATS = 'The boat on the river may carry one dog and one cat.';
const QUESTION = 'What is the interest rate of a bank loan?';

let simulator: Simulator;
let modelsFolder: string;
let testDatabase: TestDatabase;
let footnote: RunningFootnote;
let client: TestClient;

/** The tests of this file follow one database through three configurations. */
beforeAll(async () => {
  simulator = await startSimulator();
  modelsFolder = await mkdtemp(join(tmpdir(), 'footnote-models-'));
  await writeTinyEmbedder(modelsFolder);
  testDatabase = await openTestDatabase();
});

afterAll(async () => {
  await testDatabase.close();
  await simulator.stop();
  await rm(modelsFolder, { recursive: true });
});

async function startWith(embedding: object): Promise<void> {
  footnote = await startFootnote({ config: JSON.stringify({ embedding }), testDatabase });
  client = createClient(footnote, footnote.adminKey);
}

/** The same text has the same source, so that sending it again is a re-ingest. */
function ingest(collection: string, text: string): Promise<IngestRun> {
  const source = `${text.slice(0, 12)}.txt`;
  return client.ingest([{ title: 'Notes', text, source, collection, mime: 'text/plain' }]);
}

async function profileOf(collection: string) {
  const { body } = await client.get<Collection>(`/v1/collections/${collection}`);
  return body.embedding_profile;
}

async function retrieve(question: string, collections: readonly string[]) {
  const { body } = await client.post<RetrieveResponse>('/v1/retrieve', { question, collections });
  const trace = await client.get<RetrievalTraceRecord>(`/v1/traces/${body.id}`);
  return { ...body, retrieval: trace.body.retrieval };
}

const EmbeddingCall = z.object({
  input: z.union([z.string().transform((t) => [t]), z.string().array()]),
});

/** Every text that the simulator was asked to embed, in order. */
async function textsSent(): Promise<readonly string[]> {
  const seen = await simulator.requests();
  return seen.flatMap(({ body }) => EmbeddingCall.parse(JSON.parse(body)).input);
}

describe('with the builtin embedder', () => {
  beforeAll(() => startWith({ adapter: 'builtin' }));
  afterAll(() => footnote.stop());

  it('a new collection records the builtin profile', async () => {
    await ingest('first', LOANS);

    expect(await profileOf('first')).toMatchObject({ adapter: 'builtin', name: 'lexical-hash' });
  });
});

describe('with a remote embedder', () => {
  beforeAll(() =>
    startWith({
      adapter: 'remote',
      base_url: simulator.baseUrl,
      model: 'sim-embed',
      dimensions: 64,
    }),
  );
  beforeEach(() => simulator.forgetRequests());
  afterAll(() => footnote.stop());

  it('a new collection records the remote profile', async () => {
    await ingest('second', REFUNDS);

    expect(await profileOf('second')).toEqual({
      adapter: 'remote',
      name: 'sim-embed',
      version: '1',
      dimensions: 64,
    });
    expect((await textsSent()).join()).toContain(REFUNDS);
  });

  it('a collection made before keeps its profile, also for what is added', async () => {
    const run = await ingest('first', BOATS);

    expect(run).toMatchObject({ status: 'succeeded', chunks: { added: 1 } });
    expect(await profileOf('first')).toMatchObject({ adapter: 'builtin' });
    expect(await textsSent()).toEqual([]);
  });

  it('the same text in another collection is not embedded again', async () => {
    const run = await ingest('third', REFUNDS);

    expect(run).toMatchObject({ status: 'succeeded', chunks: { added: 1 } });
    expect(await profileOf('third')).toMatchObject({ adapter: 'remote' });
    expect(await textsSent()).toEqual([]);
  });

  it('the same bytes again embed nothing', async () => {
    const run = await ingest('second', REFUNDS);

    expect(run).toMatchObject({ status: 'succeeded', documents: { total: 1, unchanged: 1 } });
    expect(await textsSent()).toEqual([]);
  });

  it('a changed document embeds only the chunks that changed', async () => {
    const document = (last: string) =>
      `# Rules\n\n## Returns\n\n${REFUNDS}\n\n## Last\n\n${last}\n`;
    const source = { title: 'Rules', collection: 'second', mime: 'text/markdown', source: 'rules' };
    await client.ingest([{ ...source, text: document('It ends in May.') }]);
    await simulator.forgetRequests();
    const run = await client.ingest([{ ...source, text: document('It ends in June.') }]);

    expect(run.chunks).toMatchObject({ added: 1, reused: 1 });
    expect(await textsSent()).toEqual([expect.stringContaining('June')]);
  });

  it('a question is embedded once for each profile of its collections', async () => {
    const { chunks, retrieval } = await retrieve(QUESTION, ['first', 'second', 'third']);

    expect(await textsSent()).toEqual([QUESTION]);
    expect(retrieval.embedding_profiles.map(({ adapter }) => adapter).toSorted()).toEqual([
      'builtin',
      'remote',
    ]);
    expect(retrieval.legs.map(({ leg }) => leg).toSorted()).toEqual(['dense', 'dense', 'lexical']);
    const exact = { method: 'exact', segments: 1, looks: 1, under_filled: false };
    expect(retrieval.legs.flatMap(({ search }) => search ?? [])).toEqual([exact, exact]);
    expect(chunks[0]?.text).toContain(LOANS);
  });

  it('a question over builtin collections alone is sent nowhere', async () => {
    await retrieve(QUESTION, ['first']);

    expect(await textsSent()).toEqual([]);
  });
});

describe('the database', () => {
  const vectorOf = (dimensions: number) =>
    JSON.stringify(Array.from({ length: dimensions }, () => 1));
  /** Into the segment of the remote profile, unless another number is given. */
  const insert = (row: { segment?: number; workspace?: string; dimensions: number }) =>
    testDatabase.database.pool.query(
      `insert into embeddings (segment_number, workspace_id, text_hash, embedding)
       select coalesce($1, s.number), coalesce($2, s.workspace_id), decode(md5(random()::text), 'hex'), $3::vector
       from embedding_segments s
       join embedding_profiles p on p.workspace_id = s.workspace_id and p.id = s.profile_id
       where p.adapter = 'remote'`,
      [row.segment ?? null, row.workspace ?? null, vectorOf(row.dimensions)],
    );

  it('stores a vector of the width of its profile', async () => {
    expect((await insert({ dimensions: 64 })).rowCount).toBe(1);
  });

  it.each([
    ['a vector of another width', { dimensions: 63 }],
    ['a vector of another workspace', { dimensions: 64, workspace: randomUUID() }],
    ['a vector without a segment', { dimensions: 64, segment: 1_000_000 }],
  ])('refuses %s', async (_what, row) => {
    await expect(insert(row)).rejects.toMatchObject({ code: '23514' });
  });

  it.each([
    ['of a width that is not that of its profile', 'profile_id', '63', '23503'],
    ['of a profile that there is not', 'gen_random_uuid()', 'dimensions', '23503'],
    ['beside another one that is open', 'profile_id', 'dimensions', '23505'],
  ])('refuses a segment %s', async (_what, profile, dimensions, code) => {
    const insertion = testDatabase.database.pool.query(
      `insert into embedding_segments (workspace_id, profile_id, dimensions, vector_type, state, row_count)
       select workspace_id, ${profile}, ${dimensions}, vector_type, $1, 0 from embedding_segments limit 1`,
      [code === '23505' ? 'open' : 'sealed'],
    );
    await expect(insertion).rejects.toMatchObject({ code });
  });

  it.each(['profile_id', 'next_profile_id'])('refuses a %s that there is not', async (column) => {
    const change = testDatabase.database.pool.query(
      `update collections set ${column} = gen_random_uuid()`,
    );

    await expect(change).rejects.toMatchObject({ code: '23503' });
  });
});

describe('with a local embedder', () => {
  beforeAll(() =>
    startWith({ adapter: 'local', model: TINY_EMBEDDER, models_folder: modelsFolder }),
  );
  afterAll(() => footnote.stop());

  it('a new collection records the local profile, with the dimensions of the model', async () => {
    const run = await ingest('fourth', LOANS);

    expect(run.status).toBe('succeeded');
    expect(await profileOf('fourth')).toMatchObject({
      adapter: 'local',
      name: TINY_EMBEDDER,
      dimensions: TINY_DIMENSIONS,
    });
  });

  it('a question searches its vectors and those of a builtin collection', async () => {
    const { chunks, retrieval } = await retrieve(QUESTION, ['first', 'fourth']);

    expect(retrieval.embedding_profiles.map(({ adapter }) => adapter).toSorted()).toEqual([
      'builtin',
      'local',
    ]);
    const local = chunks.find((chunk) => chunk.scores.dense !== null && chunk.rank === 1);
    expect(local?.text).toContain(LOANS);
  });

  it('a collection whose embedder is no longer configured says so', async () => {
    const asked = await client.post('/v1/answers', { question: QUESTION, collections: ['second'] });
    const run = await ingest('second', 'Something new about deposits.');

    expect(asked.status).toBe(503);
    expect(asked.body).toMatchObject({ detail: expect.stringContaining('sim-embed') });
    expect(run).toMatchObject({ status: 'failed', errors: [{ code: 'embedding_unavailable' }] });
  });
});
