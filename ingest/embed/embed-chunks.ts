import type { StoredProfile } from '../../db/queries/collections.ts';
import { findEmbedded, saveEmbeddings } from '../../db/queries/embeddings.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import type { Embedder } from '../../models/embedder.ts';

/** A profile and what makes its vectors. */
export interface ProfileToEmbed {
  readonly profile: StoredProfile;
  readonly embedder: Embedder;
}

export interface ChunksToEmbed {
  /** SHA-256 of each chunk's embedded text. */
  readonly hashes: readonly Buffer[];
  /** The embedded text of the chunk at an index: made only for those that need a vector. */
  readonly textOf: (index: number) => string;
  /** The terms of that text, where they are known. */
  readonly termsOf?: (index: number) => readonly string[];
}

export interface EmbedDeps {
  readonly database: WorkspaceDatabase;
  readonly signal: AbortSignal;
}

/**
 * Embeds what the profile has not embedded before and stores each batch at once: a worker that dies
 * half-way leaves its finished batches to the next one. Returns how many texts were embedded.
 */
export async function embedChunks(
  chunks: ChunksToEmbed,
  { profile, embedder }: ProfileToEmbed,
  deps: EmbedDeps,
): Promise<number> {
  const { termsOf } = chunks;
  const indexByHash = new Map(chunks.hashes.map((hash, index) => [hash.toString('hex'), index]));
  const known = await findEmbedded(deps.database, { profile, hashes: chunks.hashes });
  for (const hash of known) indexByHash.delete(hash);
  const missing = [...indexByHash.values()];
  for (let start = 0; start < missing.length; start += embedder.maxBatch) {
    deps.signal.throwIfAborted();
    const batch = missing.slice(start, start + embedder.maxBatch);
    const vectors = await embedder.embed({
      texts: batch.map((index) => chunks.textOf(index)),
      ...(termsOf === undefined ? {} : { terms: batch.map((index) => termsOf(index)) }),
      purpose: 'document',
      signal: deps.signal,
    });
    await saveEmbeddings(deps.database, {
      profile,
      embeddings: batch.flatMap((chunkIndex, index) => {
        const [hash, vector] = [chunks.hashes[chunkIndex], vectors[index]];
        return hash === undefined || vector === undefined ? [] : [{ hash, vector }];
      }),
    });
  }
  return missing.length;
}
