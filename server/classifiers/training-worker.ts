import { parentPort, workerData } from 'node:worker_threads';
import { packTextClassifier } from '../../core/classify/pack-text-classifier.ts';
import { trainTextClassifier } from '../../core/classify/train-text-classifier.ts';
import { nextRandom } from '../../core/statistics/next-random.ts';
import { measureHeldOut } from './build-report.ts';
import type { Training, TrainingInput } from './training-messages.ts';

const LEARNER = 'builtin-text-1';
/** The same examples give the same classifier. */
const SEED = 1;

/** The worker thread: training takes seconds, and holds up nobody here. */
function main({ examples }: TrainingInput): void {
  const startedAt = performance.now();
  const { classifier, heldOut, folds } = trainTextClassifier(examples, startRandom(SEED));
  const { measured, guesses } = measureHeldOut(heldOut, examples, classifier.linear.labels);
  const coefficients = packTextClassifier(classifier);
  const training: Training = {
    coefficients,
    guesses,
    measured: { learner: LEARNER, folds, ...measured, training_ms: performance.now() - startedAt },
  };
  parentPort?.postMessage(training, [coefficients.buffer]);
}

function startRandom(first: number): () => number {
  let state = { value: 0, seed: first };
  return () => {
    state = nextRandom(state.seed);
    return state.value;
  };
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- started by train-in-thread.ts alone, with its type
main(workerData as TrainingInput);
