import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedDatabase } from '../../db/embedded/start.ts';
import { nativeServerUrl } from '../config.ts';
import { withOwnDatabase } from '../own-database.ts';
import { describeDense } from './describe-dense.ts';
import { measureDense, type DenseMeasure } from './measure-dense.ts';

const VECTORS = 30_000;

// `node --import tsx bench/retrieval/dense-main.ts [--database embedded|native] [--vectors n] [--json]`: the
// dense leg alone, with vectors given. Native Postgres is the one that DATABASE_URL names.
const { values } = parseArgs({
  options: {
    database: { type: 'string' },
    vectors: { type: 'string', default: String(VECTORS) },
    json: { type: 'boolean', default: false },
  },
});
const vectors = Number(values.vectors);

const measures: DenseMeasure[] = [];
if (values.database !== 'embedded' && nativeServerUrl !== null) {
  measures.push(
    await withOwnDatabase(nativeServerUrl, (connectionString) =>
      measureDense({ connectionString, kind: 'native', vectors }),
    ),
  );
}
if (values.database !== 'native') measures.push(await measureEmbedded());
process.stdout.write(
  values.json ? `${JSON.stringify(measures, null, 2)}\n` : measures.map(describeDense).join('\n'),
);

async function measureEmbedded(): Promise<DenseMeasure> {
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
