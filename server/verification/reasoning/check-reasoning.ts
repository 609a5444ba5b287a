import { predictLogistic } from '../../../core/statistics/predict-logistic.ts';
import { withoutMarkers } from '../../../core/text/without-markers.ts';
import { measureReasoning, readReasoning, REASONING_SIGNALS } from './measure-reasoning.ts';
import { REASONING_MODEL } from './reasoning-model.ts';

/** How far a draft may be trusted to have worked its answer out. */
export interface ReasoningCheck {
  readonly version: string;
  /** The chance that the answer is right, 0 to 1, as it was learned on sums that are told in words. */
  readonly probability: number;
  readonly calculations: number;
  /** Those that do not come to what the draft says, as it writes them. */
  readonly wrong: readonly string[];
}

/** Works out every calculation of a draft again, and weighs the signs of a sum gone wrong. */
export function checkReasoning(question: string, draft: string): ReasoningCheck {
  const reasoning = readReasoning(question, withoutMarkers(draft));
  const { equations } = reasoning;
  return {
    version: REASONING_MODEL.version,
    probability: predictLogistic(REASONING_MODEL, REASONING_SIGNALS, measureReasoning(reasoning)),
    calculations: equations.length,
    wrong: equations
      .filter(({ isRight }) => !isRight)
      .map(({ start, end }) => reasoning.draft.slice(start, end).trim()),
  };
}
