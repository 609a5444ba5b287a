import { z } from 'zod';
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

export const CreateCollection = z
  .strictObject({
    name: CollectionName,
    chunking: z
      .strictObject({
        max_tokens: z.int().min(32).max(2_000).default(DEFAULT_CHUNKING.max_tokens),
        overlap_tokens: z.int().min(0).max(500).default(DEFAULT_CHUNKING.overlap_tokens),
      })
      .refine((chunking) => chunking.overlap_tokens <= chunking.max_tokens / 2, {
        message: 'overlap_tokens must be at most half of max_tokens',
      })
      .default(DEFAULT_CHUNKING),
  })
  .meta({ id: 'CreateCollection' });
export type CreateCollection = z.infer<typeof CreateCollection>;

export const Collection = z
  .object({
    name: z.string(),
    chunking: ChunkingSettings,
    embedding_profile: EmbeddingProfile,
    document_count: z.int().min(0),
    chunk_count: z.int().min(0),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Collection' });
export type Collection = z.infer<typeof Collection>;

export const ListCollections = z.strictObject(pageQuery);
export const CollectionPage = pageOf(Collection);
