import type { Message } from '../../contract/retrieval.ts';
import type { RouteSignals } from '../../contract/routing.ts';

interface Feature {
  readonly reason: string;
  readonly weight: number;
  readonly measure: (question: string, history: readonly Message[]) => number;
}

/** Each feature is 0–1 and adds its weight; the weights add up to 1. */
const FEATURES: readonly Feature[] = [
  {
    reason: 'long question',
    weight: 0.25,
    measure: (question) => Math.min(1, countWords(question) / 80),
  },
  {
    reason: 'several questions in one',
    weight: 0.25,
    measure: (question) =>
      Math.min(
        1,
        (count(question, /\?/g) - 1 + count(question, /\b(?:and|also|then)\b/gi) * 0.5) / 2,
      ),
  },
  {
    reason: 'asks to compare, calculate or reason',
    weight: 0.25,
    measure: (question) =>
      Math.min(
        1,
        count(
          question,
          /\b(?:compare|difference|calculate|compute|why|explain|if|unless|except|versus|total)\b/gi,
        ) / 2,
      ),
  },
  {
    reason: 'several numbers',
    weight: 0.15,
    measure: (question) => Math.min(1, count(question, /\d+(?:[.,]\d+)?/g) / 4),
  },
  {
    reason: 'leans on earlier turns',
    weight: 0.1,
    measure: (_question, history) => Math.min(1, history.length / 6),
  },
];

const WORTH_NAMING = 0.05;

/** How demanding a question is, 0–1, with what makes it so. A sum of surface features, not learned. */
export function estimateComplexity(
  question: string,
  history: readonly Message[],
): RouteSignals['complexity'] {
  const parts = FEATURES.map((feature) => ({
    reason: feature.reason,
    share: feature.weight * Math.max(0, feature.measure(question, history)),
  }));
  return {
    value: Math.min(
      1,
      parts.reduce((sum, part) => sum + part.share, 0),
    ),
    reasons: parts.filter((part) => part.share >= WORTH_NAMING).map((part) => part.reason),
  };
}

function countWords(text: string): number {
  return count(text, /\S+/g);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
