import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Collection, ReindexOutcome } from '../../contract/collection.ts';
import type { IngestRun } from '../../contract/ingest-run.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

let footnote: RunningFootnote;
let admin: TestClient;
beforeAll(async () => {
  footnote = await startFootnote();
  admin = createClient(footnote, footnote.adminKey);
});
afterAll(() => footnote.stop());

const NOT_STALE = {
  documents: 0,
  chunks: 0,
  reasons: { parser: 0, chunker: 0, chunking: 0, language: 0, embedding_profile: 0 },
};

/** One long section, cut by the budget, and one short one. */
const LONG = Array.from({ length: 80 }, (_, index) => `Rule ${index} asks for a badge.`).join(' ');
const TEXT = `# Doors\n\n${LONG}\n\n# Keys\n\nA key opens the cellar.`;

async function fill(collection: string, count = 2): Promise<void> {
  const documents = Array.from({ length: count }, (_, index) => ({
    title: `${collection} ${index}`,
    text: `${TEXT} It is key ${index}.`,
    mime: 'text/markdown',
    collection,
  }));
  expect(await admin.ingest(documents)).toMatchObject({ status: 'succeeded' });
}

async function collectionOf(name: string): Promise<Collection> {
  return (await admin.get<Collection>(`/v1/collections/${name}`)).body;
}

async function change(name: string, fields: Record<string, unknown>) {
  const response = await fetch(`${footnote.url}/v1/collections/${name}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${admin.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  return { status: response.status, body: (await response.json()) as ReindexOutcome };
}

function reindex(name: string, fields: Record<string, unknown> = {}) {
  return admin.post<ReindexOutcome>(`/v1/collections/${name}/reindex`, fields);
}

/** As if other builders had built what the collection serves. */
function ageVersions(collection: string, change_: string) {
  return footnote.database.pool.query(
    `update document_versions v set ${change_}
     from documents d join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
     where d.workspace_id = v.workspace_id and d.id = v.document_id and k.name = $1`,
    [collection],
  );
}

async function until(isReached: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isReached())) {
    if (Date.now() > deadline) throw new Error('It was not reached in time.');
    await sleep(20);
  }
}

describe('a collection', () => {
  it('that present builders have built is not stale', async () => {
    await fill('fresh');
    expect(await collectionOf('fresh')).toMatchObject({
      document_count: 2,
      stale_index: NOT_STALE,
      reindexing: null,
      reembedding: null,
    });
    const nothing = await reindex('fresh');
    expect(nothing).toMatchObject({ status: 202, body: { run_id: null, plan: { documents: 0 } } });
  });

  it.each([
    { builder: 'parser', was: `parser = 'markdown@0'` },
    { builder: 'chunker', was: `chunker = 'structure@0'` },
    { builder: 'chunking', was: `chunking = null` },
  ] as const)('that another $builder has built is stale until it is built anew', async (aged) => {
    const { builder, was } = aged;
    const name = `aged-${builder}`;
    await fill(name);
    await ageVersions(name, was);
    const stale = await collectionOf(name);
    expect(stale.stale_index).toEqual({
      documents: 2,
      chunks: stale.chunk_count,
      reasons: { ...NOT_STALE.reasons, [builder]: 2 },
    });
    const { status, body } = await reindex(name);
    expect(status).toBe(202);
    if (body.run_id === null) throw new Error('Nothing was begun.');
    expect(await admin.finishRun(body.run_id)).toMatchObject({
      kind: 'reindex',
      status: 'succeeded',
      documents: { total: 2, done: 2 },
      chunks: { added: 0, retired: 0 },
    });
    expect(await collectionOf(name)).toMatchObject({ stale_index: NOT_STALE, reindexing: null });
  });

  it('keeps the settings that a change leaves out', async () => {
    await admin.post('/v1/collections', {
      name: 'kept-settings',
      chunking: { max_tokens: 200, overlap_tokens: 50 },
    });
    const { body } = await change('kept-settings', { chunking: { max_tokens: 300 } });
    expect(body.collection.chunking).toEqual({ max_tokens: 300, overlap_tokens: 50 });
    const refused = await change('kept-settings', { chunking: { max_tokens: 64 } });
    expect(refused.status).toBe(422);
    expect((await collectionOf('kept-settings')).chunking).toEqual(body.collection.chunking);
  });

  it('says what a change will do before it does it', async () => {
    await fill('planned');
    const before = await collectionOf('planned');
    const dry = await change('planned', { chunking: { max_tokens: 64 }, dry_run: true });
    expect(dry).toMatchObject({
      status: 200,
      body: {
        dry_run: true,
        run_id: null,
        plan: {
          documents: 2,
          chunks: { affected: before.chunk_count, kept: 2 },
          cost_usd: 0,
          seconds: expect.any(Number),
          reasons: { parser: 0, chunker: 0, chunking: 2, language: 0, embedding_profile: 0 },
          estimate: true,
        },
      },
    });
    expect(dry.body.plan.tokens_to_embed).toBeGreaterThan(100);
    expect(await collectionOf('planned')).toEqual(before);
  });

  it('is cut anew when its settings change, while it answers', async () => {
    await fill('recut');
    const before = await collectionOf('recut');
    const { status, body } = await change('recut', { chunking: { max_tokens: 64 } });
    expect(status).toBe(202);
    expect(body.collection.chunking).toEqual({ max_tokens: 64, overlap_tokens: 0 });
    if (body.run_id === null) throw new Error('Nothing was begun.');
    const question = { question: 'What opens the cellar?', collections: ['recut'] };
    expect((await admin.ask(question)).citations.length).toBeGreaterThan(0);
    const run = await admin.finishRun(body.run_id);
    expect(run).toMatchObject({ status: 'succeeded', chunks: { reused: body.plan.chunks.kept } });
    const after = await collectionOf('recut');
    expect(after.stale_index).toEqual(NOT_STALE);
    expect(after.chunk_count).toBeGreaterThan(before.chunk_count);
    expect(run.chunks.added).toBe(after.chunk_count - body.plan.chunks.kept);
  });

  it('never brings back bytes that have given way to others', async () => {
    await fill('moving', 1);
    await ageVersions('moving', `parser = 'markdown@0'`);
    const paused = await pauseEverything();
    const { body } = await reindex('moving');
    if (body.run_id === null) throw new Error('Nothing was begun.');
    const documents = [
      { title: 'moving 0', text: 'The new text.', mime: 'text/markdown', collection: 'moving' },
    ];
    const sent = await admin.post<{ run_id: string; documents: { id: string }[] }>(
      '/v1/documents',
      { documents },
    );
    // The upload comes first, as if its id had been made before the run began.
    await footnote.database.pool.query(
      `update ingest_jobs set id = '00000000-0000-7000-8000-000000000000' where run_id = $1`,
      [sent.body.run_id],
    );
    await paused.resume();
    await admin.finishRun(sent.body.run_id);
    expect(await admin.finishRun(body.run_id)).toMatchObject({ documents: { unchanged: 1 } });
    const id = sent.body.documents[0]?.id;
    const original = await fetch(`${footnote.url}/v1/documents/${id}/original`, {
      headers: { authorization: `Bearer ${admin.key}` },
    });
    expect(await original.text()).toBe('The new text.');
  });

  it('is not changed by a key that may not use it', async () => {
    await fill('closed', 1);
    const { body } = await admin.post<{ key: string }>('/v1/keys', {
      name: 'elsewhere',
      scopes: ['ingest'],
      collections: ['fresh'],
    });
    const elsewhere = createClient(footnote, body.key);
    expect((await elsewhere.post('/v1/collections/closed/reindex', {})).status).toBe(404);
  });

  it.each([{}, { dry_run: true }, { chunking: { max_tokens: 8 } }, { embedding_profile: 'other' }])(
    'refuses the change %j',
    async (fields) => {
      expect((await change('fresh', fields)).status).toBe(422);
    },
  );
});

/** Jobs that come meanwhile wait. */
async function pauseEverything() {
  const lockName = 'paused-for-a-test';
  await footnote.database.pool.query(
    `create function ${lockName.replaceAll('-', '_')}() returns trigger language plpgsql as
     $$ begin new.run_after = now() + interval '1 hour'; return new; end $$`,
  );
  await footnote.database.pool.query(
    `create trigger paused before insert on ingest_jobs for each row
     execute function ${lockName.replaceAll('-', '_')}()`,
  );
  return {
    async resume() {
      await footnote.database.pool.query('drop trigger paused on ingest_jobs');
      await footnote.database.pool.query(
        `update ingest_jobs set run_after = now() where status = 'queued'`,
      );
    },
  };
}

describe('a collection that changes its embedding model', () => {
  const OTHER_PROFILE = { adapter: 'local', name: 'gone', version: '1', dimensions: 3 };

  /** As if another model had been configured when the collection was made and filled. */
  async function disguise(name: string): Promise<void> {
    await footnote.database.pool.query(
      `with other as (
         insert into embedding_profiles (workspace_id, id, adapter, name, version, dimensions)
         select workspace_id, gen_random_uuid(), 'local', 'gone', '1', 3 from collections where name = $1
         on conflict (workspace_id, adapter, name, version, dimensions) do update set version = '1'
         returning workspace_id, id),
       forgotten as (delete from embeddings)
       update collections k set profile_id = other.id from other
       where k.workspace_id = other.workspace_id and k.name = $1`,
      [name],
    );
  }

  it('answers by words until every chunk is embedded, then with the new model', async () => {
    await fill('moved', 3);
    await disguise('moved');
    const stale = await collectionOf('moved');
    expect(stale).toMatchObject({
      embedding_profile: OTHER_PROFILE,
      stale_index: { documents: 3, reasons: { embedding_profile: 3, parser: 0 } },
    });
    const dry = await change('moved', { embedding_profile: 'configured', dry_run: true });
    expect(dry.body.plan).toMatchObject({
      documents: 0,
      chunks: { affected: stale.chunk_count, kept: 0 },
      reasons: { embedding_profile: 3 },
      estimate: false,
    });
    const { status, body } = await change('moved', { embedding_profile: 'configured' });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      run_id: null,
      collection: {
        embedding_profile: OTHER_PROFILE,
        reembedding: { embedding_profile: { adapter: 'builtin' }, total: stale.chunk_count },
      },
    });
    await until(async () => (await collectionOf('moved')).reembedding === null);
    expect(await collectionOf('moved')).toMatchObject({
      embedding_profile: { adapter: 'builtin' },
      stale_index: NOT_STALE,
      chunk_count: stale.chunk_count,
    });
    const retrieved = await admin.post<{ chunks: { scores: { dense: unknown } }[] }>(
      '/v1/retrieve',
      { question: 'What opens the cellar?', collections: ['moved'] },
    );
    expect(retrieved.body.chunks[0]?.scores.dense).toMatchObject({ rank: expect.any(Number) });
  });

  it('takes new documents meanwhile', async () => {
    await fill('growing', 1);
    await disguise('growing');
    await change('growing', { embedding_profile: 'configured' });
    await fill('growing', 2);
    await until(async () => (await collectionOf('growing')).reembedding === null);
    const { rows } = await footnote.database.pool.query<{ count: number }>(
      `select count(*)::int as count from chunks c
       join collections k on k.workspace_id = c.workspace_id and k.id = c.collection_id
       where k.name = 'growing' and c.is_live and not exists (
         select 1 from embeddings e
         join embedding_segments s on s.number = e.segment_number
         where s.workspace_id = c.workspace_id and s.profile_id = k.profile_id
           and e.text_hash = c.embedding_hash)`,
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('refuses new cuts without the model that would embed them', async () => {
    await fill('stranded', 1);
    await disguise('stranded');
    const refused = await change('stranded', { chunking: { max_tokens: 64 } });
    expect(refused).toMatchObject({ status: 409 });
    const both = { chunking: { max_tokens: 64 }, embedding_profile: 'configured' };
    const { body } = await change('stranded', both);
    if (body.run_id === null) throw new Error('Nothing was begun.');
    const run: IngestRun = await admin.finishRun(body.run_id);
    expect(run.status).toBe('succeeded');
    await until(async () => (await collectionOf('stranded')).reembedding === null);
    expect(await collectionOf('stranded')).toMatchObject({ stale_index: NOT_STALE });
  });
});
