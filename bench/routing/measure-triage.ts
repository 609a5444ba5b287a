import { openTextClassifier } from '../../core/classify/text-classifier.ts';
import {
  trainTextClassifier,
  type LabelledText,
} from '../../core/classify/train-text-classifier.ts';
import { createRandom } from '../random.ts';
import {
  accuracyAtCoverage,
  accuracyOf,
  calibrationErrorOf,
  macroF1,
  type Guess,
} from './classifier-metrics.ts';
import { mistype } from './mistype.ts';

export interface TriageMeasure {
  readonly accuracy: number;
  readonly macroF1: number;
  readonly accuracyAt90: number;
  readonly calibrationError: number;
  readonly accuracyMistyped: number;
  readonly trainingSeconds: number;
}

const FOLDS = 5;
/** Each takes a training: two say enough. */
const MEASURED_FOLDS = 2;
const MISTYPED_SHARE = 0.3;

/** Labels of short texts, cross-validated; also with words mistyped. */
export function measureTriage(rows: readonly LabelledText[]): TriageMeasure {
  const random = createRandom(7);
  const folds = rows.map(() => Math.floor(random() * FOLDS));
  const guesses: Guess[] = [];
  const mistyped: Guess[] = [];
  let trainingMs = 0;
  for (let fold = 0; fold < MEASURED_FOLDS; fold += 1) {
    const before = performance.now();
    const classify = openTextClassifier(
      trainTextClassifier(
        rows.filter((_, at) => folds[at] !== fold),
        createRandom(1),
      ).classifier,
    );
    trainingMs += performance.now() - before;
    for (const { text, label } of rows.filter((_, at) => folds[at] === fold)) {
      guesses.push({ label, ...bestOf(classify(text)) });
      mistyped.push({ label, ...bestOf(classify(mistype(text, MISTYPED_SHARE, random))) });
    }
  }
  return {
    accuracy: accuracyOf(guesses),
    macroF1: macroF1(guesses),
    accuracyAt90: accuracyAtCoverage(guesses, 0.9),
    calibrationError: calibrationErrorOf(guesses),
    accuracyMistyped: accuracyOf(mistyped),
    trainingSeconds: trainingMs / MEASURED_FOLDS / 1000,
  };
}

export interface AbstentionMeasure {
  /** From this oddity on nothing is said. */
  readonly threshold: number;
  readonly recallOutOfScope: number;
  /** Of all texts in scope: kept, and labelled right. */
  readonly keptAndRight: number;
}

const THRESHOLDS = [0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98] as const;
const OUT_OF_SCOPE = 'oos';

/** Trained on texts in scope alone; measured on others, and on some that are not in scope. */
export function measureAbstention(
  known: readonly LabelledText[],
  asked: readonly LabelledText[],
): readonly AbstentionMeasure[] {
  const classify = openTextClassifier(trainTextClassifier(known, createRandom(1)).classifier);
  const seen = asked.map(({ text, label }) => {
    const { oddity, ranked } = classify(text);
    return { oddity, isInScope: label !== OUT_OF_SCOPE, isRight: ranked[0]?.label === label };
  });
  const inside = seen.filter(({ isInScope }) => isInScope);
  const outside = seen.filter(({ isInScope }) => !isInScope);
  return THRESHOLDS.map((threshold) => ({
    threshold,
    recallOutOfScope: outside.filter(({ oddity }) => oddity >= threshold).length / outside.length,
    keptAndRight:
      inside.filter(({ oddity, isRight }) => isRight && oddity < threshold).length / inside.length,
  }));
}

function bestOf({
  ranked: [best],
}: {
  readonly ranked: readonly { readonly label: string; readonly probability: number }[];
}) {
  return { guess: best?.label ?? '', probability: best?.probability ?? 0 };
}
