import { z } from 'zod';
import { DocumentId, IngestRunId, TraceId } from './ids.ts';
import { givenInstant } from './instant.ts';
import { pageOf, pageQuery } from './page.ts';

export const DRIFT_MEASURES = [
  'task',
  'novelty',
  'familiar_words',
  'question_length',
  'confidence',
  'top_score',
  'status',
  'refusal',
  'verdict',
  'answer_length',
  'model',
  'latency',
  'cost',
  'feedback',
] as const;
/**
 * What is measured of every answer and compared between windows of answers. `novelty`: how unlike everything the model
 * of tasks has seen a question is; `familiar_words`: the share of its words that earlier questions had. Lengths are in
 * characters, `latency` in milliseconds, `cost` in US dollars.
 */
export const DriftMeasure = z.enum(DRIFT_MEASURES).meta({ id: 'DriftMeasure' });
export type DriftMeasure = z.infer<typeof DriftMeasure>;

export const DRIFT_EVENT_KINDS = [
  'configuration',
  'policy',
  'prompt',
  'code',
  'model_version',
  'documents_published',
  'documents_retired',
  'documents_reread',
  'chunking',
  'language',
  'embedding',
  'access',
  'circuit',
] as const;
/**
 * `policy`: only rules of the configuration. `model_version`: a provider answers as another model or build.
 * `documents_reread`: the same bytes, read anew because their collection or its readers have changed. `language`: whose
 * words keyword search reads a collection in.
 */
export const DriftEventKind = z.enum(DRIFT_EVENT_KINDS).meta({ id: 'DriftEventKind' });
export type DriftEventKind = z.infer<typeof DriftEventKind>;

export const DRIFT_LIMITS = {
  minWindow: 20,
  defaultWindow: 500,
  maxWindow: 2_000,
  /** A window is compared with so many answers before it, at least as many as it has itself. */
  maxReference: 4_000,
  /** Whose words are familiar: answers before the reference. */
  maxVocabulary: 2_000,
  minVocabulary: 200,
  maxWindows: 24,
  /** Answers in all windows together. */
  maxAnswers: 14_000,
  maxDays: 400,
  defaultDays: 30,
  maxEvents: 500,
  /** Of all measures together, how often windows that are alike are said to differ. */
  alpha: 0.01,
} as const;

const referenceTo = givenInstant()
  .optional()
  .describe('Compare with the answers before then; otherwise with those just before the window.');

/** Without `from`, the 30 days before `to`; without `to`, until now. */
export const DriftQuery = z
  .strictObject({
    from: givenInstant().optional(),
    to: givenInstant().optional(),
    window: z.coerce
      .number()
      .int()
      .min(DRIFT_LIMITS.minWindow)
      .max(DRIFT_LIMITS.maxWindow)
      .default(DRIFT_LIMITS.defaultWindow)
      .describe('Answers in a window: more of them show smaller changes, later.'),
    reference_to: referenceTo,
  })
  .meta({ id: 'DriftQuery' });
export type DriftQuery = z.infer<typeof DriftQuery>;

const count = z.int().min(0);

/** A measure over a window, with 95 % intervals. Null where no answer has it: no data is not zero. */
export const DriftFigure = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('number'),
      of: count,
      mean: z.number(),
      low: z.number(),
      high: z.number(),
      median: z.number(),
    }),
    z.object({
      kind: z.literal('shares'),
      of: count,
      shares: z
        .array(
          z.object({
            value: z.string(),
            count,
            share: z.number(),
            low: z.number(),
            high: z.number(),
          }),
        )
        .describe('The most frequent first, 20 at most.'),
    }),
  ])
  .nullable()
  .meta({ id: 'DriftFigure' });
export type DriftFigure = z.infer<typeof DriftFigure>;

const answersOfTime = {
  from: z.iso.datetime().describe('When the first of its answers was asked for.'),
  to: z.iso.datetime().describe('Just after the last.'),
  answers: count,
};

/** A measure that moved: `p` is adjusted for there being so many measures. */
export const DriftAlarm = z
  .object({
    measure: DriftMeasure,
    p: z.number().min(0).max(1),
    reference: DriftFigure,
    current: DriftFigure,
  })
  .meta({ id: 'DriftAlarm' });
export type DriftAlarm = z.infer<typeof DriftAlarm>;

export const DriftComparison = z
  .object({
    reference: z.object(answersOfTime),
    p: z.number().min(0).max(1).describe('That nothing has moved, over all measures.'),
    alarms: z.array(DriftAlarm).describe('The surest first; empty while nothing has moved.'),
  })
  .meta({ id: 'DriftComparison' });
export type DriftComparison = z.infer<typeof DriftComparison>;

export const DriftWindow = z
  .object({
    ...answersOfTime,
    measures: z.array(z.object({ measure: DriftMeasure, figure: DriftFigure })),
    comparison: DriftComparison.nullable().describe(
      'Null while there are too few answers before the window.',
    ),
  })
  .meta({ id: 'DriftWindow' });
export type DriftWindow = z.infer<typeof DriftWindow>;

/** Something that may move measures. `count` changes of the same kind within a minute are one event. */
export const DriftEvent = z
  .object({
    at: z.iso.datetime(),
    kind: DriftEventKind,
    subject: z.string().nullable().describe('The model, document or collection that it is about.'),
    before: z.string().nullable(),
    after: z.string().nullable(),
    count: z.int().min(1),
    document_id: DocumentId.nullable().describe('Where it is about one document.'),
    run_id: IngestRunId.nullable().describe('The ingest run that published the documents.'),
  })
  .meta({ id: 'DriftEvent' });
export type DriftEvent = z.infer<typeof DriftEvent>;

/** What changed, and what moved. Windows are of so many answers each, counted back from `to`. */
export const DriftLedger = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    window: count,
    alpha: z.number(),
    answers: count.describe('Of the time; those before the first whole window are in no window.'),
    windows: z.array(DriftWindow).describe('The oldest first; the newest 24 of the time.'),
    events: z.array(DriftEvent).describe('The oldest first; the newest 500 of the time.'),
  })
  .meta({ id: 'DriftLedger' });
export type DriftLedger = z.infer<typeof DriftLedger>;

export const ListDriftSamples = z.strictObject({
  ...pageQuery,
  from: givenInstant().optional(),
  to: givenInstant().optional(),
});

/** A question and its answer from the day's reservoir, without what is sensitive in them. */
export const DriftSample = z
  .object({
    trace_id: TraceId,
    asked_at: z.iso.datetime(),
    question: z.string(),
    prompt: z.string().nullable().describe('What a model was sent last; null where none was.'),
    answer: z.string(),
    model: z.string().nullable(),
    prompt_version: z.string().nullable(),
    redacted: count.describe('Entities that were taken out.'),
  })
  .meta({ id: 'DriftSample' });
export type DriftSample = z.infer<typeof DriftSample>;
export const DriftSamplePage = pageOf(DriftSample);
