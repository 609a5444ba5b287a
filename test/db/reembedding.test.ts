import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EmbeddingProfileId } from '../../contract/ids.ts';
import { ensureProfile, findCollectionById } from '../../db/queries/collections.ts';
import { countEmbedded, setNextProfile } from '../../db/queries/reindex-embeddings.ts';
import { createReembedder, type ReembedDeps } from '../../ingest/reindex/create-reembedder.ts';
import type { Embedder } from '../../models/embedder.ts';
import { AppError } from '../../platform/errors.ts';
import { createLogger } from '../../platform/log.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { publishTexts, seedWorkspace, type SeededWorkspace } from './queries/seed-workspace.ts';

const PROFILE = { adapter: 'local', name: 'next', version: '1', dimensions: 3 } as const;
const CHUNKS = 600;
const never = new AbortController().signal;

let opened: TestDatabase;
let workspace: SeededWorkspace;
let profileId: EmbeddingProfileId;
beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'reembedding');
  const texts = Array.from({ length: CHUNKS }, (_, index) => `Rule ${index} is its own.`);
  await publishTexts(opened.database, workspace, { source: 'rules', texts });
  const profile = { ...PROFILE, id: EmbeddingProfileId.parse(uuidv7()) };
  profileId = await ensureProfile(workspace.database, profile);
});
afterAll(() => opened.close());

function embedderThat(embed: Embedder['embed']): Embedder {
  return { profile: PROFILE, maxBatch: 64, embed, close: async () => {} };
}

let clock = 0;
function depsOf(embedder: Embedder | null): ReembedDeps {
  return {
    database: opened.database,
    embedderFor: ({ name }) => (name === PROFILE.name ? embedder : null),
    logger: createLogger({ name: 'test', level: 'silent' }),
    now: () => clock,
  };
}

async function state() {
  const target = { collectionId: workspace.collectionId, profileId };
  const [collection] = await findCollectionById(workspace.database, workspace.collectionId);
  const { done } = await countEmbedded(workspace.database, target);
  return { done, serves: collection?.profile.name, next: collection?.nextProfile?.name ?? null };
}

/** The tests of this file follow one collection through its change. */
it('waits for a model that is not there', async () => {
  await setNextProfile(workspace.database, { collectionId: workspace.collectionId, profileId });
  expect(await createReembedder(depsOf(null))(never)).toBe(false);
  expect(await state()).toEqual({ done: 0, serves: 'test', next: 'next' });
});

it('keeps what was embedded before a failure, and pauses after it', async () => {
  let calls = 0;
  const failing = embedderThat(async ({ texts }) => {
    calls += 1;
    if (calls === 3) throw new AppError('unavailable', 'The model is away.');
    return texts.map(() => Float32Array.of(1, 0, 0));
  });
  const step = createReembedder(depsOf(failing));
  expect(await step(never)).toBe(false);
  expect(await step(never)).toBe(false);
  expect(calls).toBe(3);
  expect(await state()).toEqual({ done: 128, serves: 'test', next: 'next' });
  clock += 2_000;
  expect(await step(never)).toBe(true);
  expect(calls).toBe(7);
});

it('goes on in another process, embeds nothing twice and switches at the end', async () => {
  const { done } = await state();
  const asked: string[] = [];
  const embedder = embedderThat(async ({ texts }) => {
    asked.push(...texts);
    return texts.map(() => Float32Array.of(0, 1, 0));
  });
  const step = createReembedder(depsOf(embedder));
  const states: Awaited<ReturnType<typeof state>>[] = [];
  while (await step(never)) states.push(await state());
  expect(
    states.filter(({ serves, done: embedded }) => serves === 'next' && embedded < CHUNKS),
  ).toEqual([]);
  expect(asked).toHaveLength(CHUNKS - done);
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked[0]).toMatch(/^A title\nHandbook > Part \d+\nRule \d+ is its own\.$/);
  expect(await state()).toEqual({ done: CHUNKS, serves: 'next', next: null });
});

it('adds the vectors that a version from before the change lacks', async () => {
  await opened.database.pool.query(
    `delete from embeddings
     where text_hash in (
       select e.text_hash
       from embeddings e
       join embedding_segments s on s.number = e.segment_number
       where s.profile_id = $1
       limit 10)
     and segment_number in (select number from embedding_segments where profile_id = $1)`,
    [profileId],
  );
  expect((await state()).done).toBe(CHUNKS - 10);
  const embedder = embedderThat(async ({ texts }) => texts.map(() => Float32Array.of(0, 0, 1)));
  const step = createReembedder(depsOf(embedder));
  clock += 60_000;
  while (await step(never));
  expect((await state()).done).toBe(CHUNKS);
});
