import { toProbabilities } from '../../core/classify/softmax-model.ts';
import { fitTemperature } from '../../core/classify/fit-temperature.ts';
import { openTextClassifier } from '../../core/classify/text-classifier.ts';
import {
  trainTextClassifier,
  type HeldOutExample,
  type LabelledText,
} from '../../core/classify/train-text-classifier.ts';
import { createRandom } from '../random.ts';
import type { Guess } from '../routing/classifier-metrics.ts';

export interface FittedDesk {
  readonly classify: (text: string) => Pick<Guess, 'guess' | 'probability'>;
  /** What classifiers that did not see a training ticket say of it. */
  readonly crossValidated: readonly Guess[];
  readonly cpuSeconds: number;
}

const SEED = 1;
const MIN_TEMPERATURE = 0.01;

export function fitDesk(tickets: readonly LabelledText[]): FittedDesk {
  const before = process.cpuUsage();
  const { classifier, heldOut } = trainTextClassifier(
    tickets.map(({ text, label }) => ({ text, label })),
    createRandom(SEED),
  );
  const { user, system } = process.cpuUsage(before);
  const open = openTextClassifier(classifier);
  return {
    classify: (text) => {
      const [best] = open(text).ranked;
      return { guess: best?.label ?? '', probability: best?.probability ?? 0 };
    },
    crossValidated: guessHeldOut(heldOut, classifier.linear.labels),
    cpuSeconds: (user + system) / 1e6,
  };
}

function guessHeldOut(
  heldOut: readonly HeldOutExample[],
  labels: readonly string[],
): readonly Guess[] {
  const temperature = fitTemperature(
    heldOut.map(({ scores, target }) => ({ scores, target, weight: 1 })),
    MIN_TEMPERATURE,
  );
  return heldOut.map(({ scores, target }) => {
    const probabilities = Float64Array.from(scores);
    toProbabilities(probabilities, temperature);
    const probability = Math.max(...probabilities);
    return {
      label: labels[target] ?? '',
      guess: labels[probabilities.indexOf(probability)] ?? '',
      probability,
    };
  });
}
