import { z } from 'zod';
import { AnswerStatus, Usage } from './answer.ts';
import { TraceId } from './ids.ts';
import { ModelTier } from './routing.ts';
import { CITATION_STATUSES, VERDICTS } from './verification.ts';
import { WhyNotCode, WhyNotStage } from './why-not.ts';

/** What became of one document that an item's answer rests on. Ranks count from 1; null where there is none. */
export const RequiredSource = z.object({
  path: z.string(),
  selected: z.boolean().describe('A chunk of it, or of one that would do as well, was selected.'),
  rank: z.int().min(1).nullable().describe('Of its best candidate.'),
  quote: z
    .object({ rank: z.int().min(1).nullable(), selected: z.boolean() })
    .nullable()
    .describe('Of the best candidate that holds the quoted words; null where nothing is quoted.'),
  cited: z.boolean(),
  lost: z
    .object({ stage: WhyNotStage, code: WhyNotCode, detail: z.string() })
    .nullable()
    .describe('Where it was lost; null when it was selected, or when nobody can tell.'),
});
export type RequiredSource = z.infer<typeof RequiredSource>;

/** All that scores are computed from, so that a finished run can be counted anew. */
export const AnswerObservation = z
  .object({
    kind: z.literal('answer'),
    status: AnswerStatus,
    answer: z.string(),
    model: z.string(),
    tier: ModelTier,
    escalations: z.int().min(0),
    simulated: z.boolean().describe('A model that answered is the provider simulator.'),
    required: z.array(RequiredSource),
    selected_count: z.int().min(0),
    selected_required: z
      .int()
      .min(0)
      .describe(
        'Selected chunks that are of a required document, or of one that would do as well.',
      ),
    citations: z.array(
      z.object({
        path: z.string().nullable().describe('Null for a marker that names no chunk.'),
        required: z.boolean(),
        status: z.enum(CITATION_STATUSES),
      }),
    ),
    verdicts: z.array(z.enum(VERDICTS)).describe('Of the claims, in their order.'),
    usage: Usage,
    duration_ms: z.number().min(0).describe('From the question to the stored trace.'),
  })
  .meta({ id: 'AnswerObservation' });
export type AnswerObservation = z.infer<typeof AnswerObservation>;

const held = z
  .boolean()
  .describe('For a person: by a routing rule for such a text, or because nobody was sure enough.');

/** What the classifier and the models behind it said of an item of the task triage. */
export const LabelObservation = z
  .object({
    kind: z.literal('label'),
    label: z.string().nullable().describe('Null where it abstained.'),
    probability: z.number().min(0).max(1),
    classifier: z.string().describe('Name and version.'),
    model: z.string().nullable().describe('The model whose label it is.'),
    held,
    simulated: z.boolean(),
    usage: Usage,
    duration_ms: z.number().min(0),
  })
  .meta({ id: 'LabelObservation' });
export type LabelObservation = z.infer<typeof LabelObservation>;

/** What was extracted from an item's text. */
export const FieldsObservation = z
  .object({
    kind: z.literal('fields'),
    value: z.record(z.string(), z.unknown()).describe('By field; null where it is missing.'),
    held,
    simulated: z.boolean(),
    usage: Usage,
    duration_ms: z.number().min(0),
  })
  .meta({ id: 'FieldsObservation' });
export type FieldsObservation = z.infer<typeof FieldsObservation>;

/** `failed`: nothing came of it at all; `skipped`: nothing here does what the item asks for. */
export const Observation = z
  .discriminatedUnion('kind', [
    AnswerObservation,
    LabelObservation,
    FieldsObservation,
    z.object({ kind: z.literal('failed'), code: z.string(), detail: z.string() }),
    z.object({ kind: z.literal('skipped'), detail: z.string() }),
  ])
  .meta({ id: 'Observation' });
export type Observation = z.infer<typeof Observation>;

/** What was stored of an item under one variant. */
export const EvaluationResult = z.object({
  variant: z.string(),
  item: z.string(),
  trace_id: TraceId.nullable(),
  observation: Observation,
});
export type EvaluationResult = z.infer<typeof EvaluationResult>;
