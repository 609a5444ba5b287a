import { sql } from 'drizzle-orm';
import { vectorLiteral } from '../columns.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import type { StoredProfile } from './collections.ts';
import { chunkServes } from './as-of.ts';
import { isReadable } from './readable.ts';
import {
  matchesFilters,
  rankVisible,
  splitByAccess,
  type LegRow,
  type LegRows,
  type SearchScope,
} from './search-scope.ts';

/**
 * The dense leg: cosine similarity by an exact scan of the chunks that serve, in collections with the
 * question's profile. Exact means that a filter never leaves the answer under-filled. Asked as of a day, it
 * misses the old chunks of a collection that has been embedded anew since: only what serves then got vectors.
 */
export async function searchDense(
  database: WorkspaceDatabase,
  query: {
    readonly profile: StoredProfile;
    readonly vector: Float32Array;
    readonly scope: SearchScope;
  },
): Promise<LegRows<LegRow>> {
  const { profile, vector, scope } = query;
  const result = await database.executor.execute<{
    chunk_number: string;
    score: number;
    readable: boolean;
  }>(sql`
    with visible as materialized (
      select c.number as chunk_number,
        1 - (e.embedding <=> ${vectorLiteral(vector)}::vector) as score,
        ${isReadable(scope.reader)} as readable
      from chunks c
      join documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      join embeddings e
        on e.workspace_id = c.workspace_id and e.profile_id = k.profile_id and e.text_hash = c.embedding_hash
      where c.workspace_id = ${database.workspaceId}
        and k.profile_id = ${profile.id}
        and ${chunkServes(scope.asOf)}
        and ${matchesFilters(scope)})
    ${rankVisible(scope)}`);
  return splitByAccess(result.rows, (row) => ({
    chunkNumber: Number(row.chunk_number),
    score: row.score,
  }));
}
