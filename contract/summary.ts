import { z } from 'zod';
import { readFields, refuseBothOrNone, TextRead } from './extraction.ts';

export const MAX_SUMMARY_WORDS = 2_000;

export const SummarizeRequest = z
  .strictObject({
    ...readFields,
    max_words: z.int().min(10).max(MAX_SUMMARY_WORDS).default(150),
  })
  .superRefine(refuseBothOrNone)
  .meta({ id: 'SummarizeRequest' });
export type SummarizeRequest = z.infer<typeof SummarizeRequest>;

/** What a summary is of, and how its sentences were chosen. */
export const SummaryTrace = z.object({
  texts: z.array(TextRead),
  max_words: z.int(),
  summarizer: z.string(),
  sentences: z
    .array(
      z.object({
        marker: z.int().min(1).describe('Of the chunk.'),
        char_start: z.int().min(0).describe('In the text of the chunk.'),
        char_end: z.int().min(0),
        centrality: z.number().min(0).describe('Cosine to the centroid of all sentences.'),
        score: z.number().describe('With its place, less what it repeats when it was chosen.'),
      }),
    )
    .describe('What the builtin summary says, in the order in which it was chosen.'),
});
export type SummaryTrace = z.infer<typeof SummaryTrace>;
