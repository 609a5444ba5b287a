import {
  MIN_EXAMPLES_PER_LABEL,
  type ClassifierReport,
  type StoredExample,
} from '../../contract/classifier.ts';
import { MAX_LABELS } from '../../contract/label.ts';
import { normaliseForNgrams } from '../../core/classify/hash-ngrams.ts';
import { AppError } from '../../platform/errors.ts';

/** What can be trained on, and what became of the rest. */
export interface SortedExamples {
  readonly used: readonly StoredExample[];
  readonly duplicates: number;
  readonly contradictory: number;
  readonly contradictions: ClassifierReport['contradictions'];
}

const MAX_SHOWN = 100;
const MAX_NAMED = 10;

/**
 * Keeps one of each text, however its letters are written. Texts that are given with different labels are left out,
 * because nobody knows which is right. Throws `AppError('invalid_value')`, naming the labels, when too little is left.
 */
export function sortExamples(examples: readonly StoredExample[]): SortedExamples {
  const byText = new Map<string, StoredExample[]>();
  for (const example of examples) {
    const key = textKey(example.text);
    const same = byText.get(key);
    if (same === undefined) byText.set(key, [example]);
    else same.push(example);
  }
  const used: StoredExample[] = [];
  const contradictory: StoredExample[][] = [];
  for (const same of byText.values()) {
    const [first] = same;
    if (first === undefined) continue;
    if (same.every(({ label }) => label === first.label)) used.push(first);
    else contradictory.push(same);
  }
  const contradictions = contradictory.map(([first, ...others]) => ({
    text: first?.text ?? '',
    labels: [...new Set([first, ...others].flatMap((one) => one?.label ?? []))].toSorted(),
  }));
  refuseTooFew(used, examples, contradictions);
  const contradictoryCount = contradictory.reduce((sum, same) => sum + same.length, 0);
  return {
    used,
    duplicates: examples.length - used.length - contradictoryCount,
    contradictory: contradictoryCount,
    contradictions: contradictions.slice(0, MAX_SHOWN),
  };
}

/** What two texts have in common that differ in nothing that is read. */
export function textKey(text: string): string {
  return normaliseForNgrams(text).replaceAll(/\s+/gu, ' ').trim();
}

function refuseTooFew(
  used: readonly StoredExample[],
  given: readonly StoredExample[],
  contradictions: SortedExamples['contradictions'],
): void {
  const counts = new Map(given.map(({ label }) => [label, 0]));
  for (const { label } of used) counts.set(label, (counts.get(label) ?? 0) + 1);
  if (counts.size < 2) {
    refuse(`must have at least two labels; all have the label "${given[0]?.label ?? ''}"`);
  }
  if (counts.size > MAX_LABELS) {
    refuse(`must have at most ${MAX_LABELS} labels; there are ${counts.size}`);
  }
  const rare = [...counts].filter(([, count]) => count < MIN_EXAMPLES_PER_LABEL);
  if (rare.length === 0) return;
  const named = rare.slice(0, MAX_NAMED).map(([label, count]) => `"${label}" (${count})`);
  const more = rare.length > MAX_NAMED ? `, and ${rare.length - MAX_NAMED} more` : '';
  const [first] = contradictions;
  const contradicting =
    first === undefined
      ? ''
      : `; ${describeCount(contradictions.length)} several labels and does not count: ` +
        `"${first.text.slice(0, 80).toWellFormed()}" (${first.labels.join(', ')})`;
  refuse(
    `must have at least ${MIN_EXAMPLES_PER_LABEL} different texts for each label; ` +
      `too few have ${named.join(', ')}${more}${contradicting}`,
  );
}

function describeCount(count: number): string {
  return count === 1 ? '1 text has' : `each of ${count} texts has`;
}

function refuse(message: string): never {
  throw new AppError('invalid_value', `The examples cannot be trained on: they ${message}.`, {
    fields: [{ path: '/examples', message }],
  });
}
