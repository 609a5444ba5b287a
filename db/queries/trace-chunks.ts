import { sql } from 'drizzle-orm';
import { ChunkId } from '../../contract/ids.ts';
import { uuidArray } from '../array-parameters.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isReadable, type Reader } from './readable.ts';

export interface FrozenChunk {
  readonly chunkId: ChunkId;
  readonly contentHash: string;
  readonly text: string;
  readonly isReadable: boolean;
}

/** Chunks by id, live or not: what an old trace rests on never goes away. */
export async function findFrozenChunks(
  database: WorkspaceDatabase,
  wanted: { readonly ids: readonly ChunkId[]; readonly reader: Reader; readonly isAdmin: boolean },
): Promise<readonly FrozenChunk[]> {
  const readable = wanted.isAdmin ? sql`true` : isReadable(wanted.reader);
  const result = await database.executor.execute<{
    id: string;
    content_hash: string;
    text: string;
    readable: boolean;
  }>(sql`
    select c.id, c.content_hash, c.text, ${readable} as readable
    from chunks c
    join documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    where c.workspace_id = ${database.workspaceId} and c.id = any(${uuidArray(wanted.ids)})`);
  return result.rows.map((row) => ({
    chunkId: ChunkId.parse(row.id),
    contentHash: row.content_hash,
    text: row.text,
    isReadable: row.readable,
  }));
}
