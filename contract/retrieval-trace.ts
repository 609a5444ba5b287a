import { z } from 'zod';
import { EmbeddingProfile } from './collection.ts';
import { Language } from './language.ts';
import { DocumentFilters, LedgerEntry } from './retrieval.ts';

/** What a trace keeps of a retrieval. */

/** How the dense leg went about it. */
const DenseSearchTrace = z.object({
  method: z
    .enum(['exact', 'index'])
    .describe('Whether every vector was compared, or the nearest were found through an index.'),
  segments: z.int().min(0).describe('Segments of vectors that were searched.'),
  looks: z.int().min(1).describe('More than one where few of the nearest chunks could be read.'),
  under_filled: z
    .boolean()
    .describe('Fewer were found than could be read, because the others had no vector.'),
});

export const LegTrace = z.object({
  leg: z.enum(['dense', 'lexical']),
  query: z.string().describe('The query as it was sent to the leg.'),
  candidate_count: z.int().min(0),
  depth: z.int().min(1),
  duration_ms: z.number().min(0),
  search: DenseSearchTrace.optional().describe('Of the dense leg; absent in older records.'),
});
export type LegTrace = z.infer<typeof LegTrace>;

/** What a cross-encoder made of the best candidates. */
export const CrossEncoderTrace = z.object({
  adapter: z.enum(['local', 'remote']),
  model: z.string(),
  depth: z.int().describe('How many of the best candidates it was to read.'),
  time_budget_ms: z.int(),
  scored_count: z.int().min(0),
  withheld_count: z.int().min(0).describe('What it may not be given, by its data classes.'),
  ending: z.enum(['complete', 'out_of_time', 'failed']),
  detail: z.string().nullable().describe('Why it failed.'),
  duration_ms: z.number().min(0),
});
export type CrossEncoderTrace = z.infer<typeof CrossEncoderTrace>;

export const RetrievalSettings = z.object({
  max_chunks: z.int(),
  leg_depth: z.int(),
  fusion: z.string(),
  dense_weight: z.number(),
  rerank_depth: z.int().optional().describe('How many of the best by fusion were reranked.'),
  rerank_weights: z.record(z.string(), z.number()).optional(),
  max_context_tokens: z.int(),
  near_duplicate_threshold: z.number(),
  max_chunks_per_document: z.int().optional(),
  neighbours: z
    .int()
    .optional()
    .describe('How far from a selected chunk others were added as context; absent for none.'),
  min_final_score: z.number().optional().describe('In older records.'),
  min_fused_score: z.number().optional(),
});
export type RetrievalSettings = z.infer<typeof RetrievalSettings>;

/** What was made of the question before it was searched for. */
export const QueryStep = z
  .object({
    kind: z.enum(['history', 'rewrite', 'parts', 'synonyms', 'spelling', 'acronym', 'filter']),
    from: z.string().describe('Words of the question.'),
    to: z.string().describe('What was searched for beside them, or instead of them.'),
    reason: z.string(),
  })
  .meta({ id: 'QueryStep' });
export type QueryStep = z.infer<typeof QueryStep>;

/** One retrieval; its ledger is the union of both legs and what was added beside, each with exactly one reason. */
export const RetrievalTrace = z.object({
  collections: z.array(z.string()),
  languages: z
    .array(Language)
    .optional()
    .describe('That keyword search read the question in; absent in older records.'),
  filters: DocumentFilters,
  as_of: z.iso
    .datetime()
    .nullable()
    .optional()
    .describe('The documents as they stood then; null for now, absent in older records.'),
  index_snapshot: z.iso
    .datetime()
    .nullable()
    .describe('When the newest version that could be searched began to serve.'),
  embedding_profiles: z.array(EmbeddingProfile),
  settings: RetrievalSettings,
  query_steps: z
    .array(QueryStep)
    .optional()
    .describe(
      'What the question took along and what was corrected in it; absent in older records.',
    ),
  legs: z.array(LegTrace),
  cross_encoder: CrossEncoderTrace.nullable()
    .optional()
    .describe('Null where none is configured, absent in older records.'),
  cache: z
    .object({
      hit: z.boolean(),
      key_sha256: z.string().describe('Hash of all that the retrieval depends on.'),
      stored_at: z.iso
        .datetime()
        .nullable()
        .describe('When what a hit repeats was found; the durations of its legs are of then.'),
    })
    .optional()
    .describe('Absent where no cache is configured.'),
  candidates: z.array(LedgerEntry),
  removed_by_access: z.int().min(0),
  coverage: z
    .object({
      share: z.number().min(0).max(1).describe('By how telling the words are in the workspace.'),
      missing: z.array(z.string()).describe('Words of the question that nothing selected holds.'),
    })
    .optional()
    .describe('How much of the question the selected chunks speak of; absent in older records.'),
  confidence: z.number().min(0).max(1),
});
export type RetrievalTrace = z.infer<typeof RetrievalTrace>;
