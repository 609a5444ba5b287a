import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch } from '../launch.ts';
import { readCpuSeconds } from '../read-cpu.ts';
import { DEFAULT_ROUTING_DATA, openRoutingData } from '../routing/read-routing-data.ts';
import { createClassifierClient } from './classifier-client.ts';
import { measureClassifiers, type ClassifierMeasure } from './measure-classifiers.ts';

/** What is aimed at, and whether less or more is better. */
const TARGETS: Partial<Record<keyof ClassifierMeasure, readonly ['least' | 'most', number]>> = {
  accuracy: ['least', 0.925],
  accuracyAt90: ['least', 0.965],
  accuracyOfTen: ['least', 0.78],
  trainingCpuSeconds: ['most', 60],
  textsPerSecond: ['least', 150],
  msPerText: ['most', 0.5],
};

// `npm run bench:classify [-- --data folder] [--json]`: trains and asks classifiers through the API of a server that is
// started for it, on the embedded database.
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: DEFAULT_ROUTING_DATA },
    json: { type: 'boolean', default: false },
  },
});
const data = openRoutingData(values.data);
if (data === null) {
  process.stderr.write(`Skipped, because ${values.data} is not there.\n`);
} else {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'footnote-bench-'));
  const [loadBefore = 0] = loadavg();
  try {
    const launched = await launch({ dataDirectory, databaseUrl: null });
    try {
      const client = createClassifierClient(launched.url, dataDirectory);
      const readCpu = () => readCpuSeconds(launched.processId);
      print(await measureClassifiers(client, data.readTickets(), readCpu), loadBefore);
    } finally {
      await launched.stop();
    }
  } finally {
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

function print(measure: ClassifierMeasure, loadBefore: number): void {
  const [loadAfter = 0] = loadavg();
  if (values.json) {
    process.stdout.write(
      `${JSON.stringify({ ...measure, machineLoad: [loadBefore, loadAfter] })}\n`,
    );
    return;
  }
  const lines = Object.entries(measure).map(([name, value]) => {
    const shown = Number.isInteger(value) ? String(value) : value.toFixed(4);
    return `  ${name.padEnd(18)}${shown.padStart(10)}  ${describeTarget(name, value)}`.trimEnd();
  });
  const load = `machine load ${loadBefore.toFixed(1)} before, ${loadAfter.toFixed(1)} after`;
  process.stdout.write(`classifiers (${load})\n${lines.join('\n')}\n`);
}

function describeTarget(name: string, value: number): string {
  const target = Object.entries(TARGETS).find(([one]) => one === name)?.[1];
  if (target === undefined) return '';
  const [kind, bound] = target;
  const isMet = kind === 'least' ? value >= bound : value <= bound;
  return `${isMet ? 'meets' : 'MISSES'} at ${kind} ${bound}`;
}
