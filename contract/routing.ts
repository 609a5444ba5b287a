import { z } from 'zod';
import { CircuitState } from './circuit.ts';
import { Classification } from './classification.ts';
import { Consequence, RouteStrategy } from './consequence.ts';
import { FallbackStep } from './fallback-order.ts';

export const TASKS = [
  'grounded_qa',
  'open_qa',
  'summarization',
  'extraction',
  'classification',
  'generation',
  'reasoning',
] as const;
export const Task = z.enum(TASKS).meta({ id: 'Task' });
export type Task = z.infer<typeof Task>;

export const MODEL_TIERS = ['small', 'medium', 'large'] as const;
export const ModelTier = z.enum(MODEL_TIERS).meta({ id: 'ModelTier' });
export type ModelTier = z.infer<typeof ModelTier>;

/** 0 for the smallest. */
export function tierRank(tier: ModelTier): number {
  return MODEL_TIERS.indexOf(tier);
}

export const Hosting = z.enum(['self_hosted', 'hosted']).meta({ id: 'Hosting' });
export type Hosting = z.infer<typeof Hosting>;

export const FallbackKind = z
  .enum(['retry', 'same_tier', 'next_tier', 'latency', 'rule_based', 'review'])
  .meta({ id: 'FallbackKind' });
export type FallbackKind = z.infer<typeof FallbackKind>;

export const REFUSAL_REASONS = [
  'policy',
  'capability',
  'context',
  'slo',
  'breaker',
  'budget',
  'bulkhead',
  'not_allowed',
] as const;

/** Why a configured model was not eligible; `not_allowed` is the key's own list of models. */
export const RefusalReason = z.enum(REFUSAL_REASONS).meta({ id: 'RefusalReason' });
export type RefusalReason = z.infer<typeof RefusalReason>;

const confidence = z.number().min(0).max(1);

/** An entity that makes text sensitive. Offsets index the question; the value itself is never kept. */
export const SensitiveEntity = z
  .object({
    type: z.string(),
    char_start: z.int().min(0),
    char_end: z.int().min(0),
    score: confidence,
  })
  .meta({ id: 'SensitiveEntity' });
export type SensitiveEntity = z.infer<typeof SensitiveEntity>;

/** What measured a signal, and how long that took; absent in older records. */
const measurement = {
  version: z.string().optional(),
  microseconds: z.number().min(0).optional(),
};

/** A signal that older records do not have. */
function laterSignal<Value extends z.ZodType>(value: Value) {
  return z
    .object({ value, confidence, version: z.string(), microseconds: z.number().min(0) })
    .optional();
}

export const RouteSignals = z
  .object({
    version: z.string(),
    task: z.object({
      value: Task,
      confidence,
      top: z.array(z.object({ task: Task, confidence })),
      ...measurement,
    }),
    complexity: z.object({
      value: confidence.describe('How much a larger model is expected to help.'),
      p_small_fails: confidence
        .optional()
        .describe('Estimated chance that a small model fails; absent in older records.'),
      reasons: z.array(z.string()),
      ...measurement,
    }),
    sensitivity: z.object({
      value: Classification,
      entities: z.array(SensitiveEntity),
      ...measurement,
    }),
    ood: laterSignal(confidence).describe(
      'How unlike everything the model of tasks has seen: the share of ordinary questions that look more familiar.',
    ),
    regulated_topic: z
      .object({
        value: z.string().nullable(),
        confidence,
        why: z
          .array(z.string())
          .optional()
          .describe('The words that made it one, the strongest first; absent in older records.'),
        also: z
          .array(z.object({ topic: z.string(), confidence, why: z.array(z.string()) }))
          .optional()
          .describe('Further topics that it is about, the surest first; absent in older records.'),
        version: z.string(),
        microseconds: z.number().min(0),
      })
      .optional()
      .describe('The configured topic that the question is most surely about; null for none.'),
    injection: laterSignal(confidence).describe(
      'How much in the question or its history speaks to a model as an instruction would.',
    ),
    language: laterSignal(z.string().nullable()).describe(
      'ISO 639-1; null where the question is too short to tell.',
    ),
  })
  .meta({ id: 'RouteSignals' });
export type RouteSignals = z.infer<typeof RouteSignals>;

export const RouteCandidate = z
  .object({
    model: z.string(),
    provider: z.string(),
    tier: ModelTier,
    hosting: Hosting,
    eligible: z.boolean(),
    refused_by: RefusalReason.nullable(),
    detail: z.string(),
    estimated_cost_usd: z.number().min(0),
  })
  .meta({ id: 'RouteCandidate' });
export type RouteCandidate = z.infer<typeof RouteCandidate>;

/** Where a reader found an answer in a chunk. Offsets index the text of the chunk; `part` is which of the things asked, from 0. */
export const ReadSpan = z
  .object({
    part: z.int().min(0),
    marker: z.int().min(1),
    char_start: z.int().min(0),
    char_end: z.int().min(0),
    probability: confidence.describe('That the answer begins and ends there.'),
    no_answer: confidence.describe(
      'That the text around it, as far as it was read at once, has none.',
    ),
  })
  .meta({ id: 'ReadSpan' });
export type ReadSpan = z.infer<typeof ReadSpan>;

/** What a reader found. */
export const Reading = z
  .object({
    min_probability: confidence,
    spans: z.array(ReadSpan).describe('The best of each chunk.'),
  })
  .meta({ id: 'Reading' });
export type Reading = z.infer<typeof Reading>;

/** One call to a model, successful or not. Token counts and cost are 0 where nothing was used. */
export const ModelAttempt = z
  .object({
    n: z.int().min(1),
    kind: z.enum([
      'primary',
      'retry',
      'fallback',
      'hedge',
      'escalation',
      'repair',
      'judge',
      'rewrite',
    ]),
    provider: z.string(),
    requested_model: z.string(),
    served_model: z.string().nullable(),
    fingerprint: z
      .string()
      .nullable()
      .optional()
      .describe(
        "The provider's `system_fingerprint`; null where it sends none, absent in older records.",
      ),
    ttft_ms: z.number().min(0).nullable(),
    duration_ms: z.number().min(0),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    retry_after_s: z
      .number()
      .min(0)
      .nullable()
      .optional()
      .describe('How long the provider asked to be left alone; absent in older records.'),
    finish_reason: z.string().nullable(),
    input_tokens: z.int().min(0),
    output_tokens: z.int().min(0),
    cached_input_tokens: z
      .int()
      .min(0)
      .optional()
      .describe(
        'Of the input tokens, those that the provider had in its cache; absent in older records.',
      ),
    cost_usd: z.number().min(0),
    circuit_before: CircuitState.optional().describe(
      "The state of the model's circuit when the call was placed; absent in older records.",
    ),
    circuit_after: CircuitState.optional().describe('And once the call had ended.'),
    reading: Reading.optional().describe('Of a reader that replied.'),
  })
  .meta({ id: 'ModelAttempt' });
export type ModelAttempt = z.infer<typeof ModelAttempt>;

/** A model whose turn had come, and that was passed over at that moment without a call. */
export const SkippedModel = z
  .object({
    model: z.string(),
    refused_by: RefusalReason,
    detail: z.string(),
    after_attempts: z.int().min(0).describe('How many calls had been made before.'),
  })
  .meta({ id: 'SkippedModel' });
export type SkippedModel = z.infer<typeof SkippedModel>;

/** What came of the models whose turn it was. */
export const ModelCalls = z.object({
  attempts: z.array(ModelAttempt),
  skipped: z
    .array(SkippedModel)
    .optional()
    .describe('Models that were passed over when their turn came; absent in older records.'),
});

export const RANKING_CRITERIA = [
  'preference',
  'builtin_last',
  'tier',
  'price',
  'configured_order',
  'fallback_order',
] as const;

/**
 * How eligible models are put in order: the first of these in which two differ decides. `fallback_order`
 * does among those that stand in for a model that cannot be called.
 */
export const RankingCriterion = z.enum(RANKING_CRITERIA).meta({ id: 'RankingCriterion' });
export type RankingCriterion = z.infer<typeof RankingCriterion>;

/** Everything the router knew, and what it decided: enough to decide again. */
export const RoutingReceipt = z
  .object({
    config_hash: z.string(),
    signals: RouteSignals,
    data_ceiling: Classification.describe(
      'The highest classification among the question, its history and the chunks in the prompt.',
    ),
    rule: z.string(),
    action: z
      .enum(['answer', 'review'])
      .optional()
      .describe('What the rule does with the answer; absent in older records.'),
    strategy: RouteStrategy.optional().describe('Absent in older records.'),
    accept_at: confidence
      .optional()
      .describe('The share of supported claims below which a cascade asks a larger model.'),
    reasoning_at: confidence
      .optional()
      .describe('The chance of right reasoning below which a cascade asks a larger model.'),
    on_unsupported: Consequence.optional().describe(
      'What the rule wants when claims are not supported; absent in older records.',
    ),
    fallback_order: z
      .array(FallbackStep)
      .optional()
      .describe('What would stand in for the chosen model, in order; absent in older records.'),
    candidates: z.array(RouteCandidate),
    chosen: z.string(),
    runner_up: z.string().nullable(),
    ahead_by: RankingCriterion.nullable()
      .optional()
      .describe('What put the chosen model before the runner-up; null where there is none.'),
    largest_model_cost_usd: z.number().min(0).nullable(),
    overhead_us: z.number().min(0),
  })
  .meta({ id: 'RoutingReceipt' });
export type RoutingReceipt = z.infer<typeof RoutingReceipt>;

/** The short form that every answer carries. */
export const RouteSummary = z
  .object({
    task: Task,
    complexity: confidence,
    sensitivity: Classification,
    tier: ModelTier,
    model: z.string(),
    provider: z.string(),
    prompt_version: z.string(),
    fallback: z.object({ kind: FallbackKind, reason: z.string() }).nullable(),
    escalations: z.array(z.object({ model: z.string(), reason: z.string() })),
    reasons: z.array(z.string()),
  })
  .meta({ id: 'RouteSummary' });
export type RouteSummary = z.infer<typeof RouteSummary>;
