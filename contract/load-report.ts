import { z } from 'zod';
import { Rate } from './metrics.ts';

export const ARRIVAL_PROCESSES = ['poisson', 'constant'] as const;
export const ArrivalProcess = z.enum(ARRIVAL_PROCESSES).meta({ id: 'ArrivalProcess' });
export type ArrivalProcess = z.infer<typeof ArrivalProcess>;

const milliseconds = z.number().min(0);

const Quantiles = z
  .object({ p50: milliseconds, p95: milliseconds, p99: milliseconds })
  .nullable()
  .describe('In milliseconds; null without data.');
export type Quantiles = z.infer<typeof Quantiles>;

const counted = z.array(z.object({ code: z.string(), count: z.int().min(0) }));

/** What came of questions that were put to a server at a rate of their own, whether it kept up or not. */
export const LoadReport = z
  .object({
    arrivals: ArrivalProcess,
    rate_per_s: z.number().positive().describe('Questions a second that were meant to be asked.'),
    seconds: z.number().positive(),
    concurrency: z
      .int()
      .min(1)
      .describe('Questions at once at most; others waited for their turn.'),
    seed: z.int(),
    started_at: z.iso.datetime(),
    requests: z.int().min(0),
    answers_per_s: z.number().min(0).nullable().describe('Until the last one was in.'),
    latency_ms: Quantiles.describe(
      'From the moment at which a question was due until its answer. A question that got none in time counts with its time-out.',
    ),
    response_ms: Quantiles.describe(
      'From the moment at which it was sent, which leaves out its wait for a turn.',
    ),
    steps: z
      .object({
        route: Quantiles,
        retrieve: Quantiles,
        generate: Quantiles,
        verify: Quantiles,
        store: Quantiles,
        total: Quantiles,
      })
      .describe('As the server recorded them in each answer.'),
    late_ms: Quantiles.describe('How late the generator itself was.'),
    failed: Rate.describe('Questions without an answer.'),
    failures: counted,
    error_budget: z.object({
      objective: z.number().min(0).max(1).describe('The share of questions that must be answered.'),
      spent: z
        .number()
        .min(0)
        .nullable()
        .describe(
          'Failures by those that are allowed: above 1 it is overdrawn. Null without data.',
        ),
    }),
    statuses: counted,
    models: counted,
    simulated: z
      .boolean()
      .nullable()
      .describe('A model that answered is the provider simulator; null where nobody may look.'),
  })
  .meta({ id: 'LoadReport' });
export type LoadReport = z.infer<typeof LoadReport>;
