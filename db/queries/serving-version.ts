import { sql } from 'drizzle-orm';
import type { ChunkingSettings } from '../../contract/collection.ts';
import type { DocumentId } from '../../contract/ids.ts';
import type { Language } from '../../contract/language.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

/** What the version that serves was made from, to know whether the same would come out again. */
export interface ServingVersion {
  readonly version: number;
  readonly originalSha256: Buffer;
  readonly title: string;
  readonly parser: string;
  readonly chunker: string;
  /** Null for a version from before they were recorded. */
  readonly chunking: ChunkingSettings | null;
  readonly language: Language;
  readonly chunkCount: number;
  /** False for a version from before it was kept. */
  readonly hasFrontMatter: boolean;
  /** Whether a newer one waits for approval. */
  readonly isSucceededByHeld: boolean;
}

export async function findServingVersion(
  database: WorkspaceDatabase,
  documentId: DocumentId,
): Promise<ServingVersion | null> {
  const result = await database.executor.execute<{
    version: number;
    original_sha256: Buffer;
    title: string;
    parser: string;
    chunker: string;
    chunking: ChunkingSettings | null;
    language: Language;
    chunk_count: number;
    has_front_matter: boolean;
    is_succeeded_by_held: boolean;
  }>(sql`
    select v.version, v.original_sha256, v.title, v.parser, v.chunker, v.chunking, v.language,
      (select count(*)::int from chunk_placements p
       where p.workspace_id = v.workspace_id and p.document_id = v.document_id and p.version = v.version) as chunk_count,
      v.front_matter is not null as has_front_matter,
      exists (
        select 1 from document_versions h
        where h.workspace_id = v.workspace_id and h.document_id = v.document_id
          and h.held_at is not null and h.served_from is null and h.withdrawn_at is null) as is_succeeded_by_held
    from documents d
    join document_versions v
      on v.workspace_id = d.workspace_id and v.document_id = d.id and v.version = d.version
    where d.workspace_id = ${database.workspaceId} and d.id = ${documentId}
    limit 1`);
  const [row] = result.rows;
  if (row === undefined) return null;
  return {
    version: row.version,
    originalSha256: row.original_sha256,
    title: row.title,
    parser: row.parser,
    chunker: row.chunker,
    chunking: row.chunking,
    language: row.language,
    chunkCount: row.chunk_count,
    hasFrontMatter: row.has_front_matter,
    isSucceededByHeld: row.is_succeeded_by_held,
  };
}
