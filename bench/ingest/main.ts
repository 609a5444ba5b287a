import { parseArgs } from 'node:util';
import { nativeServerUrl } from '../config.ts';
import type { Target } from '../crash/start-service.ts';
import { withOwnDatabase } from '../own-database.ts';
import { describeRatios, describeScenario } from './describe-ingest.ts';
import { measureIngest, type IngestMeasure } from './measure-ingest.ts';
import {
  CHANGED_PDF,
  CHANGED_TEXT,
  LONG_PDF,
  PDF_DOCUMENTS,
  plainText,
  SMALL_DOCUMENTS,
  type Scenario,
} from './scenarios.ts';

const CHUNKS = 20_000;
const MANY_CHUNKS = 100_000;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** 100,000 chunks, to see whether memory stays flat. */
    large: { type: 'boolean', default: false },
    /** `embedded` or `native` alone. */
    database: { type: 'string' },
    /** One scenario alone. */
    scenario: { type: 'string' },
    chunks: { type: 'string', default: String(CHUNKS) },
  },
});

const ONE_WORKER = [1];
const SEVERAL_WORKERS = [1, 2, 4];
const PLAN: readonly { readonly scenario: Scenario; readonly workers: readonly number[] }[] = (
  values.large
    ? [{ scenario: plainText(MANY_CHUNKS), workers: ONE_WORKER }]
    : [
        { scenario: plainText(Number(values.chunks)), workers: SEVERAL_WORKERS },
        { scenario: SMALL_DOCUMENTS, workers: SEVERAL_WORKERS },
        { scenario: CHANGED_TEXT, workers: ONE_WORKER },
        { scenario: CHANGED_PDF, workers: ONE_WORKER },
        { scenario: PDF_DOCUMENTS, workers: SEVERAL_WORKERS },
        { scenario: LONG_PDF, workers: ONE_WORKER },
      ]
).filter(({ scenario }) => values.scenario === undefined || scenario.name === values.scenario);

if (nativeServerUrl === null) {
  process.stderr.write(
    'Native Postgres: skipped. Set DATABASE_URL, or run this as root on Debian.\n',
  );
}

const all: IngestMeasure[] = [];
for (const { scenario, workers } of PLAN) {
  const measures: IngestMeasure[] = [];
  if (values.database !== 'native') {
    measures.push(await measureIngest(scenario, { kind: 'embedded' }, 1));
  }
  if (values.database !== 'embedded' && nativeServerUrl !== null) {
    for (const count of workers)
      measures.push(await measureNative(scenario, nativeServerUrl, count));
  }
  all.push(...measures);
  if (!values.json) {
    process.stdout.write(`${describeScenario(measures)}${describeRatios(measures)}\n`);
  }
}
if (values.json) process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);

function measureNative(
  scenario: Scenario,
  serverUrl: string,
  workers: number,
): Promise<IngestMeasure> {
  return withOwnDatabase(serverUrl, (url) => {
    const target: Target = { kind: 'native', url, cluster: null };
    return measureIngest(scenario, target, workers);
  });
}
