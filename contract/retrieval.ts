import { z } from 'zod';
import { GroupName } from './api-key.ts';
import { CollectionName } from './collection.ts';
import { DocumentMime, DocumentSource, DocumentSources, Tags } from './document.ts';
import { ChunkId, DocumentId, TraceId } from './ids.ts';
import { givenInstant } from './instant.ts';
import { QuestionText, storableText } from './text-limits.ts';

export const SELECTED_REASONS = [
  'top_fused',
  'top_rerank',
  'diversity_kept',
  'neighbour_added',
  'given',
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
    sources: DocumentSources.optional().describe('The document must be one of them.'),
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
  as_of: givenInstant()
    .optional()
    .describe('Answer from the documents as they stood then, with the access rights of now.'),
  end_user: EndUser.optional(),
  max_chunks: z.int().min(1).max(100).default(DEFAULT_MAX_CHUNKS),
};

export const FUSIONS = ['convex', 'rrf'] as const;

/** `convex` weighs the scores of the legs, `rrf` their ranks (reciprocal rank fusion). */
export const Fusion = z.enum(FUSIONS).meta({ id: 'Fusion' });
export type Fusion = z.infer<typeof Fusion>;

/** Settings of a retrieval that differ from the configured ones. */
export const RetrievalOverrides = z.strictObject({
  leg_depth: z.int().min(10).max(1_000).optional().describe('Candidates of each leg.'),
  max_context_tokens: z.int().min(200).max(100_000).optional(),
  fusion: Fusion.optional().describe("How the legs' hits become one list."),
  dense_weight: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('Weight of the dense leg in the fusion; the keywords have the rest.'),
});
export type RetrievalOverrides = z.infer<typeof RetrievalOverrides>;

export const RetrieveRequest = z
  .strictObject({
    ...retrievalFields,
    retrieval: RetrievalOverrides.default({}).describe(
      'Settings to try; the trace says which held.',
    ),
  })
  .meta({ id: 'RetrieveRequest' });
export type RetrieveRequest = z.infer<typeof RetrieveRequest>;

const share = (text: string) => z.number().min(0).max(1).describe(text);

/** What the reranker saw in a candidate, each scaled to 0–1 over the candidates of its retrieval. */
export const RerankFeatures = z
  .object({
    fused: share('Both legs together.'),
    characters: share('Runs of four characters that it shares with the question.'),
    span: share('How much of the question its best ten words in a row hold.'),
    feedback: share('How much it is about what the best five candidates are about.'),
    neighbours: share('Words that stand side by side in the question and here.'),
    proximity: share('Words of the question that stand near each other.'),
    title: share('How much of the question its title and headings hold.'),
    coverage: share('How much of the question it holds anywhere.'),
    exact: share('Identifiers and quoted phrases of the question that stand in it word for word.'),
  })
  .meta({ id: 'RerankFeatures' });
export type RerankFeatures = z.infer<typeof RerankFeatures>;

/** What one term of the question added to a chunk's BM25 score, and from what. */
export const TermContribution = z
  .object({
    term: z.string(),
    score: z.number(),
    frequency: z.int().min(1).describe('How often it stands in the chunk.'),
    inverse_document_frequency: z.number().describe('How telling it is in the workspace.'),
  })
  .meta({ id: 'TermContribution' });
export type TermContribution = z.infer<typeof TermContribution>;

/** Scores are null where a stage did not see the chunk. Ranks count from 1; higher scores are better. */
export const CandidateScores = z
  .object({
    dense: z
      .object({ rank: z.int().min(1), similarity: z.number().min(-1).max(1) })
      .nullable()
      .describe('Cosine similarity.'),
    lexical: z
      .object({
        rank: z.int().min(1),
        score: z.number(),
        matched_terms: z.array(z.string()),
        terms: z
          .array(TermContribution)
          .optional()
          .describe('They add up to the score; absent in older records.'),
        length: z.int().min(0).optional().describe('Of the chunk, in terms.'),
      })
      .nullable()
      .describe('BM25.'),
    fused: z.number(),
    rerank: z
      .number()
      .nullable()
      .describe('0–1; null where fusion put the chunk below the depth of the reranker.'),
    cross_encoder: z
      .object({
        score: z.number().describe('Higher is better, on the scale of the model.'),
        rank_before: z.int().min(1),
      })
      .nullable()
      .optional()
      .describe('Null where no cross-encoder scored the chunk, absent in older records.'),
    rerank_features: RerankFeatures.nullable().optional().describe('Absent in older records.'),
    final: z.number().describe('What the final order follows.'),
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
