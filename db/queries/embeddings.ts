import { sql } from 'drizzle-orm';
import { binaryByteaArray, binaryVectorArray } from '../binary-array.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import type { StoredProfile } from './collections.ts';

/** Which of the texts, named by their hashes in hex, the profile has embedded already. */
export async function findEmbedded(
  database: WorkspaceDatabase,
  wanted: { readonly profile: StoredProfile; readonly hashes: readonly Buffer[] },
): Promise<ReadonlySet<string>> {
  const result = await database.executor.execute<{ hash: string }>(sql`
    select encode(text_hash, 'hex') as hash
    from embeddings
    where workspace_id = ${database.workspaceId}
      and profile_id = ${wanted.profile.id}
      and text_hash = any(${binaryByteaArray(wanted.hashes)})`);
  return new Set(result.rows.map((row) => row.hash));
}

/** Stores vectors by the hash of their text; those that are there already stay as they are. */
export async function saveEmbeddings(
  database: WorkspaceDatabase,
  batch: {
    readonly profile: StoredProfile;
    readonly embeddings: readonly { readonly hash: Buffer; readonly vector: Float32Array }[];
  },
): Promise<void> {
  await database.executor.execute(sql`
    insert into embeddings (workspace_id, profile_id, text_hash, dimensions, embedding)
    select ${database.workspaceId}, ${batch.profile.id}, new.hash, ${batch.profile.dimensions}, new.vector
    from unnest(
      ${binaryByteaArray(batch.embeddings.map((embedding) => embedding.hash))},
      ${binaryVectorArray(batch.embeddings.map((embedding) => embedding.vector))}) as new (hash, vector)
    on conflict do nothing`);
}
