import { sql } from 'drizzle-orm';
import { binaryByteaArray, binaryVectorArray } from '../binary-array.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import type { StoredProfile } from './collections.ts';
import { findSegments, partitionOf } from './embedding-segments/find-segments.ts';

/** Which of the texts, named by their hashes in hex, the profile has embedded already. */
export async function findEmbedded(
  database: WorkspaceDatabase,
  wanted: { readonly profile: StoredProfile; readonly hashes: readonly Buffer[] },
): Promise<ReadonlySet<string>> {
  const segments = await findSegments(database, wanted.profile.id);
  if (segments.length === 0) return new Set();
  const hashes = binaryByteaArray(wanted.hashes);
  const held = segments.map(
    (segment) => sql`
      select encode(text_hash, 'hex') as hash
      from ${partitionOf(segment)}
      where workspace_id = ${database.workspaceId} and text_hash = any(${hashes})`,
  );
  const result = await database.executor.execute<{ hash: string }>(sql.join(held, sql` union `));
  return new Set(result.rows.map((row) => row.hash));
}

export interface EmbeddedBatch {
  readonly profile: StoredProfile;
  readonly embeddings: readonly { readonly hash: Buffer; readonly vector: Float32Array }[];
}

/** Stores vectors by the hash of their text; those that are there already stay as they are. */
export async function saveEmbeddings(
  database: WorkspaceDatabase,
  batch: EmbeddedBatch,
): Promise<void> {
  // The segment may be sealed between opening and filling it.
  while (!(await fillOpenSegment(database, batch))) {
    await database.executor.execute(
      sql`select open_embedding_segment(${database.workspaceId}, ${batch.profile.id})`,
    );
  }
}

/**
 * False when no segment is open. The lock on its row, which the function takes, makes whoever seals it wait for
 * us, so that nothing is written to a segment that is being indexed.
 */
async function fillOpenSegment(
  database: WorkspaceDatabase,
  { profile, embeddings }: EmbeddedBatch,
): Promise<boolean> {
  const { rows } = await database.executor.execute<{ added: number | null }>(sql`
    with filled as materialized (
      select fill_embedding_segment(
        ${database.workspaceId},
        ${profile.id},
        ${binaryByteaArray(embeddings.map((embedding) => embedding.hash))},
        ${binaryVectorArray(embeddings.map((embedding) => embedding.vector))}) as added),
    noted as (
      insert into index_changes (workspace_id)
      select ${database.workspaceId}::uuid
      from filled
      where added > 0
      on conflict do nothing)
    select added from filled`);
  return rows[0]?.added !== null;
}
