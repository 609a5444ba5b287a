import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntilUp } from '../crash/random-victims.ts';
import { startService, type StartedService, type Target } from '../crash/start-service.ts';
import { finishRun, isSearchable, uploadFiles, type Run } from './ingest-client.ts';
import { readJobs, type JobFigures } from './read-jobs.ts';
import type { Corpus, CorpusFile, Scenario } from './scenarios.ts';
import { watchMemory, type MemoryPeaks } from './watch-memory.ts';

export interface IngestMeasure extends MemoryPeaks, Omit<JobFigures, 'liveChunks'> {
  readonly scenario: string;
  readonly title: string;
  readonly database: Target['kind'];
  readonly workers: number;
  readonly documents: number;
  /** Of the documents that were ingested: new and known ones. */
  readonly chunks: number;
  readonly chunksAdded: number;
  readonly megabytes: number;
  /** From the first request until every run says that it has succeeded. */
  readonly seconds: number;
  /** Until the last request was answered. */
  readonly uploadSeconds: number;
  readonly statuses: readonly string[];
  /** Of the first, the middle and the last document: whether both legs find them afterwards. */
  readonly searchable: boolean;
  /** Of the last minute, before and after. */
  readonly machineLoad: readonly [number, number];
}

/** Read before the clock starts, so that every worker has its readers. */
const WARM_UP_FILES = 12;

/** Ingests a corpus into an empty database of a service of its own. */
export async function measureIngest(
  scenario: Scenario,
  target: Target,
  workers: number,
): Promise<IngestMeasure> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'footnote-bench-'));
  const corpus = await scenario.write();
  const service = await startService(target, { dataDirectory, workers });
  try {
    const { signal } = new AbortController();
    await waitUntilUp(service, 'server', signal);
    await waitUntilUp(service, 'worker', signal);
    await ingestAll(service, {
      ...corpus,
      files: [...writeWarmUp(), ...corpus.before],
      filesPerRequest: WARM_UP_FILES,
    });
    const [loadBefore = 0] = loadavg();
    const watch = watchMemory(service.workerIds);
    const ingested = await ingestAll(service, corpus);
    const peaks = watch.stop();
    const [loadAfter = 0] = loadavg();
    const figures = await readJobs(service.databaseUrl(), ingested.runIds);
    return {
      scenario: scenario.name,
      title: scenario.title,
      database: target.kind,
      workers,
      documents: corpus.files.length,
      chunks: sumOf(ingested.runs, ({ chunks }) => chunks.added + chunks.reused),
      chunksAdded: sumOf(ingested.runs, ({ chunks }) => chunks.added),
      megabytes: sumOf(corpus.files, ({ bytes }) => bytes.length) / 1e6,
      seconds: ingested.seconds,
      uploadSeconds: ingested.uploadSeconds,
      statuses: [...new Set(ingested.runs.map(({ status }) => status))],
      searchable: await areSearchable(service, corpus.files),
      machineLoad: [loadBefore, loadAfter],
      ...peaks,
      ...figures,
    };
  } finally {
    await service.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

function writeWarmUp(): readonly CorpusFile[] {
  return Array.from({ length: WARM_UP_FILES }, (_, index) => ({
    source: `warm-up/${index}.txt`,
    fileName: `${index}.txt`,
    bytes: Buffer.from(`Document ${index} is read before the clock starts.\n`),
    passage: '',
  }));
}

async function ingestAll(service: StartedService, { files, filesPerRequest }: Corpus) {
  const startedAt = performance.now();
  const runIds: string[] = [];
  for (let start = 0; start < files.length; start += filesPerRequest) {
    runIds.push(await uploadFiles(service, files.slice(start, start + filesPerRequest)));
  }
  const uploadSeconds = (performance.now() - startedAt) / 1_000;
  const runs: Run[] = [];
  for (const id of runIds) runs.push(await finishRun(service, id));
  return { runIds, runs, uploadSeconds, seconds: (performance.now() - startedAt) / 1_000 };
}

async function areSearchable(
  service: StartedService,
  files: readonly CorpusFile[],
): Promise<boolean> {
  const sampled = [files[0], files[Math.floor(files.length / 2)], files.at(-1)];
  const found = await Promise.all(
    sampled.flatMap((file) => (file === undefined ? [] : [isSearchable(service, file)])),
  );
  return found.every(Boolean);
}

function sumOf<Item>(items: readonly Item[], valueOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + valueOf(item), 0);
}
