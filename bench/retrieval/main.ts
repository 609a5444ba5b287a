import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedDatabase } from '../../db/embedded/start.ts';
import { nativeServerUrl } from '../config.ts';
import { withOwnDatabase } from '../own-database.ts';
import { describeDense } from './describe-dense.ts';
import { describeQuality } from './describe-quality.ts';
import { readJudgedCollection } from './judged-collection.ts';
import { measureDense, type DenseMeasure } from './measure-dense.ts';
import { measureQuality, type QualityMeasure } from './measure-quality.ts';

const VECTORS = 30_000;

// `npm run bench:retrieval [-- --part quality|dense] [--data folder] [--collections a,b] [--vectors n] [--json]
// [--database embedded|native]`: how good the ranking is on judged collections, through a service of its own, and
// how fast the dense leg is, with vectors given.
const { values } = parseArgs({
  options: {
    part: { type: 'string' },
    /** Has one folder for each judged collection. */
    data: { type: 'string', default: '../shared/data/retrieval' },
    collections: { type: 'string', default: 'cranfield,cisi,cacm,covidqa' },
    database: { type: 'string' },
    vectors: { type: 'string', default: String(VECTORS) },
    json: { type: 'boolean', default: false },
  },
});

if (values.part !== 'dense') await reportQuality();
if (values.part !== 'quality') await reportDense();
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

function report(measure: unknown, text: string): void {
  process.stdout.write(`${values.json ? JSON.stringify(measure) : text}\n`);
}
