import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkspaceId } from '../../contract/ids.ts';
import { openDatabase, type Database } from '../../db/client.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { hashLexically } from '../../models/builtin/lexical-hash.ts';
import { waitUntilUp } from '../crash/random-victims.ts';
import { startService, type StartedService, type Target } from '../crash/start-service.ts';
import { finishRun, uploadFiles, type Service } from '../ingest/ingest-client.ts';
import { quantile } from '../quantile.ts';
import { openContest, type Contest } from './latency-contest.ts';
import type { LatencyCorpus } from './latency-corpus.ts';
import { fillRawPostings } from './raw-postings.ts';
import { openRawTable } from './raw-table.ts';

export interface LatencyMeasure {
  readonly kind: Target['kind'];
  /** As the service cut them. */
  readonly chunks: number;
  readonly legs: Readonly<Record<'lexical' | 'dense' | 'rawLexical' | 'rawDense', Latency>>;
  /** A row as large as a ledger, committed by itself. */
  readonly commit: Latency;
  /** The slower raw leg and one commit, one after the other. */
  readonly raw: Latency;
  /** Both legs, fusion, reranking, selection, and the trace stored, as the server says it. */
  readonly retrieve: Latency;
  /** Of that, reranking alone; chunks have been seen before. */
  readonly rerank: Latency;
  /** Of that, storing the trace. */
  readonly store: Latency;
}

export interface Latency {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

const CHUNKS_PER_DOCUMENT = 20;
const DOCUMENTS_PER_REQUEST = 50;
const ROUNDS = 3;
const CONNECTIONS = 4;
/** The worker merges and indexes what it has written: it looks again every few seconds, and may build for a while. */
const SETTLE_MS = 5_000;
const SETTLE_DEADLINE_MS = 120_000;

/** Fills a service of its own and asks it, beside raw prepared SQL over the same texts, in turns. */
export async function measureLatency(
  target: Target,
  corpus: LatencyCorpus & { readonly chunks: number },
): Promise<LatencyMeasure> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'footnote-latency-'));
  const service = await startService(target, { dataDirectory });
  try {
    const { signal } = new AbortController();
    await waitUntilUp(service, 'server', signal);
    await waitUntilUp(service, 'worker', signal);
    await ingest(service, corpus);
    await settle(service);
    const timings = await compete(service, { kind: target.kind, questions: corpus.questions });
    return { kind: target.kind, ...timings };
  } finally {
    await service.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

async function compete(
  service: StartedService,
  { kind, questions }: { readonly kind: Target['kind']; readonly questions: readonly string[] },
): Promise<Omit<LatencyMeasure, 'kind'>> {
  const connectionString = service.databaseUrl();
  const database = openDatabase({
    connectionString,
    maxConnections: CONNECTIONS,
    applicationName: 'footnote-bench',
  });
  try {
    const { texts, workspaceId } = await readTexts(database);
    const rawPostings = await fillRawPostings(database.pool, texts);
    const vectors = texts.map((text) => hashLexically(text));
    const rawTable = await openRawTable({ connectionString, kind, vectors: vectors.length }, [
      vectors,
    ]);
    try {
      const workspace = inWorkspace(database, workspaceId);
      const { pool } = database;
      const contest = await openContest({ service, workspace, pool, rawPostings, rawTable });
      return { chunks: texts.length, ...summarize(await runContest(contest, questions)) };
    } finally {
      await rawTable.close();
    }
  } finally {
    await database.close();
  }
}

async function ingest(
  service: Service,
  { chunks, writeChunk }: LatencyCorpus & { readonly chunks: number },
): Promise<void> {
  const documents = Math.ceil(chunks / CHUNKS_PER_DOCUMENT);
  for (let start = 0; start < documents; start += DOCUMENTS_PER_REQUEST) {
    const files = Array.from(
      { length: Math.min(DOCUMENTS_PER_REQUEST, documents - start) },
      (_, at) => {
        const text = Array.from({ length: CHUNKS_PER_DOCUMENT }, writeChunk).join('\n\n');
        const name = `${start + at}.txt`;
        return { source: `latency/${name}`, fileName: name, bytes: Buffer.from(text), passage: '' };
      },
    );
    await finishRun(service, await uploadFiles(service, files));
  }
}

async function settle(service: StartedService): Promise<void> {
  const database = openDatabase({
    connectionString: service.databaseUrl(),
    maxConnections: 1,
    applicationName: 'footnote-bench',
  });
  try {
    const deadline = Date.now() + SETTLE_DEADLINE_MS;
    do {
      await sleep(SETTLE_MS);
      const { rowCount } = await database.pool.query(
        `select 1 from embedding_segments where state = 'sealed'`,
      );
      if (rowCount === 0) return;
    } while (Date.now() < deadline);
    throw new Error('Vectors are still being indexed.');
  } finally {
    await database.close();
  }
}

async function readTexts({ pool }: Database) {
  const { rows } = await pool.query<{ workspace_id: string; text: string }>(
    'select workspace_id, text from chunks order by number',
  );
  return {
    texts: rows.map(({ text }) => text),
    workspaceId: WorkspaceId.parse(rows[0]?.workspace_id),
  };
}

type Timings = Awaited<ReturnType<Contest['time']>>;

async function runContest(
  contest: Contest,
  questions: readonly string[],
): Promise<readonly Timings[]> {
  for (const question of questions) await contest.time(question);
  const timings: Timings[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const question of questions) timings.push(await contest.time(question));
  }
  return timings;
}

function summarize(timings: readonly Timings[]): Omit<LatencyMeasure, 'kind' | 'chunks'> {
  const of = (read: (timing: Timings) => number) => latencyOf(timings.map(read));
  const rawLexical = of((timing) => timing.rawLexical);
  const rawDense = of((timing) => timing.rawDense);
  const slower = rawLexical.p95Ms > rawDense.p95Ms ? 'rawLexical' : 'rawDense';
  return {
    legs: {
      lexical: of((timing) => timing.lexical),
      dense: of((timing) => timing.dense),
      rawLexical,
      rawDense,
    },
    commit: of((timing) => timing.commit),
    raw: of((timing) => timing[slower] + timing.commit),
    retrieve: of((timing) => timing.retrieve),
    rerank: of((timing) => timing.rerank),
    store: of((timing) => timing.store),
  };
}

function latencyOf(milliseconds: readonly number[]): Latency {
  return { p50Ms: quantile(milliseconds, 0.5), p95Ms: quantile(milliseconds, 0.95) };
}
