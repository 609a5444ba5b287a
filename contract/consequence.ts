import { z } from 'zod';

/**
 * What follows when claims of a model's answer are not supported by what they cite. `accept`: it stands
 * as it is. `mark`: it stands with its verdicts, unless nothing of it is supported; then the documents
 * are quoted. `drop`: their sentences are left out. `repair`: the same model is asked once more, with
 * the claims named. `escalate`: the next larger model is asked. `abstain`: there is no answer.
 * `review`: a person decides.
 */
export const CONSEQUENCES = [
  'accept',
  'mark',
  'drop',
  'repair',
  'escalate',
  'abstain',
  'review',
] as const;
export const Consequence = z.enum(CONSEQUENCES).meta({ id: 'Consequence' });
export type Consequence = z.infer<typeof Consequence>;

/** `cascade`: small models first, a larger one when too little of a draft is supported. */
export const RouteStrategy = z.enum(['single', 'cascade']).meta({ id: 'RouteStrategy' });
export type RouteStrategy = z.infer<typeof RouteStrategy>;

/** `quote`: the rule-based answer took the draft's place. */
export const DraftDecisionKind = z
  .enum([...CONSEQUENCES, 'quote'])
  .meta({ id: 'DraftDecisionKind' });
export type DraftDecisionKind = z.infer<typeof DraftDecisionKind>;

/** What was decided on one draft of a model, once it had been checked. */
export const DraftDecision = z
  .object({
    decision: DraftDecisionKind,
    model: z.string().describe('Whose draft it was.'),
    supported_claims: z.int().min(0),
    unsupported_claims: z.int().min(0),
    reasoning: z
      .object({
        version: z.string(),
        probability: z.number().min(0).max(1).describe('That the answer is worked out rightly.'),
        calculations: z.int().min(0),
        wrong: z.array(z.string()).describe('Calculations that do not come to what they state.'),
      })
      .optional()
      .describe('Of a draft in a cascade that calculates something or that has to reason.'),
    reason: z.string(),
  })
  .meta({ id: 'DraftDecision' });
export type DraftDecision = z.infer<typeof DraftDecision>;
