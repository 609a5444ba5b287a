import type { Example } from '../../contract/classifier.ts';
import { createRandom } from '../random.ts';
import { quantile } from '../quantile.ts';
import type { ClassifierClient } from './classifier-client.ts';

export interface ClassifierMeasure {
  readonly examples: number;
  readonly labels: number;
  /** Cross-validated, as the report says. */
  readonly accuracy: number;
  readonly accuracyAt90: number;
  readonly macroF1: number;
  readonly calibrationError: number;
  /** Of one core, in all processes of the server: on a busy machine more time passes. */
  readonly trainingCpuSeconds: number;
  readonly trainingSeconds: number;
  /** Trained on 10 examples of each label, measured on others; mean of several draws. */
  readonly accuracyOfTen: number;
  /** Over HTTP in batches of 256, with a trace of each text, and without. */
  readonly textsPerSecond: number;
  readonly msPerText: number;
}

const TEN = 10;
const DRAWS = 3;
const JUDGED = 1_536;
const BATCH = 256;
const BATCHES = 6;

/** All through the API of a running server. */
export async function measureClassifiers(
  client: ClassifierClient,
  rows: readonly Example[],
  readCpuSeconds: () => number,
): Promise<ClassifierMeasure> {
  const cpuBefore = readCpuSeconds();
  const { report } = await client.train('all', rows);
  const trainingCpuSeconds = readCpuSeconds() - cpuBefore;
  const at90 = report.coverage.find(({ coverage }) => Math.abs(coverage - 0.9) < 1e-9);
  const accuracies: number[] = [];
  for (let draw = 1; draw <= DRAWS; draw += 1) {
    accuracies.push(await measureFew(client, rows, draw));
  }
  return {
    examples: report.examples.used,
    labels: report.labels.length,
    accuracy: report.accuracy,
    accuracyAt90: at90?.accuracy ?? Number.NaN,
    macroF1: report.macro_f1,
    calibrationError: report.calibration.error,
    trainingCpuSeconds,
    trainingSeconds: report.training_ms / 1_000,
    accuracyOfTen: accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / DRAWS,
    textsPerSecond: BATCH / ((await measureBatches(client, rows, true)) / 1_000),
    msPerText: (await measureBatches(client, rows, false)) / BATCH,
  };
}

async function measureFew(
  client: ClassifierClient,
  rows: readonly Example[],
  draw: number,
): Promise<number> {
  const random = createRandom(draw);
  const drawn = rows
    .map((row) => ({ row, order: random() }))
    .toSorted((left, right) => left.order - right.order)
    .map(({ row }) => row);
  const counts = new Map<string, number>();
  const others: Example[] = [];
  const examples = drawn.filter((row) => {
    const count = counts.get(row.label) ?? 0;
    counts.set(row.label, count + 1);
    if (count >= TEN) others.push(row);
    return count < TEN;
  });
  const name = `ten-${draw}`;
  await client.train(name, examples);
  const judged = others.slice(0, JUDGED);
  let right = 0;
  for (let from = 0; from < judged.length; from += BATCH) {
    const batch = judged.slice(from, from + BATCH);
    const texts = batch.map(({ text }) => text);
    const { results } = await client.classify({ classifier: name, texts, store: false });
    right += results.filter(({ label }, at) => label === batch[at]?.label).length;
  }
  return right / judged.length;
}

/** The median time of a batch in milliseconds, the first one left out. */
async function measureBatches(
  client: ClassifierClient,
  rows: readonly Example[],
  store: boolean,
): Promise<number> {
  const times: number[] = [];
  for (let batch = 0; batch <= BATCHES; batch += 1) {
    const texts = rows.slice(batch * BATCH, (batch + 1) * BATCH).map(({ text }) => text);
    const startedAt = performance.now();
    await client.classify({ classifier: 'all', texts, store });
    if (batch > 0) times.push(performance.now() - startedAt);
  }
  return quantile(times, 0.5);
}
