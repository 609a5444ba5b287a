import { z } from 'zod';
import { DEFAULT_FALLBACK_ORDER, FallbackOrder } from './fallback-order.ts';

const share = z.number().gt(0).max(1);

/** When calls of a model stop being placed, and when they are tried again. */
export const BreakerConfig = z
  .strictObject({
    window_seconds: z.int().min(1).max(600).default(30),
    minimum_calls: z
      .int()
      .min(1)
      .max(10_000)
      .default(10)
      .describe('Fewer calls in the window are not judged; so many failures in a row open it.'),
    failure_rate: share.default(0.5),
    slow_call_rate: share.default(0.5),
    slow_call_ms: z.int().min(1).max(600_000).default(30_000),
    cost_ratio: z
      .number()
      .gt(1)
      .max(1_000)
      .default(3)
      .describe('How many times the usual a success may cost.'),
    quality_fail_rate: share
      .default(0.8)
      .describe('Share of answers of which nothing could be verified.'),
    wait: z
      .strictObject({
        base_ms: z.int().min(10).max(600_000).default(5_000),
        factor: z.number().min(1).max(10).default(2),
        max_ms: z.int().min(10).max(3_600_000).default(120_000),
      })
      .refine((wait) => wait.max_ms >= wait.base_ms, {
        path: ['max_ms'],
        message: 'must not be less than base_ms',
      })
      .prefault({}),
    half_open_probes: z.int().min(1).max(100).default(3),
  })
  .meta({ id: 'BreakerConfig' });
export type BreakerConfig = z.infer<typeof BreakerConfig>;

/** When a failed call of a model is made again, before another model stands in. */
export const RetryConfig = z
  .strictObject({
    max_retries: z.int().min(0).max(5).default(1).describe('Of one model, for one answer.'),
    budget_ratio: z
      .number()
      .min(0)
      .max(1)
      .default(0.1)
      .describe('Retries per call, so that they never multiply the load of a struggling model.'),
    budget_reserve: z
      .int()
      .min(0)
      .max(1_000)
      .default(10)
      .describe('How many retries may be saved up.'),
    base_ms: z.int().min(0).max(60_000).default(200),
    max_wait_ms: z
      .int()
      .min(0)
      .max(60_000)
      .default(2_000)
      .describe('A provider that asks for a longer wait is not waited for.'),
  })
  .meta({ id: 'RetryConfig' });
export type RetryConfig = z.infer<typeof RetryConfig>;

/** How many calls of a model are in flight at once, so that a slow one holds up nobody else. */
export const BulkheadConfig = z
  .strictObject({
    max_concurrent: z.int().min(1).max(10_000).default(64),
    max_queued: z.int().min(0).max(10_000).default(64),
    max_wait_ms: z.int().min(0).max(60_000).default(1_000),
  })
  .meta({ id: 'BulkheadConfig' });
export type BulkheadConfig = z.infer<typeof BulkheadConfig>;

/** When a second model is asked beside one whose first token does not come. */
export const HedgeConfig = z
  .strictObject({
    after_ms: z
      .int()
      .min(10)
      .max(600_000)
      .nullable()
      .default(null)
      .describe('Null: after the time in which 95 % of the latest calls had their first token.'),
    budget_ratio: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe('Hedges per call, so that they never multiply the load when all is slow.'),
    budget_reserve: z
      .int()
      .min(0)
      .max(1_000)
      .default(5)
      .describe('How many hedges may be saved up.'),
  })
  .meta({ id: 'HedgeConfig' });
export type HedgeConfig = z.infer<typeof HedgeConfig>;

/** What stands in when a model cannot answer, and what all calls for one answer may take together. */
export const FallbackConfig = z
  .strictObject({
    order: FallbackOrder.default([...DEFAULT_FALLBACK_ORDER]),
    hedge: HedgeConfig.prefault({}),
    rule_answer_below: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .default(null)
      .describe('With a lower retrieval confidence no model is asked; null for never.'),
    max_attempts: z.int().min(1).max(20).default(4),
    deadline_ms: z.int().min(100).max(600_000).default(60_000),
  })
  .meta({ id: 'FallbackConfig' });
export type FallbackConfig = z.infer<typeof FallbackConfig>;
