import type { CandidateChunk } from '../../../db/queries/find-candidate-chunks.ts';
import { readChunkFeatures, type ChunkFeatures } from './chunk-features.ts';

/** Reads what the reranker needs of chunks, and remembers it: a chunk is the same forever. */
export interface ChunkFeatureCache {
  read(chunk: CandidateChunk): ChunkFeatures;
}

/** A chunk of 150 words takes about 3.5 kB: its terms are shared with all that hold them, its tallies are its own. */
const DEFAULT_MAX_CHUNKS = 10_000;

/** Forgets what has not been used for the longest time. The title is the document's and may change. */
export function createChunkFeatureCache(maxChunks = DEFAULT_MAX_CHUNKS): ChunkFeatureCache {
  const remembered = new Map<
    string,
    { readonly title: string; readonly features: ChunkFeatures }
  >();
  return {
    read(chunk) {
      const known = remembered.get(chunk.chunkId);
      const isKnown = known !== undefined && known.title === chunk.title;
      const features = isKnown ? known.features : readChunkFeatures(chunk);
      remembered.delete(chunk.chunkId);
      remembered.set(chunk.chunkId, { title: chunk.title, features });
      if (remembered.size > maxChunks) {
        const [oldest] = remembered.keys();
        if (oldest !== undefined) remembered.delete(oldest);
      }
      return features;
    },
  };
}
