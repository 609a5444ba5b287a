import { z } from 'zod';
import { ClassifierName, ClassifierVersionNumber, TextClassification } from './classifier.ts';

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
  said: TextClassification.omit({ trace_id: true }).describe('What the classifier itself said.'),
});
export type ClassifiedTrace = z.infer<typeof ClassifiedTrace>;
