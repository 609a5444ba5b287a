import type { ClassifierReport } from '../../contract/classifier.ts';
import type { LabelledText } from '../../core/classify/train-text-classifier.ts';

/** What the thread is started with. */
export interface TrainingInput {
  readonly examples: readonly LabelledText[];
}

/** What it ends with. */
export interface Training {
  readonly coefficients: Uint8Array<ArrayBuffer>;
  /** What a classifier that had not seen it said of each example, in their order. */
  readonly guesses: readonly string[];
  readonly measured: Omit<ClassifierReport, 'examples' | 'contradictions'>;
}
