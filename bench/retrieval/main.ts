import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedDatabase } from '../../db/embedded/start.ts';
import { nativeServerUrl } from '../config.ts';
import type { Target } from '../crash/start-service.ts';
import { withOwnDatabase } from '../own-database.ts';
import type { SearchMeasure } from './dense-contest.ts';
import { describeDense, describePeers } from './describe-dense.ts';
import { describeQuality } from './describe-quality.ts';
import { readJudgedCollection } from './judged-collection.ts';
import { describeLatency } from './describe-latency.ts';
import { readLatencyCorpus } from './latency-corpus.ts';
import { measureDense, measurePeers, type DenseMeasure } from './measure-dense.ts';
import { measureLatency, type LatencyMeasure } from './measure-latency.ts';
import { measureQuality, type QualityMeasure } from './measure-quality.ts';

const VECTORS = 30_000;
const CHUNKS = 10_000;
const PARTS = ['quality', 'dense', 'latency'] as const;
/** Only when it is named: it installs other libraries. */
const PEERS = 'peers';

// `npm run bench:retrieval [-- --part quality|dense|latency|peers] [--data folder] [--collections a,b] [--vectors n]
// [--chunks n] [--json] [--database embedded|native]`: how good the ranking is on judged collections, through a
// service of its own; how fast the dense leg is, with vectors given; and how fast the whole is in a workspace of so
// many chunks.
const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    /** Has one folder for each judged collection. */
    data: { type: 'string', default: '../shared/data/retrieval' },
    collections: { type: 'string', default: 'cranfield,cisi,cacm,covidqa' },
    database: { type: 'string' },
    vectors: { type: 'string', default: String(VECTORS) },
    chunks: { type: 'string', default: String(CHUNKS) },
    json: { type: 'boolean', default: false },
  },
});

const parts = PARTS.filter((part) => values.part === undefined || values.part === part);
if (parts.length === 0 && values.part !== PEERS) {
  throw new Error(`--part is one of ${PARTS.join(', ')}, ${PEERS}.`);
}
if (parts.includes('quality')) await reportQuality();
if (parts.includes('dense')) await reportDense();
if (parts.includes('latency')) await reportLatency();
if (values.part === PEERS) await reportPeers();
report(
  { load: loadavg() },
  `Load of the machine: ${loadavg()
    .map((load) => load.toFixed(1))
    .join(', ')}`,
);

async function reportQuality(): Promise<void> {
  const measures: QualityMeasure[] = [];
  for (const name of values.collections.split(',')) {
    const collection = readJudgedCollection(values.data, name);
    if (collection === null) {
      process.stderr.write(`${name}: skipped, because ${values.data} does not hold it.\n`);
      continue;
    }
    measures.push(await measureQuality(collection));
  }
  if (measures.length > 0) report(measures, describeQuality(measures));
}

async function reportDense(): Promise<void> {
  const vectors = Number(values.vectors);
  const measures: DenseMeasure[] = [];
  if (values.database !== 'embedded' && nativeServerUrl !== null) {
    const measure = await withOwnDatabase(nativeServerUrl, (connectionString) =>
      measureDense({ connectionString, kind: 'native', vectors }),
    );
    measures.push(measure);
  }
  if (values.database !== 'native') measures.push(await measureEmbedded(vectors));
  report(measures, measures.map(describeDense).join('\n'));
}

async function measureEmbedded(vectors: number): Promise<DenseMeasure> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-bench-'));
  const embedded = await startEmbeddedDatabase({ dataDirectory: folder });
  try {
    const { connectionString } = embedded;
    return await measureDense({ connectionString, kind: 'embedded', vectors });
  } finally {
    await embedded.stop();
    await rm(folder, { recursive: true });
  }
}

async function reportPeers(): Promise<void> {
  if (nativeServerUrl === null) throw new Error('The peers want a native Postgres.');
  const vectors = Number(values.vectors);
  const measures = await withOwnDatabase(nativeServerUrl, (connectionString) =>
    measurePeers({ connectionString, kind: 'native', vectors }),
  );
  const isPeer = ({ name }: SearchMeasure) => name.startsWith('@');
  const [peers, own] = [measures.filter(isPeer), measures.filter((measure) => !isPeer(measure))];
  report(measures, describePeers(own, peers));
}

async function reportLatency(): Promise<void> {
  const chunks = Number(values.chunks);
  const ask = (target: Target) => {
    const corpus = readLatencyCorpus(values.data, values.collections.split(','));
    return measureLatency(target, { ...corpus, chunks });
  };
  const measures: LatencyMeasure[] = [];
  if (values.database !== 'embedded' && nativeServerUrl !== null) {
    const measure = await withOwnDatabase(nativeServerUrl, (url) =>
      ask({ kind: 'native', url, cluster: null }),
    );
    measures.push(measure);
  }
  if (values.database !== 'native') measures.push(await ask({ kind: 'embedded' }));
  report(measures, measures.map(describeLatency).join('\n'));
}

function report(measure: unknown, text: string): void {
  process.stdout.write(`${values.json ? JSON.stringify(measure) : text}\n`);
}
