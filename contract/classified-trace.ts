import { z } from 'zod';
import { ClassifierName, ClassifierVersionNumber } from './classifier.ts';
import { DecidedBy, TextLabel } from './classify.ts';
import { RoutingReceipt } from './routing.ts';

/** What a trace keeps of a text that was labelled. */
export const ClassifiedTrace = z.object({
  text: z.string(),
  text_sha256: z.string(),
  classifier: z.object({
    name: ClassifierName,
    version: ClassifierVersionNumber,
    sha256: z.string().describe('Of its coefficients.'),
  }),
  min_probability: z.number().min(0).max(1).describe('Below it the classifier abstained.'),
  said: TextLabel.describe('What the classifier itself said.'),
  asked: z
    .array(
      z.object({
        model: z.string(),
        receipt: RoutingReceipt.describe('Whether it might be asked, and why.'),
        reply: z.string().nullable().describe('Null where it was not asked, or did not answer.'),
        label: z.string().nullable().describe('Null where it named none of the labels.'),
        detail: z.string(),
      }),
    )
    .describe('The models whose turn it was, because the classifier was not sure enough.'),
  decision: z.object({
    label: z.string().nullable(),
    decided_by: DecidedBy,
    model: z.string().nullable(),
    reason: z.string(),
  }),
});
export type ClassifiedTrace = z.infer<typeof ClassifiedTrace>;
