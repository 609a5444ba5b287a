import { sql } from 'drizzle-orm';
import { ChunkId, type DocumentId } from '../../contract/ids.ts';
import { binaryIntArray, binaryUuidArray } from '../binary-array.ts';
import { executePrepared } from '../execute-prepared.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

/** A chunk as it stands in one version of its document. */
export interface PlacedChunk {
  readonly chunkId: ChunkId;
  readonly documentId: DocumentId;
  readonly documentVersion: number;
}

export interface Neighbour {
  readonly beside: ChunkId;
  readonly number: number;
  /** How many places behind that chunk it stands in the version; less than zero for one before it. */
  readonly distance: number;
}

/**
 * What stands at most so many places before or behind these chunks in their versions: in the order of the chunks,
 * the nearest first. Numbers only: who may read them, and whether they serve, is for `findCandidateChunks` to say.
 */
export async function findNeighbours(
  database: WorkspaceDatabase,
  wanted: { readonly chunks: readonly PlacedChunk[]; readonly maxDistance: number },
): Promise<readonly Neighbour[]> {
  const { chunks, maxDistance } = wanted;
  const { rows } = await executePrepared<{ beside: string; number: string; distance: number }>(
    database.executor,
    sql`
    select w.chunk_id as beside, c.number::text as number, n.position - p.position as distance
    from unnest(
      ${binaryUuidArray(chunks.map((chunk) => chunk.chunkId))},
      ${binaryUuidArray(chunks.map((chunk) => chunk.documentId))},
      ${binaryIntArray(chunks.map((chunk) => chunk.documentVersion))}
    ) with ordinality as w (chunk_id, document_id, version, place)
    join chunk_placements p
      on p.workspace_id = ${database.workspaceId} and p.chunk_id = w.chunk_id
      and p.document_id = w.document_id and p.version = w.version
    join chunk_placements n
      on n.workspace_id = ${database.workspaceId} and n.document_id = p.document_id
      and n.version = p.version
      and n.position between p.position - ${maxDistance}::integer and p.position + ${maxDistance}::integer
      and n.position <> p.position
    join chunks c on c.workspace_id = ${database.workspaceId} and c.id = n.chunk_id
    order by w.place, abs(n.position - p.position), n.position`,
  );
  return rows.map((row) => ({
    beside: ChunkId.parse(row.beside),
    number: Number(row.number),
    distance: row.distance,
  }));
}
