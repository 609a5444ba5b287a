import { z } from 'zod';
import { GroupName } from './api-key.ts';
import { CollectionName } from './collection.ts';
import { DocumentMime, DocumentSource, Tags } from './document.ts';
import { ChunkId, DocumentId, TraceId } from './ids.ts';
import { QuestionText, storableText } from './text-limits.ts';

export const SELECTED_REASONS = [
  'top_fused',
  'top_rerank',
  'diversity_kept',
  'neighbour_added',
] as const;

export const REJECTED_REASONS = [
  'below_threshold',
  'lost_in_fusion',
  'lost_in_rerank',
  'near_duplicate',
  'per_document_cap',
  'diversity_dropped',
  'beyond_limit',
  'over_token_budget',
  'injection_quarantined',
  'superseded_version',
] as const;

/** The one reason why a candidate was selected or rejected. */
export const LedgerReasonCode = z
  .enum([...SELECTED_REASONS, ...REJECTED_REASONS])
  .meta({ id: 'LedgerReasonCode' });
export type LedgerReasonCode = z.infer<typeof LedgerReasonCode>;

export const Message = z
  .strictObject({ role: z.enum(['user', 'assistant']), content: storableText().max(32_000) })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof Message>;

export const EndUser = z
  .strictObject({
    id: storableText().min(1).max(200),
    groups: z.array(GroupName).max(200).default([]),
  })
  .meta({ id: 'EndUser' });
export type EndUser = z.infer<typeof EndUser>;

export const DocumentFilters = z
  .strictObject({
    source: DocumentSource.optional(),
    tags: Tags.optional().describe('The document must have all of them.'),
    mime: DocumentMime.optional(),
  })
  .meta({ id: 'DocumentFilters' });
export type DocumentFilters = z.infer<typeof DocumentFilters>;

export const DEFAULT_MAX_CHUNKS = 8;

/** The fields that asking and retrieving share. */
export const retrievalFields = {
  question: QuestionText,
  messages: z.array(Message).max(100).default([]),
  collections: z.array(CollectionName).min(1).max(100).optional(),
  filters: DocumentFilters.default({}),
  as_of: z.iso
    .datetime()
    .optional()
    .describe('Answer from the documents as they stood then, with the access rights of now.'),
  end_user: EndUser.optional(),
  max_chunks: z.int().min(1).max(100).default(DEFAULT_MAX_CHUNKS),
};

export const RetrieveRequest = z.strictObject(retrievalFields).meta({ id: 'RetrieveRequest' });
export type RetrieveRequest = z.infer<typeof RetrieveRequest>;

/** Scores are null where a stage did not see the chunk. Ranks count from 1; higher scores are better. */
export const CandidateScores = z
  .object({
    dense: z
      .object({ rank: z.int().min(1), similarity: z.number().min(-1).max(1) })
      .nullable()
      .describe('Cosine similarity.'),
    lexical: z
      .object({ rank: z.int().min(1), score: z.number(), matched_terms: z.array(z.string()) })
      .nullable()
      .describe('BM25.'),
    fused: z.number(),
    rerank: z.number().nullable(),
    final: z.number(),
  })
  .meta({ id: 'CandidateScores' });
export type CandidateScores = z.infer<typeof CandidateScores>;

const candidateFields = {
  chunk_id: ChunkId,
  content_hash: z.string(),
  document_id: DocumentId,
  document_version: z.int().min(1),
  title: z.string(),
  source: z.string(),
  heading_path: z.array(z.string()),
  page: z.int().min(1).nullable(),
  char_start: z.int().min(0),
  char_end: z.int().min(0),
  token_count: z.int().min(0),
  rank: z.int().min(1).describe('Final order over all candidates, selected and rejected.'),
  selected: z.boolean(),
  scores: CandidateScores,
  reason: z.object({ code: LedgerReasonCode, text: z.string() }),
};

/** A line of the ledger as the trace keeps it: the text stays in its immutable chunk. */
export const LedgerEntry = z.object(candidateFields).meta({ id: 'LedgerEntry' });
export type LedgerEntry = z.infer<typeof LedgerEntry>;

export const Candidate = z
  .object({ ...candidateFields, text: z.string() })
  .meta({ id: 'Candidate' });
export type Candidate = z.infer<typeof Candidate>;

export const RetrieveResponse = z
  .object({
    id: TraceId,
    chunks: z.array(Candidate),
    rejected: z.array(Candidate),
    removed_by_access: z.int().min(0),
    confidence: z.number().min(0).max(1),
    timings_ms: z.object({ retrieve: z.number(), store: z.number(), total: z.number() }),
  })
  .meta({ id: 'RetrieveResponse' });
export type RetrieveResponse = z.infer<typeof RetrieveResponse>;
