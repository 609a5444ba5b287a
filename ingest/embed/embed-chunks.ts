import type { StoredProfile } from '../../db/queries/collections.ts';
import { findEmbedded, saveEmbeddings } from '../../db/queries/embeddings.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import type { Embedder } from '../../models/embedder.ts';

export interface TextToEmbed {
  readonly hash: Buffer;
  readonly text: string;
}

export interface EmbedDeps {
  readonly database: WorkspaceDatabase;
  readonly embedder: Embedder;
  readonly signal: AbortSignal;
}

/**
 * Embeds what the profile has not embedded before and stores each batch at once: a worker that dies
 * half-way leaves its finished batches to the next one. Returns how many texts were embedded.
 */
export async function embedChunks(
  texts: readonly TextToEmbed[],
  profile: StoredProfile,
  deps: EmbedDeps,
): Promise<number> {
  const byHash = new Map(texts.map((entry) => [entry.hash.toString('hex'), entry]));
  const known = await findEmbedded(deps.database, {
    profile,
    hashes: [...byHash.values()].map((entry) => entry.hash),
  });
  const missing = [...byHash].filter(([hash]) => !known.has(hash)).map(([, entry]) => entry);
  for (let start = 0; start < missing.length; start += deps.embedder.maxBatch) {
    deps.signal.throwIfAborted();
    const batch = missing.slice(start, start + deps.embedder.maxBatch);
    const vectors = await deps.embedder.embed({
      texts: batch.map((entry) => entry.text),
      purpose: 'document',
      signal: deps.signal,
    });
    await saveEmbeddings(deps.database, {
      profile,
      embeddings: batch.flatMap((entry, index) => {
        const vector = vectors[index];
        return vector === undefined ? [] : [{ hash: entry.hash, vector }];
      }),
    });
  }
  return missing.length;
}
