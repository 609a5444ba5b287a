import { spansOverlap, type Span } from '../../core/text/spans.ts';

/** A stretch of tokens that may be the answer, end exclusive, with what speaks for it. */
export interface TokenSpan extends Span {
  readonly probability: number;
  /** That what was read at once has no answer. */
  readonly noAnswer: number;
}

/** The logits of one window: first that of no answer, then those of its tokens. */
export interface WindowLogits {
  /** Which token of the text the first one is. */
  readonly from: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Answers are short; what a model takes for a longer one is two that it cannot choose between. */
const MAX_SPAN_TOKENS = 30;

/** Stretches of `count` tokens that overlap by a half, so that whatever fits into a half stands whole in one of them. */
export function cutWindows(count: number, size: number): readonly Span[] {
  const step = Math.max(1, Math.floor(size / 2));
  const windows: Span[] = [];
  for (let start = 0; start < count; start += step) {
    windows.push({ start, end: Math.min(count, start + size) });
    if (start + size >= count) break;
  }
  return windows;
}

/**
 * The most probable spans of a text, which do not overlap, best first. The probability is that of the start times that
 * of the end, each among all tokens of the window and no answer; a span of several windows has the highest.
 */
export function findSpans(windows: readonly WindowLogits[], most: number): readonly TokenSpan[] {
  const all = windows
    .flatMap(listSpans)
    .toSorted((left, right) => right.probability - left.probability || left.start - right.start);
  const found: TokenSpan[] = [];
  for (const span of all) {
    if (found.length >= most) break;
    if (!found.some((other) => spansOverlap(other, span))) found.push(span);
  }
  return found;
}

function listSpans({ from, starts, ends }: WindowLogits): readonly TokenSpan[] {
  const startChances = chancesOf(starts);
  const endChances = chancesOf(ends);
  const noAnswer = (startChances[0] ?? 0) * (endChances[0] ?? 0);
  // For each start the best end will do: others overlap it.
  return startChances.slice(1).map((chance, at) => {
    const start = at + 1;
    let end = start;
    for (
      let other = start;
      other < Math.min(endChances.length, start + MAX_SPAN_TOKENS);
      other += 1
    ) {
      if ((endChances[other] ?? 0) > (endChances[end] ?? 0)) end = other;
    }
    const probability = chance * (endChances[end] ?? 0);
    return { start: from + at, end: from + end, probability, noAnswer };
  });
}

function chancesOf(logits: readonly number[]): readonly number[] {
  const highest = logits.reduce((most, logit) => Math.max(most, logit), -Infinity);
  const weights = logits.map((logit) => Math.exp(logit - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
