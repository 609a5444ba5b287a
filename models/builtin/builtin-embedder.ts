import type { EmbeddingProfile } from '../../contract/collection.ts';
import type { Embedder } from '../embedder.ts';
import { hashLexically, LEXICAL_HASH_DIMENSIONS } from './lexical-hash.ts';

/** A change to the terms or to the hashing changes the vectors, and needs a new version here. */
export const BUILTIN_EMBEDDING_PROFILE: EmbeddingProfile = {
  adapter: 'builtin',
  name: 'lexical-hash',
  version: '2',
  dimensions: LEXICAL_HASH_DIMENSIONS,
};

/** The embedder that needs no download: lexical hashing, the same for documents and questions. */
export function createBuiltinEmbedder(): Embedder {
  return {
    profile: BUILTIN_EMBEDDING_PROFILE,
    maxBatch: 256,
    async embed({ texts, terms, signal }) {
      signal?.throwIfAborted();
      return texts.map((text, index) => hashLexically(text, terms?.[index]));
    },
    async close() {},
  };
}
