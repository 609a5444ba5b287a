import { endOfPreToken } from '../../core/pre-tokens.ts';
import { countPreToken, countTokens } from '../../core/token-count.ts';
import { isSpace } from '../../core/text/spans.ts';

/**
 * The tokens of any stretch of a text that is counted once. Stretches between the same places share their
 * ends: what lies from `start` to `end` has `countBefore(end) - countSkipped(start)` tokens, exactly where
 * both are at the edge of a word, and give or take two where one is inside a run without white space.
 */
export interface TokenIndex {
  readonly countBefore: (end: number) => number;
  readonly countSkipped: (start: number) => number;
  /** The difference of the two: true give or take two. */
  readonly estimateBetween: (start: number, end: number) => number;
  /** Always exactly `countTokens(text.slice(start, end))`. */
  readonly countBetween: (start: number, end: number) => number;
}

/** A cut text and the whole one have the same pre-tokens again soon behind the cut. */
const MAX_STEPS_TO_ALIGN = 16;

export function indexTokens(text: string): TokenIndex {
  const { ends, counts } = countPreTokens(text);

  /** How many pre-tokens end at a place or before it. */
  function endedBy(place: number): number {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? Infinity) <= place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  let lastPlace = 0;
  let lastCount = 0;

  /** One part often begins where another has just ended. */
  function countBefore(place: number): number {
    if (place !== lastPlace) {
      lastCount = countUpTo(place);
      lastPlace = place;
    }
    return lastCount;
  }

  function countUpTo(end: number): number {
    const ended = endedBy(end);
    const edge = ended === 0 ? 0 : (ends[ended - 1] ?? 0);
    const count = ended === 0 ? 0 : (counts[ended - 1] ?? 0);
    return edge === end ? count : count + countTokens(text.slice(edge, end));
  }

  /** Reads on from the start until a pre-token ends where one of the whole text does. */
  function align(start: number): { readonly skipped: number; readonly alignedAt: number } {
    let index = endedBy(start);
    if (start === 0 || ends[index - 1] === start)
      return { skipped: counts[index - 1] ?? 0, alignedAt: start };
    let place = start;
    let read = 0;
    for (let step = 0; step < MAX_STEPS_TO_ALIGN && place < text.length; step += 1) {
      const end = endOfPreToken(text, place);
      read += countPreToken(text, place, end);
      place = end;
      while ((ends[index] ?? Infinity) < place) index += 1;
      if (ends[index] === place) return { skipped: (counts[index] ?? 0) - read, alignedAt: place };
    }
    return { skipped: countBefore(start), alignedAt: Infinity };
  }

  function isInsideRun(place: number): boolean {
    return place > 0 && !isSpace(text, place - 1);
  }

  function countSkipped(start: number): number {
    return isInsideRun(start) ? countBefore(start) : align(start).skipped;
  }

  return {
    countBefore,
    countSkipped,
    estimateBetween: (start, end) => countBefore(end) - countSkipped(start),
    countBetween(start, end) {
      if (isInsideRun(start)) return countTokens(text.slice(start, end));
      const { skipped, alignedAt } = align(start);
      return alignedAt > end ? countTokens(text.slice(start, end)) : countBefore(end) - skipped;
    },
  };
}

function countPreTokens(text: string): {
  readonly ends: readonly number[];
  /** Tokens up to the end of each. */
  readonly counts: readonly number[];
} {
  const ends: number[] = [];
  const counts: number[] = [];
  let count = 0;
  for (let start = 0; start < text.length;) {
    const end = endOfPreToken(text, start);
    count += countPreToken(text, start, end);
    ends.push(end);
    counts.push(count);
    start = end;
  }
  return { ends, counts };
}
