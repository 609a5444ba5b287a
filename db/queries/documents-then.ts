import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { Classification } from '../../contract/classification.ts';
import { DocumentMime } from '../../contract/document.ts';
import { ChunkId, DocumentId } from '../../contract/ids.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { versionServes } from './as-of.ts';
import { isoInstant } from './documents.ts';
import { isReadable, type Reader } from './readable.ts';

/**
 * A document as it stood at an instant. Versions keep their history; `mime`, `tags`, `classification` and
 * `acl` keep none and are those of now.
 */
export const DocumentThen = z.object({
  id: DocumentId,
  collection: z.string(),
  source: z.string(),
  title: z.string(),
  mime: DocumentMime.nullable(),
  tags: z.array(z.string()),
  classification: Classification,
  acl: z.array(z.string()),
  /** To whom the question was answered. */
  is_readable_to_asker: z.boolean(),
  sent_at: z.iso.datetime(),
  retired_at: z.iso.datetime().nullable(),
  /** The version that served then. */
  version: z.int().nullable(),
  first_served_from: z.iso.datetime().nullable(),
  /** When the last version that had served by then ended. */
  served_until: z.iso.datetime().nullable(),
  /** When a version began to serve after that instant. */
  served_again_from: z.iso.datetime().nullable(),
  held_at: z.iso.datetime().nullable(),
  /** When the last try to ingest it failed. */
  failed_at: z.iso.datetime().nullable(),
  failure: z.string().nullable(),
});
export type DocumentThen = z.infer<typeof DocumentThen>;

export type DocumentName =
  | { readonly kind: 'id'; readonly id: DocumentId }
  | { readonly kind: 'source'; readonly source: string; readonly collection: string | null };

/** Who looks; an administrator sees every document of the workspace. */
export interface DocumentViewer {
  readonly reader: Reader;
  readonly isAdmin: boolean;
}

/** Over `v` (versions): held back until somebody approves it. */
const waits = sql`(v.held_at is not null and v.served_from is null and v.withdrawn_at is null)`;

/** More collections than a workspace searches at once hold no document of one source. */
const MAX_NAMESAKES = 200;

/** The documents of that name which the viewer may see now, by collection. */
export async function findDocumentsThen(
  database: WorkspaceDatabase,
  wanted: {
    readonly name: DocumentName;
    readonly asOf: Date;
    readonly viewer: DocumentViewer;
    readonly asker: Reader;
  },
): Promise<readonly DocumentThen[]> {
  const { asOf } = wanted;
  const result = await database.executor.execute(sql`
    select d.id, k.name as collection, d.source, d.title, d.mime, d.tags, d.classification, d.acl,
      ${isReadable(wanted.asker)} as is_readable_to_asker,
      ${isoInstant(sql`d.created_at`)} as sent_at,
      ${isoInstant(sql`d.retired_at`)} as retired_at,
      history.version,
      ${isoInstant(sql`history.first_served_from`)} as first_served_from,
      ${isoInstant(sql`history.served_until`)} as served_until,
      ${isoInstant(sql`history.served_again_from`)} as served_again_from,
      ${isoInstant(sql`history.held_at`)} as held_at,
      ${isoInstant(sql`last_job.finished_at`)} as failed_at, last_job.error_detail as failure
    from documents d
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    cross join lateral (
      select max(v.version) filter (where ${versionServes(asOf)}) as version,
        min(v.served_from) as first_served_from,
        max(v.served_until) filter (where v.served_until <= ${asOf}::timestamptz) as served_until,
        min(v.served_from) filter (where v.served_from > ${asOf}::timestamptz) as served_again_from,
        max(v.held_at) filter (where ${waits}) as held_at
      from document_versions v
      where v.workspace_id = d.workspace_id and v.document_id = d.id) history
    left join lateral (
      select j.status, j.finished_at, j.error_detail
      from ingest_jobs j
      where j.workspace_id = d.workspace_id and j.document_id = d.id
      order by j.id desc
      limit 1) last_job on last_job.status = 'failed'
    where d.workspace_id = ${database.workspaceId}
      and ${isNamed(wanted.name)}
      and ${maySee(wanted.viewer)}
    order by k.name
    limit ${MAX_NAMESAKES}`);
  return result.rows.map((row) => DocumentThen.parse(row));
}

/**
 * Whether there is a document, in that collection if one is given, that the viewer may not see. Where there
 * is none, a document that is not found does not exist.
 */
export async function hasHiddenDocuments(
  database: WorkspaceDatabase,
  wanted: { readonly collection: string | null; readonly viewer: DocumentViewer },
): Promise<boolean> {
  const { collection } = wanted;
  const result = await database.executor.execute<{ hidden: boolean }>(sql`
    select exists (
      select 1
      from documents d
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      where d.workspace_id = ${database.workspaceId}
        and (${collection}::text is null or k.name = ${collection}::text)
        and not ${maySee(wanted.viewer)}) as hidden`);
  return result.rows[0]?.hidden ?? true;
}

/** In which versions a chunk stands, seen from an instant; what is still being stored is nobody's to see. */
export const ChunkThen = z.object({
  id: ChunkId,
  document_id: DocumentId,
  served_then: z.boolean(),
  earlier_version: z.int().nullable(),
  later_version: z.int().nullable(),
  later_from: z.iso.datetime().nullable(),
  held_version: z.int().nullable(),
  held_at: z.iso.datetime().nullable(),
});
export type ChunkThen = z.infer<typeof ChunkThen>;

/** Null for a chunk that stands in no stored version. The caller checks that its document may be seen. */
export async function findChunkThen(
  database: WorkspaceDatabase,
  wanted: { readonly id: ChunkId; readonly asOf: Date },
): Promise<ChunkThen | null> {
  const { id, asOf } = wanted;
  const result = await database.executor.execute(sql`
    select p.chunk_id as id, p.document_id,
      bool_or(coalesce(${versionServes(asOf)}, false)) as served_then,
      max(v.version) filter (where v.served_until <= ${asOf}::timestamptz) as earlier_version,
      min(v.version) filter (where v.served_from > ${asOf}::timestamptz) as later_version,
      ${isoInstant(sql`min(v.served_from) filter (where v.served_from > ${asOf}::timestamptz)`)} as later_from,
      max(v.version) filter (where ${waits}) as held_version,
      ${isoInstant(sql`max(v.held_at) filter (where ${waits})`)} as held_at
    from chunk_placements p
    join document_versions v
      on v.workspace_id = p.workspace_id and v.document_id = p.document_id and v.version = p.version
    where p.workspace_id = ${database.workspaceId}
      and p.chunk_id = ${id}
      and (v.served_from is not null or ${waits})
    group by p.chunk_id, p.document_id`);
  const [row] = result.rows;
  return row === undefined ? null : ChunkThen.parse(row);
}

/** The chunks of a version by their numbers, as the legs name them. */
export async function findChunkNumbers(
  database: WorkspaceDatabase,
  of: { readonly documentId: DocumentId; readonly version: number },
): Promise<ReadonlyMap<number, ChunkId>> {
  const result = await database.executor.execute<{ number: string; id: string }>(sql`
    select c.number::text as number, c.id
    from chunk_placements p
    join chunks c on c.workspace_id = p.workspace_id and c.id = p.chunk_id
    where p.workspace_id = ${database.workspaceId}
      and p.document_id = ${of.documentId}
      and p.version = ${of.version}
    order by c.number`);
  return new Map(result.rows.map((row) => [Number(row.number), ChunkId.parse(row.id)]));
}

function isNamed(name: DocumentName): SQL {
  if (name.kind === 'id') return sql`d.id = ${name.id}`;
  return sql`(d.source = ${name.source}
    and (${name.collection}::text is null or k.name = ${name.collection}::text))`;
}

function maySee({ reader, isAdmin }: DocumentViewer): SQL {
  return isAdmin ? sql`true` : isReadable(reader);
}
