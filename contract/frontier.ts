import { z } from 'zod';

export const FRONTIER_EFFORTS = ['cost_usd', 'latency_p95'] as const;

const FrontierPoint = z
  .object({
    kind: z.enum(['variant', 'model']),
    name: z.string(),
    n: z.int().min(1).describe('Answers that it is measured on; of a model, those that it gave.'),
    quality: z.number().min(0).max(1).describe('The share that succeeded.'),
    effort: z
      .number()
      .min(0)
      .describe('US dollars an answer, or p95 of the latency in milliseconds.'),
    quality_per_effort: z
      .number()
      .nullable()
      .describe('Successes a dollar, or a millisecond; null where it took nothing.'),
    dominated_by: z
      .string()
      .nullable()
      .describe(
        'Another of its kind that is as good for as little, and better in one of the two; no model that gave fewer than 20 answers.',
      ),
  })
  .meta({ id: 'FrontierPoint' });
export type FrontierPoint = z.infer<typeof FrontierPoint>;

/** Quality against what it takes. What no other point dominates is the frontier (V. Pareto, 1906). */
export const Frontier = z
  .object({ effort: z.enum(FRONTIER_EFFORTS), points: z.array(FrontierPoint) })
  .meta({ id: 'Frontier' });
export type Frontier = z.infer<typeof Frontier>;
