import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findWord, readFates, type Fate, type Hit } from './observe-service.ts';
import { killAtRandom, waitUntilUp, type KillOptions, type Victim } from './random-victims.ts';
import { countOpenJobs, readStored, type StoredState } from './read-stored.ts';
import { sendUpload, sendUploads, type Acknowledgement } from './send-uploads.ts';
import { startService, type StartedService, type Target } from './start-service.ts';
import type { Upload } from './write-uploads.ts';

/** All that can be seen of a service after everything was uploaded and it has come to rest. */
export interface UploadsOutcome {
  readonly seconds: number;
  readonly killed: Readonly<Record<Victim, number>>;
  readonly acknowledged: readonly Acknowledgement[];
  readonly retries: number;
  /** Uploads that no retry could bring in, or whose repetition got another reply. */
  readonly refused: readonly string[];
  readonly stored: StoredState;
  readonly fates: ReadonlyMap<string, Fate>;
  /** By word: where it was found. */
  readonly hits: ReadonlyMap<string, readonly Hit[]>;
}

export interface RunOptions {
  readonly target: Target;
  readonly clients: readonly (readonly Upload[])[];
  readonly words: readonly string[];
  /** Null leaves the service in peace. */
  readonly killing: Pick<KillOptions, 'kills' | 'victims' | 'random' | 'onKill'> | null;
  readonly deadlineMs: number;
}

const POLL_MS = 250;
const SHOWN_LINES = 20;

/** Uploads everything to a service of its own on an empty database, while it is killed at. */
export async function runUploads(options: RunOptions): Promise<UploadsOutcome> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'footnote-crash-'));
  const deadline = AbortSignal.timeout(options.deadlineMs);
  const startedAt = performance.now();
  const service = await startService(options.target, { dataDirectory });
  try {
    await waitUntilUp(service, 'server', deadline);
    const loaded = await load(service, options, deadline);
    await settle(service, deadline);
    const seconds = (performance.now() - startedAt) / 1_000;
    const differing = await repeatAll(service, loaded.acknowledged);
    await settle(service, deadline);
    const refused = [...loaded.refused, ...differing];
    return { seconds, ...loaded, refused, ...(await observe(service, options.words)) };
  } catch (error) {
    process.stderr.write(await readLastLines(join(dataDirectory, 'service.log')));
    throw error;
  } finally {
    await service.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

/** What the processes said last, for whoever looks for the fault. */
async function readLastLines(path: string): Promise<string> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  return `${lines.slice(-SHOWN_LINES).join('\n')}\n`;
}

async function load(service: StartedService, options: RunOptions, signal: AbortSignal) {
  const { killing } = options;
  const total = killing?.kills ?? 0;
  let kills = 0;
  const killed =
    killing === null
      ? Promise.resolve({ worker: 0, server: 0, database: 0 })
      : killAtRandom(service, {
          ...killing,
          signal,
          onKill: (victim, count) => {
            kills = count;
            killing.onKill(victim, count);
          },
        });
  // Uploads are spread over the kills: there is work in hand at each of them.
  const released = () => (kills >= total ? 1 : (kills + 1) / (total + 1));
  const sending = Promise.all(
    options.clients.map((uploads) => sendUploads(uploads, { ...service, released, signal })),
  );
  const counts = await killed;
  const outcomes = await sending;
  return {
    killed: counts,
    acknowledged: outcomes.flatMap(({ acknowledged }) => acknowledged),
    retries: outcomes.reduce((sum, outcome) => sum + outcome.retries, 0),
    refused: outcomes.flatMap(({ refused }) => refused),
  };
}

/** Resolves when no job is open; throws at the deadline. */
async function settle(service: StartedService, signal: AbortSignal): Promise<void> {
  await waitUntilUp(service, 'server', signal);
  while ((await countOpenJobs(service.databaseUrl())) > 0) {
    if (signal.aborted) throw new Error('Jobs are still open at the deadline.');
    await sleep(POLL_MS);
  }
}

async function observe(
  service: StartedService,
  words: readonly string[],
): Promise<Pick<UploadsOutcome, 'stored' | 'fates' | 'hits'>> {
  const stored = await readStored(service.databaseUrl());
  const fates = await readFates(service);
  const hits = new Map<string, readonly Hit[]>();
  for (const word of words) hits.set(word, await findWord(service, word));
  return { stored, fates, hits };
}

/** Every request once more under its key: the reply must be the first one, to the byte. */
async function repeatAll(
  service: StartedService,
  acknowledged: readonly Acknowledgement[],
): Promise<readonly string[]> {
  const differing: string[] = [];
  for (const { upload, body } of acknowledged) {
    const reply = await sendUpload(upload, service);
    if (reply.kind !== 'acknowledged' || reply.body !== body) {
      differing.push(`${upload.key}: its repetition got another reply`);
    }
  }
  return differing;
}
