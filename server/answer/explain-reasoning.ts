import { wholePercent } from '../../core/text/percent.ts';
import type { VerdictPolicy } from '../routing/verdict-policy.ts';
import type { ReasoningCheck } from '../verification/reasoning/check-reasoning.ts';

/** Why a draft's reasoning is not enough for a cascade, for the record; null where it is. */
export function explainReasoning(
  model: string,
  { probability, wrong }: ReasoningCheck,
  { reasoningAt }: Pick<VerdictPolicy, 'reasoningAt'>,
): string | null {
  if (wrong.length > 0) return `${model}'s draft calculates wrongly: ${wrong.join('; ')}.`;
  if (reasoningAt === null || probability >= reasoningAt) return null;
  return `The chance that ${model}'s draft is worked out rightly is ${wholePercent(probability)}, below ${wholePercent(reasoningAt)}.`;
}
