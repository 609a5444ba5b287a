import { sql } from 'drizzle-orm';
import type { Classification } from '../../contract/classification.ts';
import { ChunkId, DocumentId } from '../../contract/ids.ts';
import { uuidArray } from '../array-parameters.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isReadable } from './readable.ts';
import type { WantedTexts } from './served-texts.ts';

/** A chunk of the version of a document that serves, and where it stands there. */
export interface ServedChunk {
  readonly chunkId: ChunkId;
  readonly contentHash: string;
  readonly documentId: DocumentId;
  readonly version: number;
  readonly title: string;
  readonly source: string;
  readonly classification: Classification;
  readonly headingPath: readonly string[];
  readonly page: number | null;
  readonly charStart: number;
  readonly charEnd: number;
  readonly tokenCount: number;
  readonly text: string;
}

/** In the order of the ids, and of the documents' text; what may not be read is left out. */
export async function findServedChunks(
  database: WorkspaceDatabase,
  { ids, reader, limit }: WantedTexts & { readonly limit: number },
): Promise<readonly ServedChunk[]> {
  const result = await database.executor.execute<{
    id: string;
    content_hash: string;
    document_id: string;
    version: number;
    title: string;
    source: string;
    classification: Classification;
    heading_path: string[];
    page: number | null;
    char_start: number;
    char_end: number;
    token_count: number;
    text: string;
  }>(sql`
    select c.id, c.content_hash, d.id as document_id, d.version, d.title, d.source, d.classification,
      c.heading_path, p.page, p.char_start, p.char_end, c.token_count, c.text
    from documents d
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    join chunk_placements p
      on p.workspace_id = d.workspace_id and p.document_id = d.id and p.version = d.version
    join chunks c on c.workspace_id = p.workspace_id and c.id = p.chunk_id
    where d.workspace_id = ${database.workspaceId} and d.id = any(${uuidArray(ids)}) and ${isReadable(reader)}
    order by array_position(${uuidArray(ids)}, d.id), p.position
    limit ${limit}`);
  return result.rows.map((row) => ({
    chunkId: ChunkId.parse(row.id),
    contentHash: row.content_hash,
    documentId: DocumentId.parse(row.document_id),
    version: row.version,
    title: row.title,
    source: row.source,
    classification: row.classification,
    headingPath: row.heading_path,
    page: row.page,
    charStart: row.char_start,
    charEnd: row.char_end,
    tokenCount: row.token_count,
    text: row.text,
  }));
}
