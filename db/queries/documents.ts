import { sql, type SQL } from 'drizzle-orm';
import { Document, type DocumentStatus } from '../../contract/document.ts';
import type { DocumentId } from '../../contract/ids.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isHeldReadable, isReadable, type Reader } from './readable.ts';

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
    reader: page.reader,
    limit: page.limit,
  });
}

/**
 * Null when there is no such document or the reader may not see it: nobody learns which. A null reader is for
 * whoever has just changed it, and sees the result once, also when it has become closed to them.
 */
export async function findDocument(
  database: WorkspaceDatabase,
  { id, reader }: { readonly id: DocumentId; readonly reader: Reader | null },
): Promise<Document | null> {
  const [document] = await selectDocuments(database, {
    where: sql`d.id = ${id} and ${reader === null ? sql`true` : isReadable(reader)}`,
    reader,
    limit: 1,
  });
  return document ?? null;
}

const documentStatus = sql`(case
  when d.retired_at is not null then 'retired'
  when d.version is not null then 'ready'
  when held.version is not null then 'held'
  when last_job.status = 'failed' then 'failed'
  else 'processing'
end)`;

async function selectDocuments(
  database: WorkspaceDatabase,
  query: { readonly where: SQL; readonly reader: Reader | null; readonly limit: number },
): Promise<readonly Document[]> {
  const mayReadHeld = query.reader === null ? sql`true` : isHeldReadable(query.reader);
  const result = await database.executor.execute(sql`
    select d.id, k.name as collection, d.source, d.title, d.mime, d.tags, d.classification, d.acl,
      ${documentStatus} as status, d.version, held.version as held_version,
      (select count(*)::int from version_findings f
       where f.workspace_id = d.workspace_id and f.document_id = d.id
         and f.version = coalesce(held.version, d.version)) as finding_count,
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
      select v.version
      from document_versions v
      where v.workspace_id = d.workspace_id and v.document_id = d.id
        and v.held_at is not null and v.served_from is null and v.withdrawn_at is null and ${mayReadHeld}
      order by v.version desc
      limit 1) held on true
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

/** An instant as the contract writes it. */
export function isoInstant(expression: SQL): SQL {
  return sql`to_char(${expression} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}
