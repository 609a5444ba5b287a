import { z } from 'zod';
import { TraceId } from './ids.ts';
import { retrievalFields } from './retrieval.ts';
import { RouteSummary } from './routing.ts';
import { Citation, Claim, Verification } from './verification.ts';

export const ANSWER_STATUSES = ['answered', 'abstained', 'needs_review', 'blocked'] as const;
export const AnswerStatus = z.enum(ANSWER_STATUSES).meta({ id: 'AnswerStatus' });
export type AnswerStatus = z.infer<typeof AnswerStatus>;

export const AskRequest = z
  .strictObject({
    ...retrievalFields,
    model: z.string().min(1).max(200).default('auto'),
    stream: z.boolean().default(false),
    metadata: z.record(z.string().max(64), z.string().max(512)).default({}),
  })
  .meta({ id: 'AskRequest' });
export type AskRequest = z.infer<typeof AskRequest>;

export const Usage = z
  .object({
    input_tokens: z.int().min(0),
    output_tokens: z.int().min(0),
    cost_usd: z.number().min(0),
  })
  .meta({ id: 'Usage' });
export type Usage = z.infer<typeof Usage>;

export const AnswerTimings = z
  .object({
    route: z.number().min(0),
    retrieve: z.number().min(0),
    generate: z.number().min(0),
    verify: z.number().min(0),
    store: z.number().min(0),
    total: z.number().min(0),
  })
  .meta({ id: 'AnswerTimings' });
export type AnswerTimings = z.infer<typeof AnswerTimings>;

export const Answer = z
  .object({
    id: TraceId,
    status: AnswerStatus,
    answer: z.string(),
    is_truncated: z
      .boolean()
      .optional()
      .describe('True where the model had to stop at its `max_output_tokens`; else absent.'),
    citations: z.array(Citation),
    claims: z.array(Claim),
    verification: Verification,
    route: RouteSummary,
    removed_by_access: z.int().min(0),
    usage: Usage,
    timings_ms: AnswerTimings,
    receipt: z.null().describe('Null until the integrity log exists.'),
    trace_url: z.string(),
  })
  .meta({ id: 'Answer' });
export type Answer = z.infer<typeof Answer>;

/** The server-sent events of a streamed answer, in the order in which they arrive. */
export const ANSWER_EVENTS = [
  'route',
  'retrieval',
  'delta',
  'verification',
  'done',
  'error',
] as const;
export type AnswerEvent = (typeof ANSWER_EVENTS)[number];
