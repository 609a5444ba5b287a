import { z } from 'zod';
import { DRIFT_LIMITS, DriftMeasure } from './drift.ts';
import { pageOf, pageQuery } from './page.ts';

/** What the service watches in its own figures, and tells about. */

export const AlertName = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 characters of a-z, 0-9 and -');

export const ALERT_METRICS = [
  'success_rate',
  'answered_rate',
  'abstained_rate',
  'review_rate',
  'unsupported_answer_rate',
  'fallback_rate',
  'latency_p95_ms',
  'cost_usd',
  'cost_per_success_usd',
  'open_incidents',
] as const;
export const AlertMetric = z.enum(ALERT_METRICS).meta({ id: 'AlertMetric' });
export type AlertMetric = z.infer<typeof AlertMetric>;

const minutes = z.number().min(1).max(43_200);

const rule = {
  name: AlertName,
  for_minutes: z
    .number()
    .min(0)
    .max(1_440)
    .default(5)
    .describe('It opens when it has held for so long without a break.'),
  clear_for_minutes: z
    .number()
    .min(0)
    .max(1_440)
    .default(10)
    .describe('It closes when all has been well for so long without a break.'),
};

const counted = {
  ...rule,
  min_answers: z
    .int()
    .min(1)
    .max(1e6)
    .default(20)
    .describe('With fewer answers in the window there is no figure: it neither opens nor closes.'),
};

const ThresholdAlert = z
  .strictObject({
    ...counted,
    kind: z.literal('threshold'),
    metric: AlertMetric,
    window_minutes: minutes.default(15),
    opens: z.enum(['above', 'below']),
    at: z.number().describe('It opens beyond this.'),
    clears_at: z
      .number()
      .optional()
      .describe('It closes only on the good side of this; default: of the limit itself.'),
  })
  .refine(
    ({ opens, at, clears_at: clears = at }) => (opens === 'above' ? clears <= at : clears >= at),
    { path: ['clears_at'], message: 'must not be on the bad side of at' },
  );

/**
 * Multiwindow, multi-burn-rate (Google, The Site Reliability Workbook, 2018, chapter 5): both windows have to burn
 * the error budget so many times too fast, the long one for weight and the short one because it is still so.
 */
export const DEFAULT_BURN_WINDOWS = [
  { long_minutes: 60, short_minutes: 5, factor: 14.4 },
  { long_minutes: 360, short_minutes: 30, factor: 6 },
  { long_minutes: 4_320, short_minutes: 360, factor: 1 },
] as const;

const BurnRateAlert = z.strictObject({
  ...counted,
  kind: z.literal('burn_rate'),
  good: z
    .discriminatedUnion('what', [
      z.strictObject({ what: z.literal('success') }),
      z.strictObject({ what: z.literal('complete') }),
      z.strictObject({ what: z.literal('fast'), within_ms: z.number().min(1).max(600_000) }),
    ])
    .describe(
      'Which answers are good: verified ones that nobody found fault with, those that were not interrupted, or those that were quick.',
    ),
  objective: z.number().min(0.5).max(0.9999).describe('The share of answers that shall be good.'),
  windows: z
    .array(
      z
        .strictObject({
          long_minutes: minutes,
          short_minutes: minutes,
          factor: z.number().gt(0).max(1_000),
        })
        .refine(({ long_minutes: long, short_minutes: short }) => short < long, {
          path: ['short_minutes'],
          message: 'must be less than long_minutes',
        }),
    )
    .min(1)
    .max(10)
    .default([...DEFAULT_BURN_WINDOWS]),
});

/** Whether answers have moved is found as the ledger of drift finds it: in whole windows, counted back from the newest. */
const DriftAlert = z.strictObject({
  ...rule,
  kind: z.literal('drift'),
  window: z
    .int()
    .min(DRIFT_LIMITS.minWindow)
    .max(DRIFT_LIMITS.maxWindow)
    .default(DRIFT_LIMITS.defaultWindow)
    .describe('Answers in a window: more of them show smaller changes, later.'),
  measures: z
    .array(DriftMeasure)
    .min(1)
    .nullable()
    .default(null)
    .describe('Opens only for these; null for all.'),
});

export const AlertRule = z.discriminatedUnion('kind', [ThresholdAlert, BurnRateAlert, DriftAlert]);
export type AlertRule = z.infer<typeof AlertRule>;
export type ThresholdRule = Extract<AlertRule, { kind: 'threshold' }>;
export type BurnRateRule = Extract<AlertRule, { kind: 'burn_rate' }>;
export type DriftRule = Extract<AlertRule, { kind: 'drift' }>;

export const ALERT_STATES = ['ok', 'pending', 'open', 'clearing'] as const;

/** `pending`: the limit is passed, not yet for long enough. `clearing`: all is well, not yet for long enough. */
export const AlertState = z.enum(ALERT_STATES).meta({ id: 'AlertState' });
export type AlertState = z.infer<typeof AlertState>;

/** One time that an alert was open. */
export const Alert = z
  .object({
    id: z.uuid(),
    name: AlertName,
    detail: z.string().describe('What was seen when it opened.'),
    value: z
      .number()
      .describe(
        'The figure when it opened; of a burn rate, how many times too fast, of drift, how many measures have moved.',
      ),
    opened_at: z.iso.datetime(),
    closed_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Alert' });
export type Alert = z.infer<typeof Alert>;

/** A configured alert as it stands. */
export const AlertStanding = z
  .object({
    name: AlertName,
    kind: z.enum(['threshold', 'burn_rate', 'drift']),
    says: z.string().describe('The rule in words.'),
    state: AlertState.nullable().describe('Null until it has been looked at once.'),
    since: z.iso.datetime().nullable(),
    value: z.number().nullable().describe('Null without enough answers: no data is not zero.'),
    detail: z.string().nullable(),
  })
  .meta({ id: 'AlertStanding' });
export type AlertStanding = z.infer<typeof AlertStanding>;

export const ListAlerts = z.strictObject({
  ...pageQuery,
  state: z.enum(['open', 'closed']).optional().describe('Of the history; default: both.'),
});
export const AlertPage = pageOf(Alert)
  .extend({ rules: z.array(AlertStanding) })
  .meta({ id: 'AlertPage' });
export type AlertPage = z.infer<typeof AlertPage>;
