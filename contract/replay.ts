import { z } from 'zod';
import { Answer } from './answer.ts';
import { ModelName } from './model-name.ts';
import { TraceDiff } from './trace-diff.ts';

/** `then`: the documents as they stood when the answer was given; access rights are those of now. */
export const REPLAYED_DOCUMENTS = ['then', 'now'] as const;

export const ReplayRequest = z
  .strictObject({
    documents: z.enum(REPLAYED_DOCUMENTS).default('then'),
    model: ModelName.optional().describe('Another model than the one that was asked for.'),
    retrieval: z
      .strictObject({ max_chunks: z.int().min(1).max(100).optional() })
      .default({})
      .describe('Settings of the retrieval that differ from those on record.'),
    prompt_version: z
      .string()
      .max(200)
      .optional()
      .describe('Refused unless it is the one at hand: a replay under another prompt is none.'),
  })
  .meta({ id: 'ReplayRequest' });
export type ReplayRequest = z.infer<typeof ReplayRequest>;

/** The new answer, whose trace is linked to the old one, and in what it differs. */
export const Replay = z.object({ answer: Answer, difference: TraceDiff }).meta({ id: 'Replay' });
export type Replay = z.infer<typeof Replay>;
