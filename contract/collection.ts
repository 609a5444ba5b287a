import { z } from 'zod';
import { IngestRunId } from './ids.ts';
import { DEFAULT_LANGUAGE, Language } from './language.ts';
import { pageOf, pageQuery } from './page.ts';

export const CollectionName = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 characters of a-z, 0-9 and -');
export type CollectionName = z.infer<typeof CollectionName>;

export const ChunkingSettings = z
  .object({
    max_tokens: z.int().min(32).max(2_000),
    overlap_tokens: z.int().min(0).max(500),
  })
  .meta({ id: 'ChunkingSettings' });
export type ChunkingSettings = z.infer<typeof ChunkingSettings>;

export const DEFAULT_CHUNKING: ChunkingSettings = { max_tokens: 256, overlap_tokens: 0 };

/** Which embedder made a collection's vectors. A question is embedded by the same one. */
export const EmbeddingProfile = z
  .object({
    adapter: z.enum(['builtin', 'local', 'remote']),
    name: z.string(),
    version: z.string(),
    dimensions: z.int().min(1).max(4_000),
  })
  .meta({ id: 'EmbeddingProfile' });
export type EmbeddingProfile = z.infer<typeof EmbeddingProfile>;

const chunkingRequest = z
  .strictObject({
    max_tokens: z.int().min(32).max(2_000).default(DEFAULT_CHUNKING.max_tokens),
    overlap_tokens: z.int().min(0).max(500).default(DEFAULT_CHUNKING.overlap_tokens),
  })
  .refine((chunking) => chunking.overlap_tokens <= chunking.max_tokens / 2, {
    message: 'overlap_tokens must be at most half of max_tokens',
  });

const IN_WHICH_LANGUAGE =
  'Whose stemmer and stop words read its documents, and questions for them, in keyword search.';

export const CreateCollection = z
  .strictObject({
    name: CollectionName,
    chunking: chunkingRequest.default(DEFAULT_CHUNKING),
    language: Language.default(DEFAULT_LANGUAGE).describe(IN_WHICH_LANGUAGE),
  })
  .meta({ id: 'CreateCollection' });
export type CreateCollection = z.infer<typeof CreateCollection>;

const count = () => z.int().min(0);

/** Why documents are stale: how many for each reason; one document may have several. */
export const StaleReasons = z
  .object({
    parser: count().describe('Read by another version of their parser.'),
    chunker: count().describe('Cut by another version of the chunker.'),
    chunking: count().describe('Cut with other settings than the collection has now.'),
    language: count().describe('Read in another language than the collection has now.'),
    embedding_profile: count().describe('Embedded with another model than the configured one.'),
  })
  .meta({ id: 'StaleReasons' });
export type StaleReasons = z.infer<typeof StaleReasons>;

/** What a collection serves that would be built otherwise today. */
export const StaleIndex = z
  .object({ documents: count(), chunks: count(), reasons: StaleReasons })
  .meta({ id: 'StaleIndex' });
export type StaleIndex = z.infer<typeof StaleIndex>;

export const Collection = z
  .object({
    name: z.string(),
    chunking: ChunkingSettings,
    language: Language.describe(IN_WHICH_LANGUAGE),
    embedding_profile: EmbeddingProfile,
    document_count: count(),
    chunk_count: count(),
    stale_index: StaleIndex,
    reindexing: z
      .object({ run_id: IngestRunId, done: count(), total: count() })
      .nullable()
      .describe('Documents that are read again while the old index serves.'),
    reembedding: z
      .object({ embedding_profile: EmbeddingProfile, done: count(), total: count() })
      .nullable()
      .describe('Chunks that are embedded for the next profile while the old one serves.'),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Collection' });
export type Collection = z.infer<typeof Collection>;

export const UpdateCollection = z
  .strictObject({
    chunking: z
      .strictObject({
        max_tokens: z.int().min(32).max(2_000).optional(),
        overlap_tokens: z.int().min(0).max(500).optional(),
      })
      .optional()
      .describe('What is left out stays as it is.'),
    language: Language.optional().describe('Reads every document anew; vectors are kept.'),
    embedding_profile: z
      .literal('configured')
      .optional()
      .describe('Change to the embedding model that is configured.'),
    dry_run: z.boolean().default(false).describe('Only say what would change and cost.'),
  })
  .refine(
    (change) =>
      change.chunking !== undefined ||
      change.language !== undefined ||
      change.embedding_profile !== undefined,
    { message: 'name what is to change: chunking, language or embedding_profile' },
  )
  .meta({ id: 'UpdateCollection' });
export type UpdateCollection = z.infer<typeof UpdateCollection>;

export const ReindexCollection = z
  .strictObject({
    dry_run: z.boolean().default(false).describe('Only say what would change and cost.'),
  })
  .meta({ id: 'ReindexCollection' });
export type ReindexCollection = z.infer<typeof ReindexCollection>;

/**
 * What building an index anew takes. How documents will be cut is known only when they are: figures about
 * chunks that are yet to be made are estimates.
 */
export const ReindexPlan = z
  .object({
    documents: count().describe('To be read again.'),
    chunks: z.object({
      affected: count().describe('That serve now and are cut or embedded anew.'),
      kept: count().describe('Of these, expected to stay as they are, with id and vector.'),
    }),
    tokens_to_embed: count(),
    cost_usd: z
      .number()
      .min(0)
      .nullable()
      .describe('0 for a model that runs here; null where the price is not known.'),
    seconds: z.number().min(0).nullable().describe('By the last runs; null before the first.'),
    reasons: StaleReasons,
    estimate: z.boolean().describe('Whether documents must be cut to know the figures exactly.'),
  })
  .meta({ id: 'ReindexPlan' });
export type ReindexPlan = z.infer<typeof ReindexPlan>;

/** A dry run starts nothing. Otherwise `run_id` names the run, where a document must be read again. */
export const ReindexOutcome = z
  .object({
    dry_run: z.boolean(),
    run_id: IngestRunId.nullable(),
    plan: ReindexPlan,
    collection: Collection,
  })
  .meta({ id: 'ReindexOutcome' });
export type ReindexOutcome = z.infer<typeof ReindexOutcome>;

export const ListCollections = z.strictObject(pageQuery);
export const CollectionPage = pageOf(Collection);
