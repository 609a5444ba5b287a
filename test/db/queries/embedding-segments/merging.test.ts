import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { dropMergedSegment } from '../../../../db/queries/embedding-segments/drop-merged.ts';
import { indexSegments } from '../../../../db/queries/embedding-segments/index-segments.ts';
import { mergeIndexedSegments } from '../../../../db/queries/embedding-segments/merge-segments.ts';
import { DEFAULT_SEGMENT_LIMITS } from '../../../../db/queries/embedding-segments/segment-limits.ts';
import { findEmbedded, saveEmbeddings } from '../../../../db/queries/embeddings.ts';
import { sha256 } from '../../../../platform/hash.ts';
import { openTestDatabase, type TestDatabase } from '../../../support/database.ts';
import { EVERYONE } from '../seed-workspace.ts';
import { VectorWorld } from './vector-world.ts';

const MIN_RECALL = 0.97;
const never = new AbortController().signal;
const limits = { ...DEFAULT_SEGMENT_LIMITS, minRows: 150, share: 0, maxRows: 150 };
const isNative = inject('databaseTemplate').kind === 'native';

// The embedded database has one segment, which is scanned.
describe.runIf(isNative)('segments of one size', () => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(() => opened.close());

  /** Four segments with an index, and an open one. */
  async function fourSegments(name: string): Promise<VectorWorld> {
    const world = await VectorWorld.create(opened.database, name);
    for (let round = 0; round < 4; round += 1) {
      await world.add(150);
      await indexAll({ ...limits, mergeCount: Infinity });
    }
    expect(await shapeOf(world)).toEqual(['indexed', 'indexed', 'indexed', 'indexed', 'open']);
    return world;
  }

  async function indexAll(own = limits): Promise<void> {
    while (await indexSegments(opened.database, { signal: never, limits: own }));
  }

  async function shapeOf(world: VectorWorld): Promise<readonly string[]> {
    return (await world.segments()).map(({ state }) => state);
  }

  async function recallOf(world: VectorWorld): Promise<number> {
    let found = 0;
    for (let question = 0; question < 20; question += 1) {
      const vector = world.vector();
      const hits = await world.search(vector);
      const numbers = new Set(hits.found.map(({ chunkNumber }) => chunkNumber));
      found += world.nearest(vector, EVERYONE, 20).filter((number) => numbers.has(number)).length;
    }
    return found / 400;
  }

  async function tablesOf(world: VectorWorld): Promise<readonly string[]> {
    const { rows } = await opened.database.pool.query<{ name: string }>(
      `select 'embeddings_' || number as name from merged_embedding_segments where workspace_id = $1`,
      [world.workspace.database.workspaceId],
    );
    const names = rows.map(({ name }) => name);
    const there = await opened.database.pool.query<{ name: string }>(
      `select relname as name from pg_class where relname = any($1)`,
      [names],
    );
    return there.rows.map(({ name }) => name);
  }

  it('become one, in which the same is found', async () => {
    const world = await fourSegments('merged');
    await indexAll();
    const [merged, open, ...others] = await world.segments();
    expect(merged).toMatchObject({ state: 'indexed', row_count: 600, rows: 600, indexes: 1 });
    expect(open).toMatchObject({ state: 'open' });
    expect(others).toEqual([]);
    expect(await recallOf(world)).toBeGreaterThan(MIN_RECALL);
    const { search } = await world.search(world.vector());
    expect(search).toMatchObject({ method: 'index', segments: 2 });
  });

  it('hold a text once that was in several', async () => {
    const world = await VectorWorld.create(opened.database, 'twice');
    const { database, profile } = world.workspace;
    const twice = [{ hash: sha256('boilerplate'), vector: world.vector() }];
    for (let round = 0; round < 4; round += 1) {
      await saveEmbeddings(database, { profile, embeddings: twice });
      await world.add(149);
      await indexAll({ ...limits, mergeCount: Infinity });
    }
    await indexAll();
    expect((await world.segments())[0]).toMatchObject({ row_count: 597, rows: 597 });
    expect((await findEmbedded(database, { profile, hashes: [sha256('boilerplate')] })).size).toBe(
      1,
    );
  });

  it('are merged once when several workers are at it, and vectors are written meanwhile', async () => {
    const world = await fourSegments('several');
    await Promise.all([indexAll(), indexAll(), world.add(40), indexAll(), world.add(40)]);
    expect((await world.segments()).map(({ state, rows }) => [state, rows])).toEqual([
      ['indexed', 600],
      ['open', 80],
    ]);
    expect(await recallOf(world)).toBeGreaterThan(MIN_RECALL);
  });

  it('stay as they are when merging is given up', async () => {
    const world = await fourSegments('given up');
    const before = await world.segments();
    const merged = [{ state: 'indexed' }, { state: 'open' }];
    const stopped = { signal: AbortSignal.abort(), limits };
    expect(await mergeIndexedSegments(opened.database, stopped)).toBe(false);
    const stopping = new AbortController();
    const merging = mergeIndexedSegments(opened.database, { signal: stopping.signal, limits });
    setTimeout(() => stopping.abort(), 5);
    const isMerged = await merging;
    expect(await world.segments()).toMatchObject(isMerged ? merged : before);
    await indexAll();
    expect(await shapeOf(world)).toEqual(['indexed', 'open']);
  });

  it('leave their tables to those who search them for a while', async () => {
    const world = await fourSegments('dropped');
    await indexAll();
    expect(await tablesOf(world)).toHaveLength(4);
    expect(await dropMergedSegment(opened.database)).toBe(false);
    const reader = await opened.database.pool.connect();
    try {
      await reader.query('begin');
      await reader.query('select count(*) from embeddings');
      expect(await dropMergedSegment(opened.database, 0)).toBe(false);
      expect(await tablesOf(world)).toHaveLength(4);
      await reader.query('commit');
    } finally {
      reader.release();
    }
    while (await dropMergedSegment(opened.database, 0));
    expect(await tablesOf(world)).toEqual([]);
    expect(await recallOf(world)).toBeGreaterThan(MIN_RECALL);
    const { rows } = await opened.database.pool.query('select from merged_embedding_segments');
    expect(rows).toEqual([]);
  });
});
