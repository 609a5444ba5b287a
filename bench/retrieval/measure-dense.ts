import { openDatabase, type Database } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import { indexSegments } from '../../db/queries/embedding-segments/index-segments.ts';
import { DEFAULT_SEGMENT_LIMITS } from '../../db/queries/embedding-segments/segment-limits.ts';
import { refreshStatistics } from '../../db/queries/refresh-statistics.ts';
import { quantile } from '../quantile.ts';
import { CONCURRENCY, measureContenders, type SearchMeasure } from './dense-contest.ts';
import { createWorkspace, fillWorkspace, READERS, writeVectors } from './fill-workspace.ts';
import { openPeers, type Peer } from './open-peers.ts';
import { openRawTable, type DenseOptions } from './raw-table.ts';
import { makeVectorCorpus, type VectorCorpus } from './vector-corpus.ts';

const WRITE_ROUNDS = 3;
const WORKSPACES = 20;
/** Of the vectors, the share of the workspace that is asked. */
const ASKED_SHARE = 0.1065;
const QUESTIONS = 50;

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
  const database = openBenchDatabase(options);
  try {
    await migrate(database);
    const corpus = makeVectorCorpus({ chunks: options.vectors, questions: QUESTIONS });
    const write = await measureWriting(database, corpus);
    return {
      kind: options.kind,
      write,
      tenant: await measureTenant(database, corpus, { ...options, peers: [] }),
      large: options.kind === 'native' ? await measureLarge(database, corpus, options) : [],
    };
  } finally {
    await database.close();
  }
}

/** The dense leg beside other libraries on the same vectors, in the workspace that has a tenth of them. */
export async function measurePeers(options: DenseOptions): Promise<readonly SearchMeasure[]> {
  const database = openBenchDatabase(options);
  try {
    await migrate(database);
    const corpus = makeVectorCorpus({ chunks: options.vectors, questions: QUESTIONS });
    const tenants = divideAmongTenants(corpus);
    const peers = await openPeers(options.connectionString, tenants);
    try {
      return await measureTenant(database, corpus, { ...options, peers });
    } finally {
      await Promise.all(peers.map((peer) => peer.close()));
    }
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
  const limits = { ...DEFAULT_SEGMENT_LIMITS, minRows: rows, share: 0, maxRows: rows };
  let steps = 0;
  while (await indexSegments(database, { signal: new AbortController().signal, limits }))
    steps += 1;
  return steps;
}

function openBenchDatabase({ connectionString }: DenseOptions): Database {
  return openDatabase({
    connectionString,
    maxConnections: CONCURRENCY,
    applicationName: 'footnote-bench',
  });
}

/** The first one is asked. */
function divideAmongTenants({ chunks }: VectorCorpus): readonly (readonly Float32Array[])[] {
  const asked = Math.round(chunks.length * ASKED_SHARE);
  const each = Math.ceil((chunks.length - asked) / (WORKSPACES - 1));
  const others = Array.from({ length: WORKSPACES - 1 }, (_, index) =>
    chunks.slice(asked + index * each, asked + (index + 1) * each),
  );
  return [chunks.slice(0, asked), ...others];
}

async function measureTenant(
  database: Database,
  corpus: VectorCorpus,
  options: DenseOptions & { readonly peers: readonly Peer[] },
): Promise<readonly SearchMeasure[]> {
  const [asked = [], ...others] = divideAmongTenants(corpus);
  const workspace = await fillWorkspace(database, 'asked', withPositions(asked));
  for (const [index, vectors] of others.entries()) {
    await fillWorkspace(database, `other ${index}`, withPositions(vectors));
  }
  await refreshStatistics(database);
  const raw = await openRawTable(options, [asked, others.flat()]);
  const { peers } = options;
  try {
    return await measureContenders({ workspace, raw, peers, corpus, readers: READERS });
  } finally {
    await raw.close();
  }
}

function withPositions(vectors: readonly Float32Array[]) {
  return vectors.map((vector, position) => ({ position, vector }));
}

async function measureLarge(
  database: Database,
  corpus: VectorCorpus,
  options: DenseOptions,
): Promise<readonly SearchMeasure[]> {
  const workspace = await fillWorkspace(database, 'large', withPositions(corpus.chunks));
  await indexSegmentsOf(database, corpus.chunks.length);
  await refreshStatistics(database);
  const raw = await openRawTable(options, [corpus.chunks]);
  try {
    return await measureContenders({ workspace, raw, peers: [], corpus, readers: READERS });
  } finally {
    await raw.close();
  }
}
