import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nativeServerUrl } from '../config.ts';
import { launch } from '../launch.ts';
import { withOwnDatabase } from '../own-database.ts';
import { createServiceClient } from '../service-client.ts';
import { fillTraces } from './fill-traces.ts';
import { measureViews, type ViewMeasure } from './measure-views.ts';

// `npm run bench:traces -- --rows 1000000`: how long the list of traces takes over so many of them, view by view,
// on a native Postgres.
const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rows = Number(values.rows);

if (nativeServerUrl === null) {
  process.stderr.write('Set DATABASE_URL, or run this as root on Debian.\n');
  process.exitCode = 1;
} else {
  await withOwnDatabase(nativeServerUrl, async (databaseUrl) => {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'footnote-traces-'));
    try {
      report(await measureOn(databaseUrl, dataDirectory));
    } finally {
      await rm(dataDirectory, { recursive: true, force: true });
    }
  });
}

async function measureOn(
  databaseUrl: string,
  dataDirectory: string,
): Promise<readonly ViewMeasure[]> {
  const launched = await launch({ dataDirectory, databaseUrl });
  try {
    const startedAt = performance.now();
    await fillTraces(databaseUrl, rows);
    const seconds = (performance.now() - startedAt) / 1_000;
    process.stdout.write(`${rows} traces written in ${seconds.toFixed(0)} s\n\n`);
    return await measureViews(createServiceClient(launched.url, dataDirectory));
  } finally {
    await launched.stop();
  }
}

function report(measures: readonly ViewMeasure[]): void {
  const [load = 0] = loadavg();
  process.stdout.write(
    `${'view, the newest hundred'.padEnd(34)}${'rows'.padStart(9)}${'p50 ms'.padStart(9)}${'p95 ms'.padStart(9)}\n`,
  );
  for (const { view, rows: shown, p50Ms, p95Ms } of measures) {
    process.stdout.write(
      `${view.padEnd(34)}${String(shown).padStart(9)}${p50Ms.toFixed(1).padStart(9)}${p95Ms.toFixed(1).padStart(9)}\n`,
    );
  }
  process.stdout.write(`\nmachine load ${load.toFixed(1)}\n`);
}
