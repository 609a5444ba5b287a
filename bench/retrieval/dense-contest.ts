import { searchDense } from '../../db/queries/search-dense.ts';
import { quantile } from '../quantile.ts';
import type { READERS, FilledWorkspace } from './fill-workspace.ts';
import type { Peer } from './open-peers.ts';
import type { RawTable } from './raw-table.ts';
import { nearestExactly, type VectorCorpus } from './vector-corpus.ts';

const DEPTH = 20;
export const CONCURRENCY = 16;
/** Many short ones: on a shared machine the load changes from one second to the next. */
const ROUNDS = 9;
/** How often each question is asked at a time with others. */
const REPEATS = 2;
const WARM_UP = 6;

export interface SearchMeasure {
  readonly name: string;
  /** Of those that are nearest by a scan in double precision, the share that was found. */
  readonly recall: number;
  /** Of min(20, readable). */
  readonly filled: number;
  /** The median of the rounds. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly perSecond: number;
}

export interface Contest {
  readonly workspace: FilledWorkspace;
  readonly raw: RawTable;
  readonly peers: readonly Peer[];
  readonly corpus: VectorCorpus;
  readonly readers: typeof READERS;
}

interface Contender {
  readonly name: string;
  /** Positions in the corpus. */
  readonly search: (question: Float32Array) => Promise<readonly number[]>;
  readonly wanted: (question: Float32Array) => readonly number[];
}

/** In interleaved rounds. */
export async function measureContenders(contest: Contest): Promise<readonly SearchMeasure[]> {
  const contenders = listContenders(contest);
  for (const { search } of contenders) await warmUp(search, contest.corpus);
  const rounds: (readonly Timing[])[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const timings: Timing[] = [];
    for (const { search } of contenders) timings.push(await timeSearches(search, contest.corpus));
    rounds.push(timings);
  }
  const measures: SearchMeasure[] = [];
  for (const [index, contender] of contenders.entries()) {
    const timings = rounds.flatMap((round) => round[index] ?? []);
    measures.push({
      name: contender.name,
      ...(await judge(contender, contest.corpus)),
      p50Ms: quantile(
        timings.map(({ p50Ms }) => p50Ms),
        0.5,
      ),
      p95Ms: quantile(
        timings.map(({ p95Ms }) => p95Ms),
        0.5,
      ),
      perSecond: quantile(
        timings.map(({ perSecond }) => perSecond),
        0.5,
      ),
    });
  }
  return measures;
}

function listContenders({ workspace, raw, peers, readers }: Contest): readonly Contender[] {
  const { database, profile, chunks } = workspace;
  const positionOf = new Map(chunks.map(({ number, position }) => [number, position]));
  const ours = readers.map(({ group, share }): Contender => {
    const reader = { clearance: 'restricted', groups: [group], collections: '*' } as const;
    const readable = chunks.filter(({ groups }) => groups.includes(group));
    const scope = { reader, collections: null, filters: {}, asOf: null, depth: DEPTH };
    return {
      name: share === 1 ? 'dense leg' : `dense leg, ${share * 100} % readable`,
      async search(vector) {
        const { found } = await searchDense(database, { profile, vector, scope });
        return found.map(({ chunkNumber }) => positionOf.get(chunkNumber) ?? -1);
      },
      wanted: (question) => nearestExactly(question, readable, DEPTH),
    };
  });
  const wanted = (question: Float32Array) => nearestExactly(question, chunks, DEPTH);
  const rawContender: Contender = {
    name: 'raw prepared SQL',
    search: (question) => raw.findNearest(question, DEPTH),
    wanted,
  };
  const others = peers.map((peer): Contender => ({
    name: peer.name,
    search: (question) => peer.search(question, DEPTH),
    wanted,
  }));
  return [rawContender, ...ours, ...others];
}

/** Each connection parses a statement once, and settles for a plan after five executions. */
async function warmUp(search: Contender['search'], { questions }: VectorCorpus): Promise<void> {
  const [first = new Float32Array()] = questions;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (let time = 0; time < WARM_UP; time += 1) await search(first);
    }),
  );
}

interface Timing {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly perSecond: number;
}

async function timeSearches(
  search: Contender['search'],
  { questions }: VectorCorpus,
): Promise<Timing> {
  const milliseconds: number[] = [];
  for (const question of questions) {
    const startedAt = performance.now();
    await search(question);
    milliseconds.push(performance.now() - startedAt);
  }
  const queue = Array.from({ length: REPEATS }, () => questions)
    .flat()
    .values();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const question of queue) await search(question);
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    p50Ms: quantile(milliseconds, 0.5),
    p95Ms: quantile(milliseconds, 0.95),
    perSecond: (questions.length * REPEATS) / seconds,
  };
}

async function judge(
  { search, wanted }: Contender,
  { questions }: VectorCorpus,
): Promise<Pick<SearchMeasure, 'recall' | 'filled'>> {
  let [found, hit, possible] = [0, 0, 0];
  for (const question of questions) {
    const positions = await search(question);
    const best = wanted(question);
    found += positions.length;
    hit += best.filter((position) => positions.includes(position)).length;
    possible += best.length;
  }
  return {
    recall: possible === 0 ? 1 : hit / possible,
    filled: possible === 0 ? 1 : found / possible,
  };
}
