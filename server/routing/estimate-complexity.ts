import type { Message } from '../../contract/retrieval.ts';
import type { RouteSignals } from '../../contract/routing.ts';
import { DEMAND_MODEL } from './demand-model.ts';
import { openDemandModel } from './predict-small-fails.ts';

/** What asks for more than one look at the documents. The outcomes that the model learnt from hardly have any of it. */
interface Cue {
  readonly reason: string;
  /** What each adds to the score, so often at most. */
  readonly weight: number;
  readonly atMost: number;
  readonly count: (question: string, history: readonly Message[]) => number;
}

const CUES: readonly Cue[] = [
  {
    reason: 'several questions in one',
    weight: 0.6,
    atMost: 3,
    count: (question) => Math.max(0, occurrences(question, /\?/g) - 1),
  },
  {
    reason: 'asks to compare, calculate or reason',
    weight: 0.5,
    atMost: 3,
    count: (question) =>
      occurrences(
        question,
        /\b(?:compare|comparison|differ\w*|calculate|compute|explain|unless|except|versus|total|pros and cons|trade-?offs?)\b/gi,
      ),
  },
  {
    reason: 'leans on earlier turns',
    weight: 0.1,
    atMost: 6,
    count: (_question, history) => history.length,
  },
];

const predict = openDemandModel(DEMAND_MODEL);

/**
 * How much a larger model is expected to help, 0–1, and how likely a small one fails, with what makes it so: learnt
 * from what a small and a large model got right, and raised by what those questions hardly have. At 0.5 stands what is
 * as demanding as the most demanding quarter of them.
 */
export function estimateComplexity(
  question: string,
  history: readonly Message[],
): RouteSignals['complexity'] {
  const { score, pSmallFails, reasons } = predict(question);
  const cues = CUES.map(({ reason, weight, atMost, count }) => ({
    reason,
    share: weight * Math.min(atMost, count(question, history)),
  })).filter(({ share }) => share > 0);
  const raised = cues.reduce((sum, { share }) => sum + share, score);
  return {
    value: 1 / (1 + Math.exp(-raised)),
    p_small_fails: pSmallFails,
    reasons: [...reasons, ...cues.map(({ reason }) => reason)],
  };
}

function occurrences(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
