import { z } from 'zod';
import { CollectionName } from './collection.ts';
import { EndUser, Message } from './retrieval.ts';
import { RoutingReceipt } from './routing.ts';
import { QuestionText, storableText } from './text-limits.ts';

const MAX_CONTEXT = 200_000;

/** A question of which it is to be said where it would go; nothing is generated, and nothing stored. */
export const ExplainRoute = z
  .strictObject({
    question: QuestionText,
    messages: z.array(Message).max(100).default([]),
    context: storableText()
      .max(MAX_CONTEXT)
      .optional()
      .describe('Text that would be in the prompt; it counts like an earlier message.'),
    collections: z
      .array(CollectionName)
      .min(1)
      .max(100)
      .optional()
      .describe('Retrieves from these, so that the chunks of the prompt count as well.'),
    end_user: EndUser.optional(),
    model: z.string().min(1).max(200).default('auto'),
  })
  .meta({ id: 'ExplainRoute' });
export type ExplainRoute = z.infer<typeof ExplainRoute>;

export const RouteExplanation = RoutingReceipt.extend({
  retrieval_confidence: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe('Null where nothing was retrieved.'),
  reasons: z.array(z.string()),
}).meta({ id: 'RouteExplanation' });
export type RouteExplanation = z.infer<typeof RouteExplanation>;
