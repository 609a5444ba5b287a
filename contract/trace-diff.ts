import { z } from 'zod';
import { AnswerStatus } from './answer.ts';
import { ChunkId, DocumentId, TraceId } from './ids.ts';
import { LedgerReasonCode } from './retrieval.ts';
import { ANSWER_VERDICTS, Verdict } from './verification.ts';
import { DiffGranularity, TextChange } from './version-diff.ts';

/** A value in both records. */
function pair<Value extends z.ZodType>(value: Value) {
  return z.object({ from: value, to: value });
}

const TextDifference = z.object({
  same: z.boolean(),
  granularity: DiffGranularity,
  words: z.array(TextChange),
});

/** Where a chunk stood in one of the two retrievals. */
const LedgerPlace = z.object({
  rank: z.int().min(1),
  selected: z.boolean(),
  code: LedgerReasonCode,
  reason: z.string(),
});

export const CHUNK_SHIFTS = ['entered', 'left', 'moved'] as const;

/**
 * What became of a chunk: `entered` or `left` the selection, or was selected at another rank. Null is where
 * it was no candidate at all.
 */
export const ChunkShift = z
  .object({
    shift: z.enum(CHUNK_SHIFTS),
    chunk_id: ChunkId,
    document_id: DocumentId,
    document_version: z.int().min(1),
    title: z.string(),
    source: z.string(),
    heading_path: z.array(z.string()),
    from: LedgerPlace.nullable(),
    to: LedgerPlace.nullable(),
  })
  .meta({ id: 'ChunkShift' });
export type ChunkShift = z.infer<typeof ChunkShift>;

/** The verdict of a claim that stands, word for word, in at least one of the answers. */
export const ClaimShift = z
  .object({
    text: z.string(),
    from: Verdict.nullable(),
    to: Verdict.nullable(),
  })
  .meta({ id: 'ClaimShift' });
export type ClaimShift = z.infer<typeof ClaimShift>;

/** Two answers' records, step by step. */
export const TraceDiff = z
  .object({
    from: TraceId,
    to: TraceId,
    asked_at: pair(z.iso.datetime()),
    question: TextDifference,
    settings: z
      .object({
        as_of: pair(z.iso.datetime().nullable()),
        index_snapshot: pair(z.iso.datetime().nullable()),
        requested_model: pair(z.string().nullable()),
        prompt_version: pair(z.string().nullable()),
        config_hash: pair(z.string()),
        code_version: pair(z.string()),
        retrieval: z
          .array(z.object({ name: z.string(), from: z.string(), to: z.string() }))
          .describe('Settings of the retrieval that differ.'),
      })
      .describe('What both were answered under.'),
    route: z.object({
      rule: pair(z.string()),
      task: pair(z.string()),
      model: pair(z.string()),
      reason: pair(z.string()),
    }),
    retrieval: z.object({
      kept: z.int().min(0).describe('Chunks that both selected at the same rank.'),
      shifts: z.array(ChunkShift),
      confidence: pair(z.number()),
      removed_by_access: pair(z.int()),
    }),
    prompt: z.object({
      same: z.boolean().describe('Whether the models were sent the same messages.'),
      token_count: pair(z.int().nullable()),
    }),
    answer: TextDifference.extend({
      status: pair(AnswerStatus),
      verdict: pair(z.enum(ANSWER_VERDICTS)),
    }),
    claims: z.array(ClaimShift).describe('Those whose verdict differs.'),
    measures: z.object({
      cost_usd: pair(z.number()),
      input_tokens: pair(z.int()),
      output_tokens: pair(z.int()),
      retrieve_ms: pair(z.number()),
      generate_ms: pair(z.number()),
    }),
  })
  .meta({ id: 'TraceDiff' });
export type TraceDiff = z.infer<typeof TraceDiff>;
