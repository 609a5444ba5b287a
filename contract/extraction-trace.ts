import { z } from 'zod';
import { TextRead, TracedField } from './extraction.ts';
import { RoutingReceipt } from './routing.ts';

/** What was read, what for, and of each field what was considered and chosen. */
export const ExtractionTrace = z.object({
  texts: z.array(TextRead),
  schema: z.record(z.string(), z.unknown()),
  extractor: z.string(),
  value: z.record(z.string(), z.unknown()),
  fields: z.array(TracedField),
  routing: RoutingReceipt.nullable().describe(
    'How it was decided which models may be asked; null where there are none, or nothing was left to ask.',
  ),
  reply: z.string().nullable().describe('What a model gave, as it came.'),
});
