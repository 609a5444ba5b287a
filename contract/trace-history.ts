import { z } from 'zod';
import { TraceId } from './ids.ts';

export const TRACE_EVENT_KINDS = [
  'feedback',
  'review_opened',
  'review_decided',
  'stale',
  'reasked',
  'replayed',
] as const;

/** Something that happened to an answer after its trace was stored. */
export const TraceEvent = z
  .object({
    kind: z.enum(TRACE_EVENT_KINDS),
    at: z.iso.datetime(),
    by: z.string().nullable().describe('The name of the key; null where nobody did it by hand.'),
    detail: z.string().describe('In words.'),
    text: z.string().nullable().describe('What somebody wrote about it.'),
    trace_id: TraceId.nullable().describe('The other trace, where there is one.'),
    link: z
      .object({ kind: z.enum(['review', 'document', 'run']), id: z.uuid() })
      .nullable()
      .describe('Where more of it is.'),
  })
  .meta({ id: 'TraceEvent' });
export type TraceEvent = z.infer<typeof TraceEvent>;

export const TraceHistory = z
  .object({ data: z.array(TraceEvent).describe('The oldest first.') })
  .meta({ id: 'TraceHistory' });
export type TraceHistory = z.infer<typeof TraceHistory>;
