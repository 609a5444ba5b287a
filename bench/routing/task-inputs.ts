import type { LabelledInput } from '../../core/classify/train-linear-classifier.ts';
import { readTaskFeatures } from '../../server/routing/read-task-features.ts';
import { composeTaskExamples, type TaskExample } from './compose-task-examples.ts';
import type { TaskRow } from './read-routing-data.ts';

/** Longest first: one name begins with another. */
const SETS_WITH_UNDERSCORES =
  /^t0\/(?:(?:[a-z]+_)?(?:qa|polarity|reviews?|news|dailymail|tasks)|[a-z0-9]+)/;
const FLAT_WEIGHT = 0.1;
const COMPOSED_WEIGHT = 0.5;
const TEMPLATE_WEIGHT = 0.3;

/** The data set that a row comes from: `dolly`, or that of its template. */
export function setOf(source: string): string {
  return SETS_WITH_UNDERSCORES.exec(source)?.[0] ?? source;
}

/**
 * What the model of tasks is trained on: the rows; those with a context also as one text, in both orders; and texts
 * with requests in our own phrases.
 */
export function listTaskInputs(
  given: readonly TaskRow[],
  random: () => number,
): readonly LabelledInput[] {
  const rows = given.map((row, at) => ({
    ...row,
    source: row.source === 'dolly' ? `row/${at}` : setOf(row.source),
    weight: row.source === 'dolly' ? 1 : TEMPLATE_WEIGHT,
  }));
  const flat = rows
    .filter(({ context }) => context !== '')
    .flatMap((row) => [
      {
        ...row,
        instruction: `${row.instruction}\n${row.context}`,
        context: '',
        weight: FLAT_WEIGHT,
      },
      {
        ...row,
        instruction: `${row.context}\n${row.instruction}`,
        context: '',
        weight: FLAT_WEIGHT,
      },
    ]);
  const composed = composeTaskExamples(given, random).map((row) => ({
    ...row,
    weight: COMPOSED_WEIGHT,
  }));
  return [...rows, ...flat, ...composed].map(toInput);
}

function toInput(example: TaskExample & { readonly weight: number }): LabelledInput {
  const { label, source, weight } = example;
  return { parts: readTaskFeatures(example), label, source, weight };
}
