import { z } from 'zod';
import { TraceId } from './ids.ts';
import { storableText } from './text-limits.ts';

export const RATINGS = ['up', 'down'] as const;
export const Rating = z.enum(RATINGS).meta({ id: 'Rating' });
export type Rating = z.infer<typeof Rating>;

export const GiveFeedback = z
  .strictObject({
    rating: Rating,
    comment: storableText().min(1).max(4_000).optional(),
    expected: storableText().min(1).max(8_000).optional().describe('What the answer should say.'),
  })
  .meta({ id: 'GiveFeedback' });
export type GiveFeedback = z.infer<typeof GiveFeedback>;

/** What somebody who got an answer thinks of it. It is kept beside the trace, which never changes. */
export const Feedback = z
  .object({
    id: z.uuid(),
    trace_id: TraceId,
    rating: Rating,
    comment: z.string().nullable(),
    expected: z.string().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Feedback' });
export type Feedback = z.infer<typeof Feedback>;
