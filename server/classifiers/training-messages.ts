import type { ClassifierReport } from '../../contract/classifier.ts';
import type { LabelledText } from '../../core/classify/train-text-classifier.ts';

/** What the thread is started with. */
export interface TrainingInput {
  readonly examples: readonly LabelledText[];
}

/** What it ends with. */
export interface Training {
  readonly coefficients: Uint8Array<ArrayBuffer>;
  readonly measured: Omit<ClassifierReport, 'examples' | 'contradictions'>;
}
