import { decodeClassifier, encodeClassifier } from '../../core/classify/encoded-classifier.ts';
import { openClassifier } from '../../core/classify/linear-classifier.ts';
import { readTaskFeatures } from '../../server/routing/read-task-features.ts';
import { createRandom } from '../random.ts';
import type { Guess } from './classifier-metrics.ts';
import type { TaskRow } from './read-routing-data.ts';
import { setOf } from './task-inputs.ts';
import { trainTask } from './train-task.ts';

/** Keeps the file of the model well below a megabyte. */
export const MAX_TASK_COLUMNS = 40_000;

export interface TaskGuess extends Guess {
  readonly set: string;
}

const FOLDS = 5;

/**
 * Cross-validated, with the model as it is kept in its file: rows of Dolly at random, prompts from templates by whole
 * data sets, three of them left out at a time.
 */
export function measureTask(rows: readonly TaskRow[]): readonly TaskGuess[] {
  const sets = [...new Set(rows.map(({ source }) => setOf(source)))];
  const random = createRandom(5);
  const folds = rows.map(({ source }) =>
    source === 'dolly' ? Math.floor(random() * FOLDS) : sets.indexOf(setOf(source)) % FOLDS,
  );
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const trained = trainTask(rows.filter((_, at) => folds[at] !== fold));
    const kept = decodeClassifier(encodeClassifier(trained, MAX_TASK_COLUMNS));
    const { classify } = openClassifier(kept);
    return rows
      .filter((_, at) => folds[at] === fold)
      .map((row): TaskGuess => {
        const [best] = classify(readTaskFeatures(row)).ranked;
        return {
          set: setOf(row.source),
          label: row.label,
          guess: best?.label ?? '',
          probability: best?.probability ?? 0,
        };
      });
  });
}
