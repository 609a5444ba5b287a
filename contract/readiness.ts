import { z } from 'zod';
import { ReportFormat } from './evaluation.ts';
import { EvaluationId } from './ids.ts';

const share = z.number().min(0).max(1);

export const AssessReadiness = z
  .strictObject({
    evaluation: EvaluationId.describe('A run that has ended.'),
    variant: z
      .string()
      .max(64)
      .optional()
      .describe('The one to use. Default: the last; the first is what it is held against.'),
    load: z
      .strictObject({
        rate_per_s: z.number().positive(),
        concurrency: z.int().min(1),
        requests: z.int().min(0),
        failed: z.int().min(0),
        p95_ms: z.number().min(0).nullable(),
        simulated: z.boolean().nullable(),
      })
      .nullable()
      .default(null)
      .describe('What a load came to; null where there was none.'),
    targets: z
      .strictObject({
        items: z.int().min(1).max(100_000).default(100).describe('That accuracy is measured on.'),
        success: share.default(0.7),
        p95_ms: z.number().positive().max(600_000).default(2_000),
        peak_per_s: z.number().positive().max(100_000).default(5),
        failed_share: share.default(0.01),
        cheaper_share: share.default(0.7).describe('Of calls that a cheaper model answers.'),
        quality_margin: share
          .default(0.05)
          .describe('How much worse than the largest model may be, to the end of the interval.'),
        traced_share: share.default(0.95),
      })
      .prefault({}),
    format: ReportFormat.optional().describe('Also as a report in this form.'),
  })
  .meta({ id: 'AssessReadiness' });
export type AssessReadiness = z.infer<typeof AssessReadiness>;

export const READINESS_QUESTIONS = [
  'accuracy',
  'latency',
  'hosting',
  'own_test_set',
  'cheaper_model',
  'audit',
] as const;

export const READINESS_VERDICTS = ['yes', 'no', 'no_data'] as const;
export const ReadinessVerdict = z.enum(READINESS_VERDICTS).meta({ id: 'ReadinessVerdict' });
export type ReadinessVerdict = z.infer<typeof ReadinessVerdict>;

export const ReadinessAnswer = z
  .object({
    question: z.enum(READINESS_QUESTIONS),
    title: z.string(),
    verdict: ReadinessVerdict,
    because: z.string(),
    figures: z.array(z.object({ name: z.string(), value: z.string() })),
    evidence: z.array(z.string()).describe('Where the figures come from: paths of the API.'),
  })
  .meta({ id: 'ReadinessAnswer' });
export type ReadinessAnswer = z.infer<typeof ReadinessAnswer>;

export const ProductionReadiness = z
  .object({
    verdict: ReadinessVerdict.describe('No where one answer is; else no data where one has none.'),
    simulated: z.boolean().describe('A model that answered is the provider simulator.'),
    gold_set: z.object({ name: z.string(), version: z.int() }),
    variant: z.string(),
    assessed_at: z.iso.datetime(),
    answers: z.array(ReadinessAnswer),
    report: z.string().nullable().describe('Null where no form was asked for.'),
  })
  .meta({ id: 'ProductionReadiness' });
export type ProductionReadiness = z.infer<typeof ProductionReadiness>;
