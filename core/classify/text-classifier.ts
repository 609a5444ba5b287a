import { createWordCorrector, type WordCounts } from './correct-words.ts';
import {
  openClassifier,
  type ClassifierOutcome,
  type LinearClassifier,
} from './linear-classifier.ts';
import { countTextParts, readTextWords, visitTextParts, type PartName } from './read-text-parts.ts';

/** A classifier of short texts: plain data. */
export interface TextClassifier {
  readonly parts: readonly PartName[];
  /** The words of its examples; what is mistyped is read as the nearest of them. */
  readonly words: WordCounts;
  readonly linear: LinearClassifier;
}

export interface TextOutcome extends ClassifierOutcome {
  /** The words that spoke most for the first label, the strongest first; negative ones spoke against it. */
  readonly why: readonly { readonly term: string; readonly weight: number }[];
}

const SHOWN_TERMS = 8;

/** Builds the look-ups of a classifier once, for many texts. */
export function openTextClassifier(classifier: TextClassifier): (text: string) => TextOutcome {
  const correct = createWordCorrector(classifier.words);
  const linear = openClassifier(classifier.linear);
  return (text) => {
    const read = readTextWords(text);
    const words = read.words.map(correct);
    const parts = countTextParts({ ...read, words }, classifier.parts);
    const outcome = linear.classify(parts);
    const weights = linear.weigh(parts, outcome.ranked[0]?.label ?? '');
    return { ...outcome, why: explain(words, classifier.parts, weights) };
  };
}

/** A feature's weight goes to the words that it was read from, in equal parts. */
function explain(
  words: readonly string[],
  parts: readonly PartName[],
  weights: ReadonlyMap<number, number>,
): TextOutcome['why'] {
  const counts = new Map<number, number>();
  visitTextParts(words, parts, (bucket) => counts.set(bucket, (counts.get(bucket) ?? 0) + 1));
  const byTerm = new Map<string, number>();
  const add = (at: number, weight: number) => {
    const term = words[at] ?? '';
    byTerm.set(term, (byTerm.get(term) ?? 0) + weight);
  };
  visitTextParts(words, parts, (bucket, first, last) => {
    const share = (weights.get(bucket) ?? 0) / (counts.get(bucket) ?? 1) / 2;
    add(first, share);
    add(last, share);
  });
  return [...byTerm]
    .filter(([, weight]) => weight !== 0)
    .map(([term, weight]) => ({ term, weight }))
    .toSorted((left, right) => Math.abs(right.weight) - Math.abs(left.weight))
    .slice(0, SHOWN_TERMS);
}
