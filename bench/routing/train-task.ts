import type { LinearClassifier } from '../../core/classify/linear-classifier.ts';
import { trainLinearClassifier } from '../../core/classify/train-linear-classifier.ts';
import { createRandom } from '../random.ts';
import type { TaskRow } from './read-routing-data.ts';
import { listTaskInputs } from './task-inputs.ts';

const TRAINING = {
  epochs: 6,
  learningRate: 0.1,
  decay: 1e-5,
  smoothing: 0,
  minSources: 2,
  folds: 4,
  heldOutFolds: 1,
} as const;

export function trainTask(rows: readonly TaskRow[]): LinearClassifier {
  return trainLinearClassifier(listTaskInputs(rows, createRandom(3)), {
    ...TRAINING,
    random: createRandom(1),
  });
}
