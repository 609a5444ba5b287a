import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extractTerms } from '../../../../core/text/terms.ts';
import { discardStagedSegments } from '../../../../db/queries/lexical-index/discard-segments.ts';
import { mergeIntoOne } from '../../../../db/queries/lexical-index/merge-into-one.ts';
import { readPostings } from '../../../../db/queries/lexical-index/read-index.ts';
import { mergeSegments } from '../../../../db/queries/lexical-index/merge-segments.ts';
import {
  serveStagedSegments,
  stageSegment,
} from '../../../../db/queries/lexical-index/stage-segment.ts';
import { entombChunks, reviveChunks } from '../../../../db/queries/lexical-index/tombstones.ts';
import type { PostingCache } from '../../../../db/posting-cache.ts';
import { searchLexical } from '../../../../db/queries/search-lexical.ts';
import { inTransaction, type WorkspaceDatabase } from '../../../../db/workspace-database.ts';
import { nativeDatabaseUrl } from '../../../support/config.ts';
import { openTestDatabase, type TestDatabase } from '../../../support/database.ts';
import { EVERYONE } from '../seed-workspace.ts';
import { LexicalWorld, type Chunk } from './lexical-world.ts';

let opened: TestDatabase;
let worlds = 0;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

function createWorld(): Promise<LexicalWorld> {
  worlds += 1;
  return LexicalWorld.create(opened.database, `lexical-${worlds}`);
}

const QUESTION = extractTerms('vpn leave payroll badge');

async function search(world: LexicalWorld, asOf: Date | null = null) {
  const { found } = await searchLexical(world.workspace.database, {
    weights: new Map(QUESTION.map((term) => [term, 1])),
    scope: { reader: EVERYONE, collections: null, filters: {}, asOf, depth: 1_000 },
  });
  return found;
}

/** BM25 from its definition: `searched` by the statistics of `live`. */
function bm25(searched: readonly Chunk[], live: readonly Chunk[]): ReadonlyMap<number, number> {
  const documents = live.map(({ text }) => extractTerms(text));
  const total = documents.reduce((sum, terms) => sum + terms.length, 0);
  const average = Math.max(total / Math.max(documents.length, 1), 1);
  const scores = searched.map(({ number, text }) => {
    const terms = extractTerms(text);
    const score = QUESTION.reduce((sum, term) => {
      const holders = documents.filter((other) => other.includes(term)).length;
      const idf = Math.log(1 + (documents.length - holders + 0.5) / (holders + 0.5));
      const frequency = terms.filter((other) => other === term).length;
      const damping = 1.2 * (0.25 + (0.75 * terms.length) / average);
      return sum + (idf * frequency * 2.2) / (frequency + damping);
    }, 0);
    return [number, score] as const;
  });
  return new Map(scores.filter(([, score]) => score > 0));
}

async function statisticsOf(database: WorkspaceDatabase, terms: readonly string[]) {
  const weights = new Map(terms.map((term) => [term, 1]));
  const scope = { reader: EVERYONE, collections: null, filters: {}, asOf: null, depth: 1 };
  return (await searchLexical(database, { weights, scope })).statistics;
}

async function expectExact(world: LexicalWorld): Promise<void> {
  const live = world.states.at(-1) ?? [];
  const instants = world.states.map((state, change) => ({ state, change }));
  const searches = [
    { searched: live, asOf: null },
    ...instants.map(({ state, change }) => ({
      searched: state,
      asOf: LexicalWorld.instantOf(change),
    })),
  ];
  for (const { searched, asOf } of searches) {
    const found = await search(world, asOf);
    const wanted = bm25(searched, live);
    expect(new Set(found.map((row) => row.chunkNumber))).toEqual(new Set(wanted.keys()));
    for (const { chunkNumber, score, contributions } of found) {
      expect(score).toBeCloseTo(wanted.get(chunkNumber) ?? 0, 6);
      expect(contributions.reduce((sum, part) => sum + part.score, 0)).toBeCloseTo(score, 6);
    }
    const scores = found.map((row) => row.score);
    expect(scores).toEqual(scores.toSorted((left, right) => right - left));
  }
  const statistics = await statisticsOf(world.workspace.database, QUESTION);
  expect(statistics.chunkCount).toBe(live.length);
  for (const term of QUESTION) {
    const holders = live.filter(({ text }) => extractTerms(text).includes(term)).length;
    expect(statistics.holderCounts.get(term) ?? 0).toBe(holders);
  }
}

const WORDS = ['vpn', 'leave', 'payroll', 'badge', 'filler', 'the'];
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 7 }).map((words) => words.join(' '));
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('serve' as const),
      source: fc.constantFrom('a', 'b', 'c'),
      texts: fc.uniqueArray(text, { maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('merge live' as const, 'merge history' as const),
      from: fc.nat(3),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
);

describe('the lexical index', () => {
  it('finds and scores by the definition whatever is published, retired, revived and merged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 16 }), async (steps) => {
        const world = await createWorld();
        for (const change of steps) {
          if (change.kind === 'serve') await world.serve(change.source, change.texts);
          else {
            const ids = await world.segmentIds(change.kind === 'merge live' ? 'live' : 'history');
            const chosen = ids.slice(change.from, change.from + change.count);
            await mergeIntoOne(world.workspace.database, chosen);
          }
        }
        await expectExact(world);
        await mergeIntoOne(world.workspace.database, await world.segmentIds('live'));
        await mergeIntoOne(world.workspace.database, await world.segmentIds('history'));
        expect((await world.segmentIds('live')).length).toBeLessThan(2);
        await expectExact(world);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps its segments few and its dead chunks rare', async () => {
    const world = await createWorld();
    for (let index = 0; index < 40; index += 1) {
      await world.serve(`document ${index}`, [`vpn leave ${index}`, `payroll ${index}`]);
      while (await mergeSegments(opened.database));
    }
    expect((await world.segmentIds('live')).length).toBeLessThan(16);
    for (let index = 0; index < 30; index += 1) await world.serve(`document ${index}`, []);
    while (await mergeSegments(opened.database));
    const { rows } = await opened.database.pool.query<{ count: number }>(
      'select count(*)::int from lexical_tombstones where workspace_id = $1',
      [world.workspace.database.workspaceId],
    );
    expect(rows[0]?.count).toBeLessThan(10);
    await expectExact(world);
  });

  it('leaves no list of a segment that is gone', async () => {
    const world = await createWorld();
    for (const source of ['a', 'b', 'c']) await world.serve(source, [`vpn ${source}`]);
    await world.serve('b', []);
    await mergeIntoOne(world.workspace.database, await world.segmentIds('live'));
    const { rows } = await opened.database.pool.query<{ segment_id: string }>(
      'select distinct segment_id from posting_lists where workspace_id = $1',
      [world.workspace.database.workspaceId],
    );
    const known = [...(await world.segmentIds('live')), ...(await world.segmentIds('history'))];
    expect(new Set(rows.map((row) => row.segment_id))).toEqual(new Set(known));
    expect(known).toHaveLength(2);
  });

  it('reads a list once, and again only where its segment has been merged', async () => {
    const world = await createWorld();
    for (const source of ['a', 'b']) await world.serve(source, [`vpn ${source}`]);
    const { database } = world.workspace;
    const kept: string[] = [];
    const postings: PostingCache = {
      ...database.postings,
      keep(segmentId, term, list) {
        kept.push(segmentId);
        database.postings.keep(segmentId, term, list);
      },
    };
    const searchKept = async () => {
      kept.length = 0;
      await readPostings({ ...database, postings }, { terms: ['vpn'], hasHistory: false });
      return [...kept];
    };
    const segments = await world.segmentIds('live');
    expect(new Set(await searchKept())).toEqual(new Set(segments));
    expect(await searchKept()).toEqual([]);
    await world.serve('c', ['vpn c']);
    const added = (await world.segmentIds('live')).find((id) => !segments.includes(id));
    expect(await searchKept()).toEqual([added]);
    await mergeIntoOne(database, segments);
    expect(await searchKept()).toHaveLength(1);
    expect(await searchKept()).toEqual([]);
    await expectExact(world);
  });

  it('shows what is staged when it serves, and never what is discarded', async () => {
    const world = await createWorld();
    await world.serve('a', ['vpn']);
    await world.serve('a', []);
    const [chunk] = world.states[0] ?? [];
    const { database } = world.workspace;
    const documentId = (
      await opened.database.pool.query('select id from documents where workspace_id = $1', [
        database.workspaceId,
      ])
    ).rows[0].id;
    const chunks = [{ chunkNumber: (chunk?.number ?? 0) + 1_000, terms: ['vpn'] }];
    const countOf = async () => (await statisticsOf(database, ['vpn'])).chunkCount;
    await stageSegment(database, { segmentId: SEGMENT, documentId, chunks });
    expect(await countOf()).toBe(0);
    await discardStagedSegments(database, documentId);
    await serveStagedSegments(database, documentId);
    expect(await countOf()).toBe(0);
    await stageSegment(database, { segmentId: SEGMENT, documentId, chunks });
    await serveStagedSegments(database, documentId);
    await discardStagedSegments(database, documentId);
    expect(await countOf()).toBe(1);
  });

  it.runIf(nativeDatabaseUrl !== null)(
    'leaves to others what somebody else is merging or reviving',
    async () => {
      const world = await createWorld();
      for (const source of ['a', 'b', 'c']) await world.serve(source, [`vpn ${source}`]);
      const { database } = world.workspace;
      const live = await world.segmentIds('live');
      await inTransaction(database, async (transaction) => {
        expect(await mergeIntoOne(transaction, live.slice(0, 2))).toBe(true);
        expect(await mergeIntoOne(database, live.slice(1))).toBe(false);
      });
      const number = world.states.at(-1)?.[0]?.number ?? 0;
      await entombChunks(database, [number]);
      await inTransaction(database, async (transaction) => {
        expect(await reviveChunks(transaction, [number])).toEqual([]);
        expect(await mergeIntoOne(database, await world.segmentIds('live'))).toBe(true);
      });
      await expectExact(world);
    },
  );
});

const SEGMENT = '01890000-0000-7000-8000-0000000000aa';
