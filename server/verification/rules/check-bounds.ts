import { quantitiesEqual } from '../../../core/text/quantities.ts';
import type { Quantity } from '../../../core/text/quantities.ts';
import { findDenials } from '../find-denials.ts';
import { readWords } from '../read-words.ts';
import type { Comparison, Finding } from './finding.ts';
import { readBound, type Bound } from './read-bound.ts';

/** The words of the bound itself, which differ, weigh as much as others. */
const ALIGNED_COVERAGE = 0.5;

/** A number that is the least in the claim and the most in the source, or the other way round. */
export function checkBounds(comparison: Comparison): readonly Finding[] {
  const { claim, support } = comparison;
  if (support.best === null || support.window < ALIGNED_COVERAGE) return [];
  return claim.quantities.numbers.flatMap((number): readonly Finding[] => {
    const bound = readBound(claim.text, number);
    const there = bound === null ? [] : findStated(number, comparison);
    const [turned] = there;
    if (
      turned === undefined ||
      there.some((stated) => stated.bound === bound || stated.bound === null)
    )
      return [];
    // "None under 50 needs it" and "more than 50 need it" agree.
    if (isDenying(claim.text) !== isDenying(turned.sentence)) return [];
    const words = turned.bound === 'lower' ? 'at least' : 'at most';
    return [
      {
        code: 'antonym',
        weight: 'conflict',
        span: { start: claim.start + number.start, end: claim.start + number.end },
        text: `The source has "${number.text}" as what it is ${words}.`,
      },
    ];
  });
}

interface Stated {
  readonly bound: Bound | null;
  readonly sentence: string;
}

/** The same number in the sentences that hold most of the claim. */
function findStated(number: Quantity, { support: { best } }: Comparison): readonly Stated[] {
  if (best === null) return [];
  const sentences = best.indexed.sentences.slice(best.from, best.to + 1);
  return best.indexed
    .numbers()
    .filter((other) => quantitiesEqual(number, other))
    .flatMap((other) => {
      const sentence = sentences.find(({ start, end }) => other.start >= start && other.end <= end);
      if (sentence === undefined) return [];
      return [{ bound: readBound(best.indexed.text, other), sentence: sentence.text }];
    });
}

function isDenying(text: string): boolean {
  return findDenials(readWords(text)).length > 0;
}
