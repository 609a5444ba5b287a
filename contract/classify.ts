import { z } from 'zod';
import { Usage } from './answer.ts';
import { ClassifiedText, ClassifierName, ClassifierVersionNumber } from './classifier.ts';
import { ReviewId, TraceId } from './ids.ts';

export const MAX_CLASSIFIED_TEXTS = 256;

const share = z.number().min(0).max(1);

export const ClassifyRequest = z
  .strictObject({
    classifier: ClassifierName,
    version: ClassifierVersionNumber.optional().describe('Default: the active one.'),
    text: ClassifiedText.optional(),
    texts: z.array(ClassifiedText).min(1).max(MAX_CLASSIFIED_TEXTS).optional(),
    min_probability: share
      .optional()
      .describe('Below it the classifier abstains; default: as configured for it, else 0.'),
    store: z.boolean().default(true).describe('Whether a trace of each text is kept.'),
  })
  .superRefine(({ text, texts }, context) => {
    if ((text === undefined) === (texts === undefined)) {
      const message = 'must be given, or texts, and not both';
      context.addIssue({ code: 'custom', path: ['text'], message });
    }
  })
  .meta({ id: 'ClassifyRequest' });
export type ClassifyRequest = z.infer<typeof ClassifyRequest>;

const LabelProbability = z.object({ label: z.string(), probability: share });

/** What a classifier says of a text. */
export const TextLabel = z
  .object({
    label: z
      .string()
      .nullable()
      .describe('Null where it abstains: below the wanted probability, or no word is known.'),
    probability: share.describe('Of the most probable label, also where it abstains.'),
    top: z.array(LabelProbability).describe('The three most probable labels.'),
    why: z
      .array(z.object({ term: z.string(), weight: z.number() }))
      .describe('Words that spoke most for the first label; negative ones spoke against it.'),
    abstained: z.boolean(),
    oddity: share.describe('Share of ordinary texts that look more familiar: near 1 is strange.'),
  })
  .meta({ id: 'TextLabel' });
export type TextLabel = z.infer<typeof TextLabel>;

/** Who the label is from; `nobody`: there is none, or not until a person decides. */
export const DECIDED_BY = ['classifier', 'model', 'person', 'nobody'] as const;
export const DecidedBy = z.enum(DECIDED_BY).meta({ id: 'DecidedBy' });
export type DecidedBy = z.infer<typeof DecidedBy>;

/** What became of a text: the classifier's label, or that of a model that was asked because it was not sure. */
export const TextClassification = TextLabel.extend({
  decided_by: DecidedBy,
  model: z.string().nullable().describe('The model whose label it is.'),
  reason: z.string(),
  review_id: ReviewId.nullable().describe('A person is asked.'),
  trace_id: TraceId.nullable().describe('Null where no trace is kept.'),
}).meta({ id: 'TextClassification' });
export type TextClassification = z.infer<typeof TextClassification>;

export const ClassifyResponse = z
  .object({
    classifier: ClassifierName,
    version: ClassifierVersionNumber,
    results: z.array(TextClassification).describe('In the order of the texts.'),
    usage: Usage.describe('Of the models that were asked.'),
  })
  .meta({ id: 'ClassifyResponse' });
export type ClassifyResponse = z.infer<typeof ClassifyResponse>;

/** A classification as it stands now: what a person has decided since is in it. */
export const ClassificationNow = z
  .object({
    trace_id: TraceId,
    classifier: ClassifierName,
    version: ClassifierVersionNumber,
    label: z.string().nullable(),
    decided_by: DecidedBy,
    model: z.string().nullable(),
    reason: z.string(),
    review: z
      .object({
        id: ReviewId,
        decision: z.enum(['approve', 'correct', 'reject']).nullable(),
        note: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'ClassificationNow' });
export type ClassificationNow = z.infer<typeof ClassificationNow>;
