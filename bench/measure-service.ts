import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Launched, type LaunchOptions } from './launch.ts';
import { measureAnswers, type AnswerMeasure } from './measure-answers.ts';
import { watchProcesses, type ProcessPeaks } from './watch-processes.ts';
import { createServiceClient, type ServiceClient } from './service-client.ts';
import { writeHandbook } from './write-handbook.ts';

const DOCUMENTS = 300;
const ANSWERS = 200;
const WARM_UP_ANSWERS = 20;
const CONCURRENCIES = [1, 8];

export interface ServiceMeasure {
  readonly database: 'embedded' | 'native';
  /** Of the last minute, before and after. */
  readonly machineLoad: readonly [number, number];
  readonly firstStartMs: number;
  readonly laterStartMs: number;
  readonly ingest: {
    readonly documents: number;
    readonly chunks: number;
    readonly seconds: number;
    readonly chunksPerSecond: number;
  };
  readonly answers: readonly AnswerMeasure[];
  readonly memory: { readonly ingest: ProcessPeaks; readonly answers: ProcessPeaks };
}

/** Starts the service on an empty data directory, loads it, and starts it once more. */
export async function measureService(
  database: ServiceMeasure['database'],
  databaseUrl: string | null,
): Promise<ServiceMeasure> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'footnote-bench-'));
  const [loadBefore = 0] = loadavg();
  try {
    const first = await launchFor(measureLoad, { dataDirectory, databaseUrl });
    const later = await launchFor(async () => ({}), { dataDirectory, databaseUrl });
    const [loadAfter = 0] = loadavg();
    return {
      database,
      machineLoad: [loadBefore, loadAfter],
      firstStartMs: first.readyMs,
      laterStartMs: later.readyMs,
      ...first.outcome,
    };
  } finally {
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

async function launchFor<Outcome>(
  use: (launched: Launched, dataDirectory: string) => Promise<Outcome>,
  options: LaunchOptions,
): Promise<{ readonly readyMs: number; readonly outcome: Outcome }> {
  const launched = await launch(options);
  try {
    const outcome = await use(launched, options.dataDirectory);
    return { readyMs: launched.readyMs, outcome };
  } finally {
    await launched.stop();
  }
}

async function measureLoad(
  { url, processId }: Launched,
  dataDirectory: string,
): Promise<Pick<ServiceMeasure, 'ingest' | 'answers' | 'memory'>> {
  const client = createServiceClient(url, dataDirectory);
  const ingestWatch = watchProcesses(processId);
  const ingest = await measureIngest(client);
  const ingestPeaks = ingestWatch.stop();
  const answerWatch = watchProcesses(processId);
  await measureAnswers(client, { count: WARM_UP_ANSWERS, concurrency: 1 });
  const answers: AnswerMeasure[] = [];
  for (const concurrency of CONCURRENCIES) {
    answers.push(await measureAnswers(client, { count: ANSWERS, concurrency }));
  }
  return { ingest, answers, memory: { ingest: ingestPeaks, answers: answerWatch.stop() } };
}

async function measureIngest(client: ServiceClient): Promise<ServiceMeasure['ingest']> {
  const startedAt = performance.now();
  const run = await client.ingest(writeHandbook(DOCUMENTS));
  const seconds = (performance.now() - startedAt) / 1_000;
  if (run.documents.done !== DOCUMENTS) throw new Error(`Not all was ingested: ${run.status}`);
  const chunks = run.chunks.added;
  return { documents: DOCUMENTS, chunks, seconds, chunksPerSecond: chunks / seconds };
}
