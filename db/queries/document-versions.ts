import { sql, type SQL } from 'drizzle-orm';
import {
  DocumentVersion,
  DocumentVersionSummary,
  PageOfVersion,
} from '../../contract/document-version.ts';
import type { DocumentId } from '../../contract/ids.ts';
import { DiffChunk } from '../../contract/version-diff.ts';
import type { PageLayout } from '../schema/documents.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';
import { isHeldReadable, type Reader } from './readable.ts';

/** Which version of which document. The caller has checked that the document may be read. */
export interface WantedVersion {
  readonly documentId: DocumentId;
  readonly version: number;
  /** May be kept from a version that has not served; null reads every one. */
  readonly reader: Reader | null;
}

/** Versions that serve, have served, are held or were withdrawn, the newest first. */
export async function listDocumentVersions(
  database: WorkspaceDatabase,
  page: Pick<WantedVersion, 'documentId' | 'reader'> & {
    readonly limit: number;
    readonly below: number | null;
  },
): Promise<readonly DocumentVersionSummary[]> {
  const result = await database.executor.execute(sql`
    select ${versionColumns}
    from document_versions v
    where v.workspace_id = ${database.workspaceId}
      and v.document_id = ${page.documentId}
      and ${isVisible(page.reader)}
      and (${page.below}::integer is null or v.version < ${page.below}::integer)
    order by v.version desc
    limit ${page.limit}`);
  return result.rows.map((row) => DocumentVersionSummary.parse(row));
}

/** A version with its text, its chunks and what was found in it. */
export async function findDocumentVersion(
  database: WorkspaceDatabase,
  wanted: WantedVersion,
): Promise<DocumentVersion | null> {
  const result = await database.executor.execute(sql`
    select ${versionColumns}, v.text, d.source, k.name as collection,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'chunk_id', c.id, 'position', p.position, 'heading_path', to_jsonb(c.heading_path),
          'page', p.page, 'char_start', p.char_start, 'char_end', p.char_end,
          'token_count', c.token_count, 'content_hash', c.content_hash) order by p.position)
        from chunk_placements p
        join chunks c on c.workspace_id = p.workspace_id and c.id = p.chunk_id
        where p.workspace_id = v.workspace_id and p.document_id = v.document_id and p.version = v.version
      ), '[]'::jsonb) as chunks,
      coalesce((
        select jsonb_agg(f.finding order by f.position)
        from version_findings f
        where f.workspace_id = v.workspace_id and f.document_id = v.document_id and f.version = v.version
      ), '[]'::jsonb) as findings
    from document_versions v
    join documents d on d.workspace_id = v.workspace_id and d.id = v.document_id
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    where v.workspace_id = ${database.workspaceId} and ${isWanted(wanted)}
    limit 1`);
  const [row] = result.rows;
  return row === undefined ? null : DocumentVersion.parse(row);
}

export interface OriginalFile {
  readonly bytes: Buffer;
  readonly source: string;
}

export async function findOriginal(
  database: WorkspaceDatabase,
  wanted: WantedVersion,
): Promise<OriginalFile | null> {
  const result = await database.executor.execute<{ bytes: Buffer; source: string }>(sql`
    select o.bytes, d.source
    from document_versions v
    join documents d on d.workspace_id = v.workspace_id and d.id = v.document_id
    join originals o on o.workspace_id = v.workspace_id and o.sha256 = v.original_sha256
    where v.workspace_id = ${database.workspaceId} and ${isWanted(wanted)}
    limit 1`);
  return result.rows[0] ?? null;
}

/** Null also for a version whose parser knows of no pages. */
export async function findVersionPage(
  database: WorkspaceDatabase,
  wanted: WantedVersion & { readonly page: number },
): Promise<PageOfVersion | null> {
  const result = await database.executor.execute<{ layout: PageLayout }>(sql`
    select p.layout
    from document_versions v
    join version_pages p
      on p.workspace_id = v.workspace_id and p.document_id = v.document_id and p.version = v.version
    where v.workspace_id = ${database.workspaceId} and ${isWanted(wanted)} and p.page = ${wanted.page}
    limit 1`);
  const [row] = result.rows;
  if (row === undefined) return null;
  const { width, height, lines } = row.layout;
  return PageOfVersion.parse({
    document_id: wanted.documentId,
    version: wanted.version,
    page: wanted.page,
    width,
    height,
    lines: lines.map(([charStart, charEnd, x, y, lineWidth, lineHeight]) => ({
      char_start: charStart,
      char_end: charEnd,
      x,
      y,
      width: lineWidth,
      height: lineHeight,
    })),
  });
}

/** A version as it is compared with another one. */
export interface ComparableVersion {
  readonly summary: DocumentVersionSummary;
  readonly version: number;
  readonly chunks: readonly {
    readonly chunkId: string;
    readonly headingPath: readonly string[];
    readonly text: string;
    readonly chunk: DiffChunk;
  }[];
}

export async function findComparableVersion(
  database: WorkspaceDatabase,
  wanted: WantedVersion,
): Promise<ComparableVersion | null> {
  const found = await database.executor.execute(sql`
    select ${versionColumns}
    from document_versions v
    where v.workspace_id = ${database.workspaceId} and ${isWanted(wanted)}
    limit 1`);
  const [version] = found.rows;
  if (version === undefined) return null;
  const chunks = await database.executor.execute<{ text: string }>(sql`
    select c.id as chunk_id, p.position, c.heading_path, p.page, p.char_start, p.char_end, c.text
    from chunk_placements p
    join chunks c on c.workspace_id = p.workspace_id and c.id = p.chunk_id
    where p.workspace_id = ${database.workspaceId}
      and p.document_id = ${wanted.documentId}
      and p.version = ${wanted.version}
    order by p.position`);
  return {
    summary: DocumentVersionSummary.parse(version),
    version: wanted.version,
    chunks: chunks.rows.map(({ text, ...row }) => {
      const chunk = DiffChunk.parse(row);
      return { chunkId: chunk.chunk_id, headingPath: chunk.heading_path, text, chunk };
    }),
  };
}

/** The newest version before the given one that has served; null when there is none. */
export async function findVersionBefore(
  database: WorkspaceDatabase,
  { documentId, version }: Omit<WantedVersion, 'reader'>,
): Promise<number | null> {
  const result = await database.executor.execute<{ version: number | null }>(sql`
    select max(v.version) as version
    from document_versions v
    where v.workspace_id = ${database.workspaceId} and v.document_id = ${documentId}
      and v.version < ${version} and v.served_from is not null`);
  return result.rows[0]?.version ?? null;
}

/** What is still being stored is nobody's to see. */
function isVisible(reader: Reader | null): SQL {
  const mayReadHeld = reader === null ? sql`true` : isHeldReadable(reader);
  return sql`(v.served_from is not null or (v.held_at is not null and ${mayReadHeld}))`;
}

function isWanted({ documentId, version, reader }: WantedVersion): SQL {
  return sql`(v.document_id = ${documentId} and v.version = ${version} and ${isVisible(reader)})`;
}

const versionColumns = sql`v.document_id, v.version, v.title, v.mime,
  encode(v.original_sha256, 'hex') as content_sha256, v.byte_size,
  v.char_count, v.page_count,
  (select count(*)::int from chunk_placements p
   where p.workspace_id = v.workspace_id and p.document_id = v.document_id and p.version = v.version) as chunk_count,
  (select count(*)::int from version_findings f
   where f.workspace_id = v.workspace_id and f.document_id = v.document_id and f.version = v.version) as finding_count,
  v.parser, v.chunker, v.restored_from,
  ${isoInstant(sql`v.held_at`)} as held_at,
  ${isoInstant(sql`v.withdrawn_at`)} as withdrawn_at,
  ${isoInstant(sql`v.served_from`)} as served_from,
  ${isoInstant(sql`v.served_until`)} as served_until`;
