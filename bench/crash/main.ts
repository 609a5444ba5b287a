import { parseArgs } from 'node:util';
import { nativeServerUrl } from '../config.ts';
import { withOwnDatabase } from '../own-database.ts';
import { createRandom } from '../random.ts';
import { findViolations, type Expectation } from './find-violations.ts';
import { takeCluster } from './own-cluster.ts';
import { VICTIMS } from './random-victims.ts';
import { runUploads, type UploadsOutcome } from './run-uploads.ts';
import type { Target } from './start-service.ts';
import { writeUploads, type Upload } from './write-uploads.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    documents: { type: 'string', default: '500' },
    clients: { type: 'string', default: '4' },
    database: { type: 'string', default: 'embedded' },
    /** Words of the longest document. */
    largest: { type: 'string', default: '9000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    'own-cluster': { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});

const SAMPLED_DOCUMENTS = 100;
/** Beyond this much for each kill and document, something hangs. */
const MS_FOR_EACH_KILL = 10_000;
const MS_FOR_EACH_DOCUMENT = 1_000;
const MS_TO_SETTLE = 120_000;

const settings = {
  kills: Number(values.kills),
  documents: Number(values.documents),
  clients: Number(values.clients),
  seed: Number(values.seed),
  largest: Number(values.largest),
};
const random = createRandom(settings.seed);

const verdict =
  values.database === 'native' ? await crashNative() : await crash({ kind: 'embedded' });
process.stdout.write(`${JSON.stringify(verdict, null, 2)}\n`);
process.exitCode = verdict.violations.length === 0 ? 0 : 1;

async function crashNative() {
  if (nativeServerUrl === null) throw new Error('Set DATABASE_URL to a native Postgres.');
  const cluster = values['own-cluster'] ? await takeCluster(nativeServerUrl, random) : null;
  try {
    return await crash({ kind: 'native', url: nativeServerUrl, cluster });
  } finally {
    await cluster?.stop();
  }
}

/** The same uploads in peace and while killing; each on an empty database. */
async function crash(server: Target) {
  const clients = await writeUploads(settings);
  const expectation = expectationOf(clients.flat());
  const words = [...expectation.sourceOfWord.keys()];
  const deadlineMs =
    settings.kills * MS_FOR_EACH_KILL + settings.documents * MS_FOR_EACH_DOCUMENT + MS_TO_SETTLE;
  const mayKillDatabase = server.kind === 'embedded' || server.cluster !== null;
  const killing = {
    kills: settings.kills,
    victims: VICTIMS.filter((victim) => victim !== 'database' || mayKillDatabase),
    random,
    onKill: (victim: string, count: number) => {
      if (values.verbose) process.stderr.write(`${count}: ${victim}\n`);
    },
  };
  const run = (target: Target, isKilledAt: boolean) =>
    runUploads({ target, clients, words, deadlineMs, killing: isKilledAt ? killing : null });
  const inPeace = await onEmptyDatabase(server, (target) => run(target, false));
  const killedAt = await onEmptyDatabase(server, (target) => run(target, true));
  return describe(server, { killedAt, inPeace, expectation });
}

async function onEmptyDatabase<Result>(
  server: Target,
  use: (target: Target) => Promise<Result>,
): Promise<Result> {
  if (server.kind === 'embedded') return use(server);
  return withOwnDatabase(server.url, (url) => use({ ...server, url }));
}

function expectationOf(uploads: readonly Upload[]): Expectation {
  const serving = new Map<string, string | null>();
  const older: string[] = [];
  for (const { source, marker } of uploads.flatMap(({ documents }) => documents)) {
    const before = serving.get(source);
    if (before !== undefined && before !== null) older.push(before);
    serving.set(source, marker);
  }
  const found = [...serving].flatMap(([source, marker]) =>
    marker === null ? [] : [[marker, source] as const],
  );
  return {
    uploads,
    sourceOfWord: new Map<string, string | null>([
      ...sample(found, SAMPLED_DOCUMENTS),
      ...sample(older, SAMPLED_DOCUMENTS).map((word) => [word, null] as const),
    ]),
  };
}

function sample<Item>(items: readonly Item[], count: number): readonly Item[] {
  const step = Math.max(1, items.length / count);
  return Array.from(
    { length: Math.min(count, items.length) },
    (_, at) => items[Math.floor(at * step)],
  ).filter((item) => item !== undefined);
}

function describe(
  server: Target,
  outcomes: {
    readonly killedAt: UploadsOutcome;
    readonly inPeace: UploadsOutcome;
    readonly expectation: Expectation;
  },
) {
  const { killedAt, inPeace, expectation } = outcomes;
  const violations = findViolations(killedAt, inPeace, expectation);
  const fates = [...killedAt.fates.values()];
  return {
    verdict: violations.length === 0 ? 'nothing lost, nothing twice' : 'VIOLATED',
    violations,
    ...settings,
    database: server.kind,
    kills_by_victim: killedAt.killed,
    interrupted_jobs: killedAt.stored.interrupted,
    uploads: expectation.uploads.length,
    acknowledged: killedAt.acknowledged.length,
    retries: killedAt.retries,
    documents_ready: fates.filter((fate) => fate === 'ready').length,
    documents_failed: fates.filter((fate) => fate.startsWith('failed')).length,
    versions: killedAt.stored.versions.length,
    chunks: killedAt.stored.versions.reduce((sum, { chunks }) => sum + chunks.length, 0),
    words_looked_up: killedAt.hits.size,
    seconds: Math.round(killedAt.seconds),
    seconds_in_peace: Math.round(inPeace.seconds),
  };
}
