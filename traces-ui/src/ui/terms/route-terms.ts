import type { Consequence, DraftDecisionKind } from '../../../../contract/consequence.ts';
import type { Classification } from '../../../../contract/classification.ts';
import type { FallbackStep } from '../../../../contract/fallback-order.ts';
import type {
  FallbackKind,
  Hosting,
  ModelAttempt,
  ModelTier,
  RankingCriterion,
  RefusalReason,
  Task,
} from '../../../../contract/routing.ts';
import type { Tone } from './term.ts';

export const TASK_WORDS: Readonly<Record<Task, string>> = {
  grounded_qa: 'Grounded question',
  open_qa: 'Open question',
  summarization: 'Summarization',
  extraction: 'Extraction',
  classification: 'Classification',
  generation: 'Generation',
  reasoning: 'Reasoning',
};

export const REFUSAL_WORDS: Readonly<Record<RefusalReason, string>> = {
  policy: 'data policy',
  capability: 'capability',
  context: 'context window',
  slo: 'latency target',
  breaker: 'open circuit',
  budget: 'budget',
  bulkhead: 'too many calls at once',
  not_allowed: 'not allowed for this key',
};

export const RANKING_WORDS: Readonly<Record<RankingCriterion, string>> = {
  preference: 'the preference of the rule',
  builtin_last: 'writing an answer, where the other only quotes',
  tier: 'a tier that fits the complexity better',
  price: 'a lower price',
  configured_order: 'its place in the configuration alone',
  fallback_order: 'the order of fallbacks',
};

export const FALLBACK_STEP_WORDS: Readonly<Record<FallbackStep, string>> = {
  preferred: 'what the rule prefers',
  same_tier: 'the same tier',
  next_tier: 'other tiers',
  latency: 'one of these beside a slow model',
  rule_answer: 'quotes of the documents',
  human_review: 'a person',
};

export const FALLBACK_WORDS: Readonly<Record<FallbackKind, string>> = {
  retry: 'after a retry',
  same_tier: 'by another model of the same tier',
  next_tier: 'by a model of the next tier',
  latency: 'by a faster model',
  rule_based: 'by rule, with sentences of the documents',
  review: 'with a review asked for',
};

export const TIER_WORDS: Readonly<Record<ModelTier, string>> = {
  small: 'small',
  medium: 'medium',
  large: 'large',
};

export const HOSTING_WORDS: Readonly<Record<Hosting, string>> = {
  self_hosted: 'Self-hosted',
  hosted: 'Hosted',
};

export const ATTEMPT_WORDS: Readonly<Record<ModelAttempt['kind'], string>> = {
  primary: 'First call',
  retry: 'Retry',
  fallback: 'Fallback',
  hedge: 'Hedge',
  escalation: 'Escalation',
  repair: 'Repair',
  judge: 'Judge',
  rewrite: 'Rewriting of the question',
};

export const DECISION_WORDS: Readonly<Record<DraftDecisionKind, string>> = {
  accept: 'Accepted',
  mark: 'Left with its verdicts',
  quote: 'Replaced by quotes of the documents',
  drop: 'Left without the sentences that do not hold',
  repair: 'Asked for again',
  escalate: 'Passed to a larger model',
  abstain: 'Given up',
  review: 'Held for a person',
};

export const CONSEQUENCE_WORDS: Readonly<Record<Consequence, string>> = {
  accept: 'accept the draft as it is',
  mark: 'leave them with their verdicts',
  drop: 'leave their sentences out',
  repair: 'ask the model once more',
  escalate: 'ask a larger model',
  abstain: 'give no answer',
  review: 'ask a person',
};

export const CLASSIFICATION_TONES: Readonly<Record<Classification, Tone>> = {
  public: 'muted',
  internal: 'info',
  confidential: 'warn',
  restricted: 'bad',
};
