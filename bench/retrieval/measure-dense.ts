import { openDatabase, type Database } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import { indexSegments } from '../../db/queries/embedding-segments/index-segments.ts';
import { refreshStatistics } from '../../db/queries/refresh-statistics.ts';
import { searchDense } from '../../db/queries/search-dense.ts';
import {
  createWorkspace,
  fillWorkspace,
  READERS,
  writeVectors,
  type FilledWorkspace,
} from './fill-workspace.ts';
import { openRawTable, type DenseOptions, type RawTable } from './raw-table.ts';
import { makeVectorCorpus, nearestExactly, type VectorCorpus } from './vector-corpus.ts';

const DEPTH = 20;
const CONCURRENCY = 16;
/** Many short ones: on a shared machine the load changes from one second to the next. */
const ROUNDS = 9;
const WRITE_ROUNDS = 3;
/** How often each question is asked at a time with others. */
const REPEATS = 2;
const WORKSPACES = 20;
/** Of the vectors, the share of the workspace that is asked. */
const ASKED_SHARE = 0.1065;
const QUESTIONS = 50;

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

export interface WriteMeasure {
  readonly searchablePerSecond: number;
  /** Null where no index is built. */
  readonly indexedPerSecond: number | null;
}

export interface DenseMeasure {
  readonly kind: DenseOptions['kind'];
  /** In the workspace that has a tenth of all vectors; the raw table first. */
  readonly tenant: readonly SearchMeasure[];
  /** In a workspace that has as many as all of them together; none on the embedded database. */
  readonly large: readonly SearchMeasure[];
  readonly write: WriteMeasure;
}

/** The dense leg beside raw prepared SQL on the same vectors, in interleaved rounds, and how fast it is filled. */
export async function measureDense(options: DenseOptions): Promise<DenseMeasure> {
  const database = openDatabase({
    connectionString: options.connectionString,
    maxConnections: CONCURRENCY,
    applicationName: 'footnote-bench',
  });
  try {
    await migrate(database);
    const corpus = makeVectorCorpus({ chunks: options.vectors, questions: QUESTIONS });
    const write = await measureWriting(database, corpus);
    return {
      kind: options.kind,
      write,
      tenant: await measureTenant(database, corpus, options),
      large: options.kind === 'native' ? await measureLarge(database, corpus, options) : [],
    };
  } finally {
    await database.close();
  }
}

async function measureWriting(database: Database, { chunks }: VectorCorpus): Promise<WriteMeasure> {
  const writeMs: number[] = [];
  for (let round = 0; round < WRITE_ROUNDS; round += 1) {
    // All but the last one stay a vector below what is sealed.
    const some = round === WRITE_ROUNDS - 1 ? chunks : chunks.slice(1);
    writeMs.push(await writeVectors(await createWorkspace(database, `written ${round}`), some));
  }
  const startedAt = performance.now();
  const steps = await indexSegmentsOf(database, chunks.length);
  const indexMs = performance.now() - startedAt;
  const median = quantile(writeMs, 0.5);
  return {
    searchablePerSecond: (chunks.length / median) * 1_000,
    indexedPerSecond: steps === 0 ? null : (chunks.length / (median + indexMs)) * 1_000,
  };
}

/** Seals and indexes the segments that have so many rows; returns in how many steps. */
async function indexSegmentsOf(database: Database, rows: number): Promise<number> {
  const limits = { minRows: rows, share: 0, maxRows: rows };
  let steps = 0;
  while (await indexSegments(database, { signal: new AbortController().signal, limits }))
    steps += 1;
  return steps;
}

async function measureTenant(
  database: Database,
  corpus: VectorCorpus,
  options: DenseOptions,
): Promise<readonly SearchMeasure[]> {
  const asked = Math.round(corpus.chunks.length * ASKED_SHARE);
  const each = Math.ceil((corpus.chunks.length - asked) / (WORKSPACES - 1));
  const positioned = corpus.chunks.map((vector, position) => ({ position, vector }));
  const workspace = await fillWorkspace(database, 'asked', positioned.slice(0, asked));
  for (let start = asked; start < positioned.length; start += each) {
    await fillWorkspace(database, `other ${start}`, positioned.slice(start, start + each));
  }
  await refreshStatistics(database);
  const raw = await openRawTable(options, [
    corpus.chunks.slice(0, asked),
    corpus.chunks.slice(asked),
  ]);
  try {
    return await measureContenders({ workspace, raw, corpus, readers: READERS });
  } finally {
    await raw.close();
  }
}

async function measureLarge(
  database: Database,
  corpus: VectorCorpus,
  options: DenseOptions,
): Promise<readonly SearchMeasure[]> {
  const positioned = corpus.chunks.map((vector, position) => ({ position, vector }));
  const workspace = await fillWorkspace(database, 'large', positioned);
  await indexSegmentsOf(database, positioned.length);
  await refreshStatistics(database);
  const raw = await openRawTable(options, [corpus.chunks]);
  try {
    return await measureContenders({ workspace, raw, corpus, readers: READERS });
  } finally {
    await raw.close();
  }
}

interface Contest {
  readonly workspace: FilledWorkspace;
  readonly raw: RawTable;
  readonly corpus: VectorCorpus;
  readonly readers: typeof READERS;
}

interface Contender {
  readonly name: string;
  /** Positions in the corpus. */
  readonly search: (question: Float32Array) => Promise<readonly number[]>;
  readonly wanted: (question: Float32Array) => readonly number[];
}

async function measureContenders(contest: Contest): Promise<readonly SearchMeasure[]> {
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

function listContenders({ workspace, raw, readers }: Contest): readonly Contender[] {
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
  const rawContender: Contender = {
    name: 'raw prepared SQL',
    search: (question) => raw.findNearest(question, DEPTH),
    wanted: (question) => nearestExactly(question, chunks, DEPTH),
  };
  return [rawContender, ...ours];
}

/** Each connection parses a statement once, and settles for a plan after five executions. */
async function warmUp(search: Contender['search'], { questions }: VectorCorpus): Promise<void> {
  const [first = new Float32Array()] = questions;
  await Promise.all(Array.from({ length: CONCURRENCY * 6 }, () => search(first)));
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

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
