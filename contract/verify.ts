import { z } from 'zod';
import { TraceId } from './ids.ts';
import { QuestionText, storableText } from './text-limits.ts';
import { CitationStatus, Claim, Verification, VerifierTier } from './verification.ts';

const MAX_ANSWER = 32_000;
const MAX_CHUNKS = 200;
const MAX_CHUNK = 100_000;

/** `cited` holds each claim against what it cites; `all_chunks` against all chunks, whatever it cites. */
export const VerifyMode = z.enum(['cited', 'all_chunks']).meta({ id: 'VerifyMode' });
export type VerifyMode = z.infer<typeof VerifyMode>;

/** A text to check against chunks: `[n]` in the answer means the n-th chunk. Or a stored answer, by its trace. */
export const VerifyRequest = z
  .strictObject({
    answer: storableText().min(1).max(MAX_ANSWER).optional(),
    chunks: z
      .array(
        z.strictObject({
          id: storableText().min(1).max(200),
          text: storableText().max(MAX_CHUNK),
        }),
      )
      .max(MAX_CHUNKS)
      .optional(),
    trace_id: TraceId.optional(),
    mode: VerifyMode.default('cited'),
    up_to: VerifierTier.default('judge').describe(
      'The last tier that may be asked, of those that are configured.',
    ),
    question: QuestionText.optional().describe('For the lists that show the check.'),
    store: z.boolean().default(true).describe('Whether a trace of the check is kept.'),
  })
  .superRefine(({ answer, chunks, trace_id: traceId }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (traceId === undefined) {
      if (answer === undefined) refuse('answer', 'must be given, or trace_id');
      if (chunks === undefined) refuse('chunks', 'must be given, or trace_id');
    } else if (answer !== undefined || chunks !== undefined) {
      refuse('trace_id', 'must not be given together with answer or chunks');
    }
    const ids = (chunks ?? []).map(({ id }) => id);
    if (new Set(ids).size < ids.length) refuse('chunks', 'must have different ids');
  })
  .meta({ id: 'VerifyRequest' });
export type VerifyRequest = z.infer<typeof VerifyRequest>;

const offsets = { char_start: z.int().min(0), char_end: z.int().min(0) };

/** As in an answer, but that evidence names the chunks by the ids that they came with; offsets index their text. */
export const CheckedClaim = Claim.omit({ evidence: true })
  .extend({ evidence: z.array(z.object({ chunk_id: z.string(), ...offsets })) })
  .meta({ id: 'CheckedClaim' });
export type CheckedClaim = z.infer<typeof CheckedClaim>;

export const CheckedCitation = z
  .object({
    marker: z.int().min(0),
    chunk_id: z.string().nullable().describe('Null for a marker that names no chunk.'),
    char_start: z.int().min(0).nullable(),
    char_end: z.int().min(0).nullable(),
    quote: z.string().nullable(),
    status: CitationStatus,
  })
  .meta({ id: 'CheckedCitation' });
export type CheckedCitation = z.infer<typeof CheckedCitation>;

export const VerifyResponse = z
  .object({
    id: TraceId.nullable().describe('The trace of the check; null where none was kept.'),
    verification: Verification,
    claims: z.array(CheckedClaim),
    citations: z.array(CheckedCitation),
    recorded: z
      .object({
        verification: Verification,
        is_same: z.boolean().describe('Whether every claim has the verdict that was stored.'),
      })
      .nullable()
      .describe('What the trace has on record; null for a text.'),
    timings_ms: z.object({ verify: z.number().min(0) }),
  })
  .meta({ id: 'VerifyResponse' });
export type VerifyResponse = z.infer<typeof VerifyResponse>;
