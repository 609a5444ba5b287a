import { z } from 'zod';
import { DRIFT_LIMITS, DriftMeasure } from './drift.ts';
import { DriftAttributionId, TraceId } from './ids.ts';
import { givenInstant } from './instant.ts';
import { pageOf } from './page.ts';

/** What a replay can have as it was: each on its own, all else as now. */
export const DRIFT_FACTORS = ['documents', 'settings', 'prompt', 'model', 'questions'] as const;
/** `questions` are replayed the other way round: those of the reference, with everything as now. */
export const DriftFactor = z.enum(DRIFT_FACTORS).meta({ id: 'DriftFactor' });
export type DriftFactor = z.infer<typeof DriftFactor>;

export const CreateDriftAttribution = z
  .strictObject({
    to: givenInstant().optional().describe('The end of the window to explain; default: now.'),
    window: z
      .int()
      .min(DRIFT_LIMITS.minWindow)
      .max(DRIFT_LIMITS.maxWindow)
      .default(DRIFT_LIMITS.defaultWindow),
    reference_to: givenInstant().optional(),
    measures: z
      .array(DriftMeasure)
      .min(1)
      .max(14)
      .optional()
      .describe('Default: those that have moved. Feedback and latency cannot be replayed.'),
    sample: z.int().min(5).max(100).default(20).describe('Questions that are asked once more.'),
    max_cost_usd: z
      .number()
      .min(0)
      .max(10_000)
      .default(5)
      .describe('No further replay begins once so much is spent; budgets hold besides.'),
  })
  .meta({ id: 'CreateDriftAttribution' });
export type CreateDriftAttribution = z.infer<typeof CreateDriftAttribution>;

export const DRIFT_ATTRIBUTION_STATUSES = ['running', 'done', 'failed'] as const;

/** How much of a measure's move goes back when one thing is as it was, in the measure's own unit or in shares. */
const DriftEffect = z
  .object({
    measure: DriftMeasure,
    value: z
      .string()
      .nullable()
      .describe('Of a measure of shares: whose share is meant, the one that moved most.'),
    moved: z.number().describe('From the reference to the window, as it was recorded.'),
    effect: z.number().describe('Mean over the replayed questions: as now, less as it was.'),
    low: z.number(),
    high: z.number(),
    p: z.number().describe('That there is none, adjusted over all factors and measures (Holm).'),
    of: z.int().min(0).describe('Questions that were replayed both ways.'),
    is_cause: z.boolean().describe('Surely there, and in the direction of the move.'),
  })
  .meta({ id: 'DriftEffect' });
export type DriftEffect = z.infer<typeof DriftEffect>;

export const FactorEffects = z
  .object({
    factor: DriftFactor,
    before: z.string().describe('As it was in the reference.'),
    after: z.string().describe('As it is now.'),
    effects: z.array(DriftEffect),
    replays: z
      .array(z.object({ trace_id: TraceId, now: TraceId, before: TraceId }))
      .describe('Of each question: its trace, and those of both replays. Empty for questions.'),
  })
  .meta({ id: 'FactorEffects' });
export type FactorEffects = z.infer<typeof FactorEffects>;

export const DriftAttributionResult = z.object({
  factors: z.array(FactorEffects),
  not_replayed: z
    .array(z.object({ what: z.string(), why: z.string() }))
    .describe('What has changed, too, but cannot be had as it was.'),
  failed_replays: z.int().min(0),
  cost_usd: z.number().min(0),
});
export type DriftAttributionResult = z.infer<typeof DriftAttributionResult>;

/** Which change moved the measures, and by how much, from replays of recent questions. */
export const DriftAttribution = z
  .object({
    id: DriftAttributionId,
    status: z.enum(DRIFT_ATTRIBUTION_STATUSES),
    request: CreateDriftAttribution,
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
    replays: z.object({ done: z.int().min(0), total: z.int().min(0) }),
    failure: z.string().nullable(),
    result: DriftAttributionResult.nullable().describe('Null until it is done.'),
  })
  .meta({ id: 'DriftAttribution' });
export type DriftAttribution = z.infer<typeof DriftAttribution>;
export const DriftAttributionPage = pageOf(DriftAttribution);
