import { setImmediate as letOthersIn } from 'node:timers/promises';
import type { TextLabel } from '../../contract/classify.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import type { OpenClassifier, OpenedClassifier, WantedClassifier } from './open-classifiers.ts';

export interface ClassifierDeps {
  readonly openClassifier: OpenClassifier;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

export interface WantedLabels extends WantedClassifier {
  readonly texts: readonly string[];
  /** Below it the classifier abstains. */
  readonly minProbability: number;
}

export interface LabelledTexts {
  readonly opened: OpenedClassifier;
  /** In the order of the texts. */
  readonly labels: readonly TextLabel[];
}

const SHOWN = 3;
/** Other requests wait no longer than this. */
const SLICE_MS = 10;

/**
 * Labels texts by the classifier alone: no model is asked and no trace is kept. Throws `AppError('not_found')` for a
 * classifier or a version that the workspace does not have.
 */
export async function classifyTexts(
  deps: ClassifierDeps,
  database: WorkspaceDatabase,
  { texts, minProbability, ...wanted }: WantedLabels,
): Promise<LabelledTexts> {
  const opened = await deps.openClassifier(database, wanted);
  const labels: TextLabel[] = [];
  let sliceEnd = deps.now() + SLICE_MS;
  for (const text of texts) {
    labels.push(labelText(opened, text, minProbability));
    if (deps.now() < sliceEnd) continue;
    await letOthersIn();
    sliceEnd = deps.now() + SLICE_MS;
  }
  return { opened, labels };
}

function labelText(
  { classify }: OpenedClassifier,
  text: string,
  minProbability: number,
): TextLabel {
  const { ranked, oddity, why } = classify(text);
  const [best] = ranked;
  const probability = best?.probability ?? 0;
  // Where no word speaks for a label, the first one is only that of the most examples.
  const isGuess = best === undefined || why.length === 0;
  const abstained = isGuess || probability < minProbability;
  return {
    label: abstained ? null : best.label,
    probability,
    top: ranked.slice(0, SHOWN).map((one) => ({ ...one })),
    why: why.map((one) => ({ ...one })),
    abstained,
    oddity,
  };
}
