import { z } from 'zod';
import { Recovery } from './incident.ts';
import { givenInstant } from './instant.ts';

export const METRIC_GROUPS = ['none', 'day', 'app', 'model', 'task', 'workflow'] as const;
export const MetricGroup = z.enum(METRIC_GROUPS).meta({ id: 'MetricGroup' });
export type MetricGroup = z.infer<typeof MetricGroup>;

const MAX_DAYS = 400;
const DEFAULT_DAYS = 30;

/** Without `from`, the 30 days before `to`; without `to`, until now. */
export const MetricsQuery = z
  .strictObject({
    from: givenInstant().optional(),
    to: givenInstant().optional(),
    group_by: MetricGroup.default('none'),
  })
  .meta({ id: 'MetricsQuery' });
export type MetricsQuery = z.infer<typeof MetricsQuery>;
export const METRIC_LIMITS = { maxDays: MAX_DAYS, defaultDays: DEFAULT_DAYS } as const;

const count = z.int().min(0);

/** A share with its 95 % interval (Wilson); null where there is nothing to count: no data is not zero. */
export const Rate = z
  .object({
    count,
    of: count,
    rate: z.number().min(0).max(1),
    low: z.number().min(0).max(1),
    high: z.number().min(0).max(1),
  })
  .nullable()
  .meta({ id: 'Rate' });
export type Rate = z.infer<typeof Rate>;

const figure = (text: string) => z.number().nullable().describe(`${text} Null without data.`);

/** The figures of answers, leaving out evaluations and replays. */
export const Figures = z
  .object({
    requests: count,
    statuses: z.object({
      answered: count,
      abstained: count,
      needs_review: count,
      blocked: count,
      interrupted: count,
    }),
    success: Rate.describe(
      'Answered, every claim supported, and nobody has rated it down or rejected it.',
    ),
    cost_usd: z.object({
      total: z.number(),
      per_success: figure('Of all answers, for each success.'),
      successes_per_dollar: figure('Null also where nothing was spent.'),
      success_per_cost_of_1000: figure(
        'The share of successes, divided by what 1,000 successes cost. Null also where nothing was spent.',
      ),
      saving: figure('Share of what the largest model would have cost that was not spent.'),
    }),
    latency_ms: z
      .object({ p50: z.number(), p95: z.number(), p99: z.number() })
      .nullable()
      .describe('Of the whole answer, until its trace was to be stored.'),
    tokens: z.object({ input: count, output: count, per_request: figure('Both together.') }),
    hallucination: z.object({
      claims: Rate.describe(
        'Claims of answers that went out which what they cite does not support.',
      ),
      answers: Rate.describe('Answers that went out with at least one such claim.'),
      agreement: Rate.describe(
        'Drafts of which the verifier thought as the person did: verified and approved, or neither.',
      ),
    }),
    escalation: Rate.describe('Answers for which a larger model was asked because of a draft.'),
    fallback: Rate.describe('Answers that another model or way gave than the route chose.'),
    review: z.object({
      opened: Rate.describe('Answers that were held for a person.'),
      decided: count,
      median_hours: figure('From opened to decided.'),
    }),
    feedback: z.object({ up: count, down: count }),
  })
  .meta({ id: 'Figures' });
export type Figures = z.infer<typeof Figures>;

export const MetricsSummary = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    group_by: MetricGroup,
    total: Figures,
    recovery: Recovery.describe(
      'Of failures of models and their versions that were detected in the time, in every workspace.',
    ),
    groups: z
      .array(Figures.extend({ key: z.string().nullable().describe('Null where there is none.') }))
      .describe('Days in their order; others the most requests first, 100 at most.'),
  })
  .meta({ id: 'MetricsSummary' });
export type MetricsSummary = z.infer<typeof MetricsSummary>;
