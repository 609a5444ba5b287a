import { countBuckets } from '../../core/classify/count-buckets.ts';
import type { InputParts, SparseVector } from '../../core/classify/feature-weights.ts';
import {
  hashNgrams,
  normaliseForNgrams,
  readWords,
  type NgramSettings,
} from '../../core/classify/hash-ngrams.ts';

/** What of a question's build tells whether a larger model does better, whatever the subject; in the model's order. */
export const DEMAND_FEATURES = [
  ['long question', (text) => logOf(count(text, /\S+/g))],
  ['formulas', (text) => Number(/[=^+*/<>√∫|\\]/.test(text))],
  ['percentages or money', (text) => Number(/%|percent|[$€£]/i.test(text))],
  ['several numbers', (text) => logOf(count(text, /\d+(?:[.,]\d+)?/g))],
  ['numbers to choose among', (text) => Number(hasNumericOptions(text))],
  ['several paragraphs', (_text, stem) => logOf(count(stem, /\n/g))],
  ['several sentences', (_text, stem) => logOf(count(stem, /[.?!](?:\s|$)/g))],
  ['long before its options', (_text, stem) => logOf(stem.length)],
  ['quotes or lists', (_text, stem) => Number(stem.includes(':'))],
] as const satisfies readonly (readonly [string, (text: string, stem: string) => number])[];

/** More than this is read by nothing here. */
const MAX_CHARS = 20_000;
const NGRAMS: NgramSettings = {
  maxWords: 2,
  minCharacters: 0,
  maxCharacters: 0,
  pairsWithin: 0,
  buckets: 2 ** 16,
};
const OPTION = /^[A-H][.)] .*$/gm;
const OPTIONS_BEGIN = /\n[A-H][.)] /;

export function measureDemand(text: string): readonly number[] {
  const read = text.slice(0, MAX_CHARS);
  const stem = stemOf(read);
  return DEMAND_FEATURES.map(([, measure]) => measure(read, stem));
}

export function readSubject(text: string): InputParts {
  const met: number[] = [];
  const words = readWords(normaliseForNgrams(text.slice(0, MAX_CHARS)));
  hashNgrams(words, { field: '', ...NGRAMS }, (bucket) => met.push(bucket));
  return [countBuckets(met)];
}

const MAX_SPREADS = 3;

/** Each measure as its distance from the mean in spreads, three at most. */
export function standardise(
  measures: readonly number[],
  { means, spreads }: { readonly means: readonly number[]; readonly spreads: readonly number[] },
): SparseVector {
  const values = measures.map((measure, at) => {
    const distance = (measure - (means[at] ?? 0)) / (spreads[at] ?? 1);
    return Math.max(-MAX_SPREADS, Math.min(MAX_SPREADS, distance));
  });
  return { indices: Int32Array.from(values.keys()), values: Float32Array.from(values) };
}

/** The question without the options that it may end with. */
function stemOf(text: string): string {
  return text.split(OPTIONS_BEGIN, 1)[0] ?? text;
}

function hasNumericOptions(text: string): boolean {
  const options = text.match(OPTION) ?? [];
  return options.length > 0 && options.every((option) => /\d/.test(option));
}

function logOf(value: number): number {
  return Math.log(1 + value);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
