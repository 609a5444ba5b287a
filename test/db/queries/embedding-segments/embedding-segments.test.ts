import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { indexSegments } from '../../../../db/queries/embedding-segments/index-segments.ts';
import {
  DEFAULT_SEGMENT_LIMITS,
  type SegmentLimits,
} from '../../../../db/queries/embedding-segments/segment-limits.ts';
import { findEmbedded, saveEmbeddings } from '../../../../db/queries/embeddings.ts';
import { sha256 } from '../../../../platform/hash.ts';
import { openTestDatabase, type TestDatabase } from '../../../support/database.ts';
import { LexicalWorld } from '../lexical-index/lexical-world.ts';
import { EVERYONE, vectorOf } from '../seed-workspace.ts';
import { VectorWorld } from './vector-world.ts';

const DEPTH = 20;
/** Of 20 nearest, an index may miss one in two questions. */
const MIN_RECALL = 0.97;
const SMALL: SegmentLimits = {
  ...DEFAULT_SEGMENT_LIMITS,
  minRows: 600,
  share: 0.25,
  maxRows: 1_000,
};
const never = new AbortController().signal;
const isNative = inject('databaseTemplate').kind === 'native';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

async function indexAll(limits = SMALL): Promise<void> {
  while (await indexSegments(opened.database, { signal: never, limits }));
}

/** A world whose vectors lie in three segments, the last of them open; on PGlite in one. */
async function segmentedWorld(name: string, groups: readonly (string | null)[] = [null]) {
  const world = await VectorWorld.create(opened.database, name);
  for (let round = 0; round < 3; round += 1) {
    for (const group of groups) await world.add(600 / groups.length, group);
    if (round < 2) await indexAll();
  }
  return world;
}

function shareOf(found: readonly number[], wanted: readonly number[]): number {
  return wanted.filter((number) => found.includes(number)).length / wanted.length;
}

async function recallOf(world: VectorWorld, reader = EVERYONE): Promise<number> {
  let recall = 0;
  for (let question = 0; question < 25; question += 1) {
    const vector = world.vector();
    const { found } = await world.search(vector, { reader });
    const wanted = world.nearest(vector, reader, DEPTH);
    expect(found).toHaveLength(wanted.length);
    recall += shareOf(
      found.map(({ chunkNumber }) => chunkNumber),
      wanted,
    );
  }
  return recall / 25;
}

describe('vectors in several segments', () => {
  it('are found as by a scan of everything', async () => {
    const world = await segmentedWorld('recall');
    expect(await recallOf(world)).toBeGreaterThan(MIN_RECALL);
    const { search } = await world.search(world.vector());
    expect(search).toEqual({
      method: isNative ? 'index' : 'exact',
      segments: isNative ? 3 : 1,
      looks: 1,
      isUnderFilled: false,
    });
  });

  it('are all found when as many are wanted as there are', async () => {
    const world = await segmentedWorld('whole');
    const vector = world.vector();
    const { found, search } = await world.search(vector, { depth: 5_000 });
    expect(found.map(({ chunkNumber }) => chunkNumber).toSorted((a, b) => a - b)).toEqual(
      world.chunks.map(({ number }) => number),
    );
    expect(search).toMatchObject({ method: 'exact', isUnderFilled: false });
  });

  it.each([
    ['10 %', 200],
    ['1 %', 20],
    ['0.1 %', 5],
  ])('fill the answer of a reader of %s of the documents', async (share, count) => {
    const world = await segmentedWorld(`reader of ${share}`, ['others']);
    await world.add(count, 'mine');
    const reader = { ...EVERYONE, groups: ['mine'] };
    expect(await recallOf(world, reader)).toBeGreaterThan(MIN_RECALL);
    const vector = world.vector();
    const { unreadable } = await world.search(vector, { reader });
    const best = world.nearest(vector, { ...EVERYONE, groups: ['mine', 'others'] });
    const mine = new Set(world.nearest(vector, reader, count));
    expect(
      shareOf(
        unreadable,
        best.filter((number) => !mine.has(number)),
      ),
    ).toBeGreaterThan(0.9);
  });

  it('say that some chunks had no vector when fewer were found than may be read', async () => {
    const world = await VectorWorld.create(opened.database, 'lacking');
    await world.add(10);
    expect((await world.search(world.vector())).search.isUnderFilled).toBe(false);
    await world.addChunks([sha256('not embedded')]);
    const { found, search } = await world.search(world.vector());
    expect(found).toHaveLength(10);
    expect(search.isUnderFilled).toBe(true);
  });
});

describe('a text', () => {
  it('stands for every chunk that holds it, once each, wherever its vectors are', async () => {
    const world = await segmentedWorld('twice');
    const embeddings = [{ hash: sha256('boilerplate'), vector: world.vector() }] as const;
    const { database, profile } = world.workspace;
    await saveEmbeddings(database, { profile, embeddings });
    const numbers = [
      ...(await world.addChunks([embeddings[0].hash])),
      ...(await world.addChunks([embeddings[0].hash])),
    ];
    await world.add(600);
    await indexAll();
    await saveEmbeddings(database, { profile, embeddings });
    const { found } = await world.search(embeddings[0].vector, { depth: 3 });
    expect(found.slice(0, 2).map(({ chunkNumber }) => chunkNumber)).toEqual(numbers);
    expect(numbers).not.toContain(found[2]?.chunkNumber);
    expect(found[0]?.score).toBeCloseTo(1, 3);
  });

  it('is found where it served, and nowhere else', async () => {
    const world = await LexicalWorld.create(opened.database, 'as of');
    const { database, profile } = world.workspace;
    const texts = Array.from({ length: 12 }, (_, index) => `text ${index}`);
    await saveEmbeddings(database, {
      profile,
      embeddings: texts.map((text) => ({ hash: sha256(text), vector: vectorOf(text) })),
    });
    await world.serve('first', texts.slice(0, 8));
    await world.serve('second', texts.slice(4, 10));
    await world.serve('first', texts.slice(6, 12));
    await world.serve('second', []);
    const vectors = VectorWorld.over(opened.database, world.workspace);
    for (const [change, state] of world.states.entries()) {
      const isNow = change === world.states.length - 1;
      for (const asOf of [LexicalWorld.instantOf(change), ...(isNow ? [null] : [])]) {
        const { found } = await vectors.search(vectorOf('text 6'), { asOf });
        expect(found.map(({ chunkNumber }) => chunkNumber).toSorted((a, b) => a - b)).toEqual(
          state.map(({ number }) => number).toSorted((a, b) => a - b),
        );
        expect(state.find(({ number }) => number === found[0]?.chunkNumber)?.text).toBe('text 6');
      }
    }
  });
});

describe('sealing', () => {
  it.runIf(isNative)('loses nothing that is written meanwhile', async () => {
    const world = await VectorWorld.create(opened.database, 'while writing');
    const { database, profile } = world.workspace;
    const limits = { ...DEFAULT_SEGMENT_LIMITS, minRows: 150, share: 0, maxRows: 150 };
    const hashes = Array.from({ length: 1_200 }, (_, index) => sha256(`written ${index}`));
    let written = 0;
    const write = async () => {
      while (written < hashes.length) {
        const some = hashes.slice(written, (written += 10));
        const embeddings = some.map((hash) => ({ hash, vector: world.vector() }));
        await saveEmbeddings(database, { profile, embeddings });
      }
    };
    const seal = async () => {
      while (written < hashes.length) {
        await indexSegments(opened.database, { signal: never, limits });
      }
    };
    await Promise.all([write(), write(), write(), seal(), seal()]);
    await indexAll(limits);
    expect((await findEmbedded(database, { profile, hashes })).size).toBe(hashes.length);
    const segments = await world.segments();
    const sealed = segments.slice(0, -1);
    expect(sealed.length).toBeGreaterThan(0);
    expect(sealed.every((segment) => segment.rows === segment.row_count)).toBe(true);
    expect(segments.reduce((sum, { rows }) => sum + rows, 0)).toBe(hashes.length);
    expect(sealed.map(({ state, indexes }) => [state, indexes])).toEqual(
      sealed.map(() => ['indexed', 1]),
    );
    expect(segments.at(-1)).toMatchObject({ state: 'open', row_count: null, indexes: 0 });
  });

  it.runIf(isNative)('is taken up after a crash before the index was built', async () => {
    const world = await VectorWorld.create(opened.database, 'crash');
    await world.add(700);
    expect(await indexSegments(opened.database, { signal: never, limits: SMALL })).toBe(true);
    expect((await world.segments()).map(({ state }) => state)).toEqual(['sealed', 'open']);
    const stopped = AbortSignal.abort();
    expect(await indexSegments(opened.database, { signal: stopped, limits: SMALL })).toBe(false);
    const stopping = new AbortController();
    const build = indexSegments(opened.database, { signal: stopping.signal, limits: SMALL });
    setTimeout(() => stopping.abort(), 10);
    await build;
    expect(await recallOf(world)).toBeGreaterThan(MIN_RECALL);
    await indexAll();
    expect((await world.segments()).map(({ state, indexes }) => [state, indexes])).toEqual([
      ['indexed', 1],
      ['open', 0],
    ]);
    expect(await recallOf(world)).toBeGreaterThan(MIN_RECALL);
  });

  it.runIf(isNative)('is done once when several workers are at it', async () => {
    const world = await VectorWorld.create(opened.database, 'several');
    await world.add(700);
    await Promise.all([indexAll(), indexAll(), indexAll()]);
    expect((await world.segments()).map(({ state, indexes }) => [state, indexes])).toEqual([
      ['indexed', 1],
      ['open', 0],
    ]);
  });

  it.runIf(isNative)('lets a segment hold a share of what is sealed, within bounds', async () => {
    const world = await VectorWorld.create(opened.database, 'growing');
    const limits = {
      ...DEFAULT_SEGMENT_LIMITS,
      minRows: 100,
      share: 0.5,
      maxRows: 130,
      mergeCount: Infinity,
    };
    const sizes: number[] = [];
    for (let round = 0; round < 60; round += 1) {
      await world.add(10);
      await indexAll(limits);
      const segments = await world.segments();
      sizes.splice(0, sizes.length, ...segments.slice(0, -1).map(({ rows }) => rows));
    }
    expect(sizes).toEqual([100, 100, 100, 130, 130]);
  });

  it.skipIf(isNative)('is not done on the embedded database', async () => {
    const world = await VectorWorld.create(opened.database, 'embedded');
    await world.add(700);
    expect(await indexSegments(opened.database, { signal: never, limits: SMALL })).toBe(false);
    expect((await world.segments()).map(({ state }) => state)).toEqual(['open']);
  });
});
