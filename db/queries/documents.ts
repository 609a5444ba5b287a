import { sql, type SQL } from 'drizzle-orm';
import { Document, type DocumentStatus } from '../../contract/document.ts';
import { DocumentVersion, DocumentVersionSummary } from '../../contract/document-version.ts';
import type { DocumentId } from '../../contract/ids.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isReadable, type Reader } from './readable.ts';

export interface DocumentListPage {
  readonly reader: Reader;
  readonly limit: number;
  readonly after: { readonly updatedAt: string; readonly id: string } | null;
  readonly collection?: string | undefined;
  readonly status?: DocumentStatus | undefined;
  readonly words?: string | undefined;
}

/** Documents that the reader may see, the last changed first. */
export async function listDocuments(
  database: WorkspaceDatabase,
  page: DocumentListPage,
): Promise<readonly Document[]> {
  const conditions = [sql`${isReadable(page.reader)}`];
  if (page.collection !== undefined) conditions.push(sql`k.name = ${page.collection}`);
  if (page.status !== undefined) conditions.push(sql`${documentStatus} = ${page.status}`);
  if (page.words !== undefined) {
    const pattern = `%${escapeLike(page.words)}%`;
    conditions.push(sql`(d.title ilike ${pattern} or d.source ilike ${pattern})`);
  }
  if (page.after !== null) {
    conditions.push(
      sql`(d.updated_at, d.id) < (${page.after.updatedAt}::timestamptz, ${page.after.id}::uuid)`,
    );
  }
  return selectDocuments(database, {
    where: sql.join(conditions, sql` and `),
    limit: page.limit,
  });
}

/** Null when there is no such document or the reader may not see it: nobody learns which. */
export async function findDocument(
  database: WorkspaceDatabase,
  wanted: { readonly id: DocumentId; readonly reader: Reader },
): Promise<Document | null> {
  const [document] = await selectDocuments(database, {
    where: sql`d.id = ${wanted.id} and ${isReadable(wanted.reader)}`,
    limit: 1,
  });
  return document ?? null;
}

export async function listDocumentVersions(
  database: WorkspaceDatabase,
  page: { readonly documentId: DocumentId; readonly limit: number; readonly below: number | null },
): Promise<readonly DocumentVersionSummary[]> {
  const result = await database.executor.execute(sql`
    select ${versionColumns}
    from document_versions v
    where v.workspace_id = ${database.workspaceId}
      and v.document_id = ${page.documentId}
      and (${page.below}::integer is null or v.version < ${page.below}::integer)
    order by v.version desc
    limit ${page.limit}`);
  return result.rows.map((row) => DocumentVersionSummary.parse(row));
}

/** A version with its text and chunks. The caller has checked that the document may be read. */
export async function findDocumentVersion(
  database: WorkspaceDatabase,
  wanted: { readonly documentId: DocumentId; readonly version: number },
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
      ), '[]'::jsonb) as chunks
    from document_versions v
    join documents d on d.workspace_id = v.workspace_id and d.id = v.document_id
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    where v.workspace_id = ${database.workspaceId}
      and v.document_id = ${wanted.documentId}
      and v.version = ${wanted.version}
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
  wanted: { readonly documentId: DocumentId; readonly version: number },
): Promise<OriginalFile | null> {
  const result = await database.executor.execute<{ bytes: Buffer; source: string }>(sql`
    select o.bytes, d.source
    from document_versions v
    join documents d on d.workspace_id = v.workspace_id and d.id = v.document_id
    join originals o on o.workspace_id = v.workspace_id and o.sha256 = v.original_sha256
    where v.workspace_id = ${database.workspaceId}
      and v.document_id = ${wanted.documentId}
      and v.version = ${wanted.version}
    limit 1`);
  return result.rows[0] ?? null;
}

const documentStatus = sql`(case
  when d.retired_at is not null then 'retired'
  when d.version is not null then 'ready'
  when last_job.status = 'failed' then 'failed'
  else 'processing'
end)`;

async function selectDocuments(
  database: WorkspaceDatabase,
  query: { readonly where: SQL; readonly limit: number },
): Promise<readonly Document[]> {
  const result = await database.executor.execute(sql`
    select d.id, k.name as collection, d.source, d.title, d.mime, d.tags, d.classification, d.acl,
      ${documentStatus} as status, d.version,
      (select count(*)::int from chunk_placements p
       where p.workspace_id = d.workspace_id and p.document_id = d.id and p.version = d.version) as chunk_count,
      v.byte_size,
      case when last_job.status = 'failed'
        then jsonb_build_object('code', last_job.error_code, 'detail', last_job.error_detail)
      end as error,
      ${isoInstant(sql`d.created_at`)} as created_at,
      ${isoInstant(sql`d.updated_at`)} as updated_at
    from documents d
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    left join document_versions v
      on v.workspace_id = d.workspace_id and v.document_id = d.id and v.version = d.version
    left join lateral (
      select j.status, j.error_code, j.error_detail
      from ingest_jobs j
      where j.workspace_id = d.workspace_id and j.document_id = d.id
      order by j.id desc
      limit 1) last_job on true
    where d.workspace_id = ${database.workspaceId} and ${query.where}
    order by d.updated_at desc, d.id desc
    limit ${query.limit}`);
  return result.rows.map((row) => Document.parse(row));
}

const versionColumns = sql`v.document_id, v.version, v.title, v.mime,
  encode(v.original_sha256, 'hex') as content_sha256, v.byte_size,
  v.char_count, v.page_count,
  (select count(*)::int from chunk_placements p
   where p.workspace_id = v.workspace_id and p.document_id = v.document_id and p.version = v.version) as chunk_count,
  v.parser, v.chunker,
  ${isoInstant(sql`v.served_from`)} as served_from,
  ${isoInstant(sql`v.served_until`)} as served_until`;

/** An instant as the contract writes it. */
export function isoInstant(expression: SQL): SQL {
  return sql`to_char(${expression} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}
