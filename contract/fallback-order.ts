import { z } from 'zod';

export const FALLBACK_STEPS = [
  'preferred',
  'same_tier',
  'next_tier',
  'latency',
  'rule_answer',
  'human_review',
] as const;

/**
 * What stands in when the wanted model cannot answer. `preferred`: the models that the rule prefers, in its
 * order. `same_tier`: others of the wanted model's tier. `next_tier`: those of other tiers. `latency`: a model
 * of the steps before it is asked beside one whose first token does not come. `rule_answer`: the documents are
 * quoted. `human_review`: a person decides; after `rule_answer`, where nothing could be quoted.
 */
export const FallbackStep = z.enum(FALLBACK_STEPS).meta({ id: 'FallbackStep' });
export type FallbackStep = z.infer<typeof FallbackStep>;

export const DEFAULT_FALLBACK_ORDER: readonly FallbackStep[] = [
  'preferred',
  'same_tier',
  'next_tier',
  'rule_answer',
];

const ENDS: ReadonlySet<FallbackStep> = new Set(['rule_answer', 'human_review']);

export const FallbackOrder = z
  .array(FallbackStep)
  .min(1)
  .max(FALLBACK_STEPS.length)
  .superRefine((steps, context) => {
    const problem = explainOrder(steps);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });

function explainOrder(steps: readonly FallbackStep[]): string | null {
  if (new Set(steps).size !== steps.length) return 'must name no step twice';
  const firstEnd = steps.findIndex((step) => ENDS.has(step));
  if (firstEnd === -1) return 'must end with rule_answer, human_review, or both in this order';
  const end = steps.slice(firstEnd).join();
  if (!['rule_answer', 'human_review', 'rule_answer,human_review'].includes(end)) {
    return 'must end with rule_answer, human_review, or both in this order';
  }
  return steps[0] === 'latency' ? 'must name before latency whom it may ask' : null;
}
