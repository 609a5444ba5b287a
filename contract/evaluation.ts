import { z } from 'zod';
import { EvaluationVariant } from './evaluation-variant.ts';
import { EvaluationResult } from './evaluation-result.ts';
import { Frontier } from './frontier.ts';
import { GoldItem, GoldSetName } from './gold-set.ts';
import { EvaluationId } from './ids.ts';
import { pageOf, pageQuery } from './page.ts';

export const EVALUATION_STATUSES = [
  'queued',
  'running',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export const EvaluationStatus = z.enum(EVALUATION_STATUSES).meta({ id: 'EvaluationStatus' });
export type EvaluationStatus = z.infer<typeof EvaluationStatus>;

export const CreateEvaluation = z
  .strictObject({
    gold_set: GoldSetName,
    version: z.int().min(1).optional().describe('Default: the newest.'),
    part: GoldItem.shape.part.unwrap().optional().describe('Only items of this part.'),
    variants: z
      .array(EvaluationVariant)
      .min(1)
      .max(8)
      .default([EvaluationVariant.parse({ name: 'configured' })])
      .describe('The others are compared with the first.'),
    concurrency: z.int().min(1).max(16).default(2),
  })
  .superRefine(({ variants }, context) => {
    for (const [index, { name }] of variants.entries()) {
      if (variants.findIndex((other) => other.name === name) === index) continue;
      const message = `there is another variant named "${name}"`;
      context.addIssue({ code: 'custom', path: ['variants', index, 'name'], message });
    }
  })
  .meta({ id: 'CreateEvaluation' });
export type CreateEvaluation = z.infer<typeof CreateEvaluation>;

/** Results are counted by item and variant: `total` is their product. */
const progress = z.object({
  total: z.int().min(0),
  done: z.int().min(0).describe('Failed and skipped ones included.'),
  failed: z.int().min(0),
  skipped: z.int().min(0),
});

export const Evaluation = z
  .object({
    id: EvaluationId,
    status: EvaluationStatus,
    gold_set: z.object({ name: z.string(), version: z.int().min(1) }),
    part: z.string().nullable().describe('Null for all parts.'),
    variants: z.array(EvaluationVariant),
    concurrency: z.int().min(1),
    progress,
    failure: z.string().nullable().describe('Why the run as a whole failed.'),
    simulated: z.boolean().describe('A model that answered is the provider simulator.'),
    config_hashes: z
      .array(z.string())
      .describe('More than one where the configuration changed while it ran.'),
    code_version: z.string(),
    created_by: z.string(),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Evaluation' });
export type Evaluation = z.infer<typeof Evaluation>;
export const EvaluationPage = pageOf(Evaluation).meta({ id: 'EvaluationPage' });
export const ListEvaluations = z.strictObject({
  ...pageQuery,
  gold_set: GoldSetName.optional(),
});

export const METRIC_GROUPS = [
  'outcome',
  'retrieval',
  'answer',
  'citations',
  'abstention',
  'review',
  'triage',
  'extraction',
  'effort',
] as const;
export const METRIC_UNITS = ['share', 'score', 'count', 'tokens', 'usd', 'ms'] as const;

export const METRIC_NAMES = [
  'success',
  'required_selected',
  'quote_selected',
  'recall_at_1',
  'recall_at_3',
  'recall_at_5',
  'recall_at_10',
  'ndcg_at_10',
  'mrr_at_10',
  'chunk_precision',
  'answer_contains',
  'answer_matches',
  'answer_exact',
  'answer_token_f1',
  'citation_precision',
  'citation_recall',
  'supported_claims',
  'evidence_traced',
  'hallucinated',
  'abstains',
  'answers',
  'review_recall',
  'review_precision',
  'label_right',
  'label_answered',
  'fields_right',
  'field_precision',
  'field_recall',
  'field_f1',
  'escalated',
  'input_tokens',
  'output_tokens',
  'cost_usd',
  'cost_per_success',
  'latency_p50',
  'latency_p95',
  'latency_p99',
] as const;
export const MetricName = z.enum(METRIC_NAMES).meta({ id: 'MetricName' });
export type MetricName = z.infer<typeof MetricName>;

/** What a reader looks for first. */
export const SUMMARY_METRICS: readonly string[] = [
  'success',
  'required_selected',
  'answer_contains',
  'evidence_traced',
  'abstains',
  'review_recall',
  'label_right',
  'field_f1',
  'escalated',
  'cost_usd',
  'cost_per_success',
  'latency_p50',
  'latency_p95',
] satisfies readonly MetricName[];

const figureFields = {
  metric: z.union([MetricName, z.literal('saving')]),
  title: z.string(),
  group: z.enum(METRIC_GROUPS),
  unit: z.enum(METRIC_UNITS),
  better: z.enum(['higher', 'lower', 'neither']),
  n: z.int().min(0).describe('Items that it is measured on; 0 means that there is no data.'),
};

/** A figure with its 95 % interval: Wilson for shares of items, else the percentile bootstrap. */
export const Figure = z
  .object({
    ...figureFields,
    value: z.number().nullable().describe('Null where there is no data.'),
    low: z.number().nullable(),
    high: z.number().nullable(),
    interval: z.enum(['wilson', 'bootstrap']),
  })
  .meta({ id: 'Figure' });
export type Figure = z.infer<typeof Figure>;

/** A variant minus the first one, over the items that both have a value for. */
export const Difference = z
  .object({
    ...figureFields,
    difference: z.number().nullable(),
    low: z
      .number()
      .nullable()
      .describe(
        'Of the paired bootstrap; of a share of which no item changed, the score interval (Tango). Null where nothing tells.',
      ),
    high: z.number().nullable(),
    p: z.number().nullable().describe('McNemar, exact; null for what is not a share of items.'),
    improved: z.int().min(0),
    regressed: z.int().min(0),
  })
  .meta({ id: 'Difference' });
export type Difference = z.infer<typeof Difference>;

const counted = z.array(z.object({ code: z.string(), count: z.int().min(0) }));

const interval95 = z
  .object({ value: z.number(), low: z.number(), high: z.number() })
  .nullable()
  .describe('With its 95 % interval; null where there is nothing to measure it by.');

/** How well one class, or one field, is found. */
export const FoundFigures = z
  .object({
    name: z.string().describe('The class or the field.'),
    expected: z.int().min(0).describe('How often it should have been found.'),
    found: z.int().min(0).describe('How often it was, rightly or not.'),
    right: z.int().min(0),
    precision: interval95,
    recall: interval95,
    f1: interval95,
  })
  .meta({ id: 'FoundFigures' });
export type FoundFigures = z.infer<typeof FoundFigures>;

export const PartFigures = z
  .object({
    part: z.string().nullable().describe('Null for all parts together.'),
    items: z.int().min(0),
    variants: z.array(
      z.object({
        variant: z.string(),
        figures: z.array(Figure),
        classes: z.array(FoundFigures).describe('Of triage, by class.'),
        fields: z.array(FoundFigures).describe('Of extraction, by field.'),
        lost_at: counted.describe('Required documents that were not selected, by stage and code.'),
        verdicts: counted.describe('Claims by their verdict.'),
        citations: counted.describe('Citations by their status.'),
        models: counted.describe('Answers by the model that gave them.'),
      }),
    ),
    comparisons: z.array(
      z.object({
        baseline: z.string(),
        variant: z.string(),
        differences: z.array(Difference),
        saving: Figure.nullable().describe(
          'The share of the first variant’s cost that this one saves; null where it cost nothing.',
        ),
      }),
    ),
    frontiers: z.array(Frontier).describe('Quality against cost, and against latency.'),
  })
  .meta({ id: 'PartFigures' });
export type PartFigures = z.infer<typeof PartFigures>;

export const EvaluationDetail = Evaluation.extend({
  parts: z
    .array(PartFigures)
    .nullable()
    .describe('Null while it runs. All parts together, and each apart where there are several.'),
}).meta({ id: 'EvaluationDetail' });
export type EvaluationDetail = z.infer<typeof EvaluationDetail>;

/** An item of a run with what became of it under each variant. */
export const EvaluatedItem = z
  .object({
    item: GoldItem,
    results: z.array(
      EvaluationResult.omit({ item: true }).extend({
        scores: z
          .record(z.string(), z.number().nullable())
          .describe('By metric; null where the item has nothing to measure it by.'),
        change: z
          .enum(['improved', 'regressed', 'same', 'none'])
          .describe('Against the first variant, by `success`; `none` where either has none.'),
      }),
    ),
  })
  .meta({ id: 'EvaluatedItem' });
export type EvaluatedItem = z.infer<typeof EvaluatedItem>;
export const EvaluatedItemPage = pageOf(EvaluatedItem).meta({ id: 'EvaluatedItemPage' });
export const ListEvaluatedItems = z.strictObject(pageQuery);

export const REPORT_FORMATS = ['html', 'md', 'json'] as const;
export const ReportFormat = z.enum(REPORT_FORMATS).meta({ id: 'ReportFormat' });
export type ReportFormat = z.infer<typeof ReportFormat>;
export const OfReport = z.strictObject({ format: ReportFormat.default('html') });

/** What the simulator calls itself in its replies, so that nothing it answered passes for a model's answer. */
export const SIMULATED_FINGERPRINT = 'fp_simulated';
