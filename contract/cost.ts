import { z } from 'zod';
import { ModelPrice } from './chat-model-config.ts';
import { Classification } from './classification.ts';
import { EvaluationId } from './ids.ts';
import { givenInstant } from './instant.ts';
import { ModelName } from './model-name.ts';
import { Hosting, ModelTier } from './routing.ts';

const share = z.number().min(0).max(1);
const dollars = z.number().min(0).max(1e9);

/** A model that is not configured, to see what it would cost. */
export const SupposedModel = z
  .strictObject({
    name: ModelName,
    tier: ModelTier,
    hosting: Hosting,
    data_classes: z
      .array(Classification)
      .min(1)
      .optional()
      .describe('Default: all where it is self-hosted, else public and internal.'),
    price: ModelPrice,
  })
  .meta({ id: 'SupposedModel' });
export type SupposedModel = z.infer<typeof SupposedModel>;

export const SimulateCost = z
  .strictObject({
    source: z
      .discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('traces'),
          from: givenInstant().optional(),
          to: givenInstant().optional(),
        }),
        z.strictObject({
          kind: z.literal('evaluation'),
          id: EvaluationId,
          variant: z.string().max(64).optional().describe('Default: all variants.'),
        }),
      ])
      .prefault({ kind: 'traces' })
      .describe('Answers of a time, the last 30 days by default; or those of an evaluation run.'),
    requests_per_month: z.int().min(1).max(1_000_000_000).default(1_000_000),
    months: z.int().min(1).max(60).default(12),
    growth_per_month: z
      .number()
      .min(-0.9)
      .max(1)
      .default(0)
      .describe('0.05: each month has 5 % more requests than the one before.'),
    prices: z
      .array(z.strictObject({ model: ModelName, factor: z.number().min(0).max(1_000) }))
      .max(100)
      .default([])
      .describe('What if: a model costs so many times what it does.'),
    shares: z
      .array(z.strictObject({ model: ModelName, share }))
      .max(100)
      .default([])
      .describe('What if: a model answers this share of the requests; the others keep their mix.'),
    models: z.array(SupposedModel).max(20).default([]),
    self_hosting: z
      .strictObject({
        calls_at_once: z.int().min(1).max(10_000).default(8).describe('That one machine serves.'),
        seconds_per_call: z
          .number()
          .min(0.001)
          .max(600)
          .optional()
          .describe('Default: as calls took that were measured.'),
      })
      .prefault({}),
    distilled: z
      .strictObject({
        escalated_share: share
          .optional()
          .describe('Of requests that the large model is asked after all. Default: as measured.'),
        training_usd: dollars.default(0).describe('Spread over the months.'),
      })
      .prefault({}),
    seed: z.int().min(0).max(2_147_483_647).default(20_270_101),
  })
  .meta({ id: 'SimulateCost' });
export type SimulateCost = z.infer<typeof SimulateCost>;

export const CostFigure = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .nullable()
  .describe('In US dollars with its 95 % interval; null without data.')
  .meta({ id: 'CostFigure' });
export type CostFigure = z.infer<typeof CostFigure>;

export const COST_PLANS = [
  'measured',
  'what_if',
  'hosted',
  'self_hosted',
  'distilled',
  'hybrid',
] as const;
export const CostPlanName = z.enum(COST_PLANS).meta({ id: 'CostPlanName' });
export type CostPlanName = z.infer<typeof CostPlanName>;

/** One way to serve the same requests. */
export const CostPlan = z
  .object({
    plan: CostPlanName,
    about: z.string().describe('Who is asked what; or why there is no data.'),
    monthly_usd: CostFigure.describe('Of the first month.'),
    horizon_usd: CostFigure.describe('Of all months.'),
    difference_usd: CostFigure.describe('A month, against `measured`, request by request.'),
    machines: z
      .int()
      .min(0)
      .nullable()
      .describe('That the busiest hour of the first month needs; null where none is rented.'),
  })
  .meta({ id: 'CostPlan' });
export type CostPlan = z.infer<typeof CostPlan>;

export const COST_GROUPS = ['route', 'model', 'app', 'key'] as const;
export const CostGroup = z.enum(COST_GROUPS).meta({ id: 'CostGroup' });
export type CostGroup = z.infer<typeof CostGroup>;

const spread = z
  .object({ mean: z.number(), p50: z.number(), p95: z.number() })
  .nullable()
  .describe('Null without data.');

export const CostSimulation = z
  .object({
    sampled: z.int().min(0).describe('Answers on record that everything here rests on.'),
    simulated_requests: z.int().min(0).describe('Drawn from them, one by one.'),
    requests_per_month: z.int(),
    months: z.int(),
    growth_per_month: z.number(),
    simulated: z.boolean().describe('A model that answered is the provider simulator.'),
    estimated_share: share
      .nullable()
      .describe(
        'Of the answers: no model was called for them, so that their tokens are estimated from their chunks and their length.',
      ),
    tokens: z.object({ input: spread, output: spread }).describe('Of an answer.'),
    plans: z.array(CostPlan),
    groups: z
      .array(
        z.object({
          by: CostGroup,
          key: z.string().nullable().describe('Null where there is none.'),
          share: share.describe('Of the requests.'),
          monthly_usd: CostFigure,
        }),
      )
      .describe('Of `measured`, or of `what_if` where something is supposed; 20 of a kind.'),
    by_month: z
      .array(z.object({ month: z.int().min(1), requests: z.int(), usd: CostFigure }))
      .describe('Of the same.'),
  })
  .meta({ id: 'CostSimulation' });
export type CostSimulation = z.infer<typeof CostSimulation>;
