import { z } from 'zod';
import { Classification } from './classification.ts';
import { GoldSetName } from './gold-set.ts';
import { ModelName } from './model-name.ts';
import { pageOf, pageQuery } from './page.ts';
import { QuestionText, storableText } from './text-limits.ts';

/** Questions that are asked again and again, so that a change of a model shows in its answers. */

/** Fewer could change all at once by chance. */
export const MIN_CANARY_QUESTIONS = 10;
export const MAX_CANARY_QUESTIONS = 200;

export const CanaryQuestion = z.strictObject({
  question: QuestionText,
  context: storableText()
    .min(1)
    .max(4_000)
    .optional()
    .describe('What it is to be answered from; without it, from what the model knows.'),
  classification: Classification.default('public').describe(
    'Models that may not see this class are not asked.',
  ),
});
export type CanaryQuestion = z.infer<typeof CanaryQuestion>;

export const CanaryConfig = z
  .strictObject({
    every_minutes: z
      .number()
      .min(1)
      .max(10_080)
      .nullable()
      .default(60)
      .describe('How often; null for only when somebody asks for it.'),
    models: z
      .array(ModelName)
      .min(1)
      .max(100)
      .nullable()
      .default(null)
      .describe('Which configured models; null for all.'),
    questions: z
      .array(CanaryQuestion)
      .min(MIN_CANARY_QUESTIONS)
      .max(MAX_CANARY_QUESTIONS)
      .optional(),
    gold_set: GoldSetName.optional().describe(
      'Items of its newest version are asked, too, each with the quotes of its sources.',
    ),
  })
  .refine(({ questions, gold_set: goldSet }) => questions !== undefined || goldSet !== undefined, {
    path: ['questions'],
    message: 'is required without a gold_set',
  });
export type CanaryConfig = z.infer<typeof CanaryConfig>;

export const CANARY_KINDS = ['baseline', 'check'] as const;

/** A baseline asks each question several times, to learn how much answers differ by themselves. */
export const CanaryKind = z.enum(CANARY_KINDS).meta({ id: 'CanaryKind' });
export type CanaryKind = z.infer<typeof CanaryKind>;

export const CANARY_STATUSES = ['queued', 'running', 'done'] as const;
export const CanaryStatus = z.enum(CANARY_STATUSES).meta({ id: 'CanaryStatus' });
export type CanaryStatus = z.infer<typeof CanaryStatus>;

export const CANARY_VERDICTS = [
  'recorded',
  'same',
  'version_changed',
  'answers_changed',
  'inconclusive',
] as const;

/**
 * What a round found. `recorded`: a baseline. `version_changed`: the model says that it is another version.
 * `answers_changed`: it says no such thing, and answers differently. `inconclusive`: too few answers came.
 */
export const CanaryVerdict = z.enum(CANARY_VERDICTS).meta({ id: 'CanaryVerdict' });
export type CanaryVerdict = z.infer<typeof CanaryVerdict>;

const count = z.int().min(0);

export const CanaryRound = z
  .object({
    id: z.uuid(),
    model: z.string(),
    kind: CanaryKind,
    status: CanaryStatus,
    verdict: CanaryVerdict.nullable().describe('Null until it has ended.'),
    detail: z.string().nullable(),
    baseline_id: z.uuid().nullable().describe('The round whose answers it was compared with.'),
    questions: count,
    answered: count.describe('Answers that came, of all repetitions.'),
    failed: count,
    changed: count
      .nullable()
      .describe('Questions whose answer the baseline never gave; null where none were compared.'),
    distance: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe("Mean distance of the answers from the baseline's: 0 the same words, 1 no word."),
    own_distance: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe("The same among the baseline's own answers: what it differs by itself."),
    p_value: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe('How likely such a distance is while nothing has changed.'),
    served_models: z.array(z.string()).describe('What the model says that it is.'),
    fingerprints: z.array(z.string()),
    cost_usd: z.number().min(0),
    requested_by: z.string().nullable().describe("A key's name; null for the schedule."),
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'CanaryRound' });
export type CanaryRound = z.infer<typeof CanaryRound>;

export const CanaryRoundPage = pageOf(CanaryRound).meta({ id: 'CanaryRoundPage' });
export type CanaryRoundPage = z.infer<typeof CanaryRoundPage>;

export const ListCanaries = z.strictObject({ ...pageQuery, model: ModelName.optional() });

/** Without a model, one round for each model that the canaries are configured for. */
export const StartCanaries = z
  .strictObject({
    model: ModelName.optional(),
    kind: CanaryKind.default('check').describe(
      'A baseline replaces the one before: what the model says now is what is expected of it.',
    ),
  })
  .meta({ id: 'StartCanaries' });
export type StartCanaries = z.infer<typeof StartCanaries>;

export const StartedCanaries = z
  .object({ rounds: z.array(CanaryRound) })
  .meta({ id: 'StartedCanaries' });

export const CanaryAnswer = z
  .object({
    question: z.string(),
    answer: z.string().nullable().describe('Null where none came.'),
    error: z.string().nullable(),
    baseline: z.array(z.string()).describe('What the baseline has of the same question.'),
    distance: z.number().min(0).max(1).nullable(),
  })
  .meta({ id: 'CanaryAnswer' });
export type CanaryAnswer = z.infer<typeof CanaryAnswer>;

export const CanaryRoundDetail = CanaryRound.extend({
  answers: z
    .array(CanaryAnswer)
    .describe('The farthest from the baseline first; of a baseline, the first of each.'),
}).meta({ id: 'CanaryRoundDetail' });
export type CanaryRoundDetail = z.infer<typeof CanaryRoundDetail>;
