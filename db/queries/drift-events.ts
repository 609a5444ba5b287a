import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { DRIFT_EVENT_KINDS } from '../../contract/drift.ts';
import { DocumentId, IngestRunId } from '../../contract/ids.ts';
import { textArray } from '../array-parameters.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isReadable } from './readable.ts';
import { isWithin } from './traces-within.ts';
import { isVisible, type TraceReader } from './visible-traces.ts';

const EventRow = z.object({
  at: z.coerce.date(),
  kind: z.enum(DRIFT_EVENT_KINDS),
  subject: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  count: z.coerce.number(),
  document_id: DocumentId.nullable(),
  run_id: IngestRunId.nullable(),
});
export type DriftEventRow = z.infer<typeof EventRow>;

export interface EventScope {
  readonly by: TraceReader;
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
}

/** A value may hold for long before the time that is looked at. */
const LOOK_BACK_MS = 30 * 86_400_000;

/**
 * What answers say that they were given under, where it differs from the answer before: configuration, code, prompt, and
 * for each model the version that its provider says has answered. The newest first.
 */
export async function listAnsweredChanges(
  database: WorkspaceDatabase,
  { by, from, to, limit }: EventScope,
): Promise<readonly DriftEventRow[]> {
  const result = await database.executor.execute(sql`
    with answers as (
      select t.id, t.created_at, t.model, t.config_hash, t.code_version, t.prompt_version,
        nullif(concat_ws(' ', t.served_model, t.fingerprint), '') as served
      from traces t
      where t.workspace_id = ${database.workspaceId} and t.kind = 'answer' and t.state = 'complete'
        and t.config_hash is not null
        and ${isWithin({ from: new Date(from.getTime() - LOOK_BACK_MS), to })} and ${isVisible(by)}),
    held as (
      select id, created_at as at, 'configuration' as kind, null as subject, config_hash as held from answers
      union all
      select id, created_at, 'code', null, code_version from answers
      union all
      select id, created_at, 'prompt', null, prompt_version from answers where prompt_version <> 'none'
      union all
      select id, created_at, 'model_version', model, served from answers where served is not null),
    followed as (
      select at, kind, subject, lag(held) over (partition by kind, subject order by id) as before, held as after
      from held)
    select at, kind, subject, before, after, 1 as count, null as document_id, null as run_id
    from followed
    where before <> after and at >= ${from.toISOString()}::timestamptz
    order by at desc
    limit ${limit}`);
  return result.rows.map((row) => EventRow.parse(row));
}

/** Documents that began to serve, in a new version or the same bytes read anew, or were retired: of a minute, run and collection together. */
export async function listDocumentChanges(
  database: WorkspaceDatabase,
  { by, from, to, limit }: EventScope,
): Promise<readonly DriftEventRow[]> {
  const mayRead = by.isAdmin ? sql`true` : isReadable(by.reader);
  const result = await database.executor.execute(sql`
    with changes as (
      select v.served_from as at,
        case when r.kind = 'reindex' then 'documents_reread' else 'documents_published' end as kind,
        k.name as collection, d.title, d.id,
        j.run_id, v.version
      from document_versions v
      join documents d on d.workspace_id = v.workspace_id and d.id = v.document_id
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      left join ingest_jobs j on j.workspace_id = v.workspace_id and j.id = v.job_id
      left join ingest_runs r on r.workspace_id = j.workspace_id and r.id = j.run_id
      where v.workspace_id = ${database.workspaceId}
        and v.served_from >= ${from.toISOString()}::timestamptz
        and v.served_from < ${to.toISOString()}::timestamptz and ${mayRead}
      union all
      select d.retired_at, 'documents_retired', k.name, d.title, d.id, null, null
      from documents d
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      where d.workspace_id = ${database.workspaceId}
        and d.retired_at >= ${from.toISOString()}::timestamptz
        and d.retired_at < ${to.toISOString()}::timestamptz and ${mayRead})
    select min(at) as at, kind, case when count(*) = 1 then min(title) else collection end as subject,
      case when count(*) = 1 and min(version) > 1 then 'version ' || min(version) - 1 end as before,
      case when count(*) = 1 then 'version ' || min(version) end as after,
      count(*) as count, case when count(*) = 1 then min(id::text) end as document_id, run_id
    from changes
    group by kind, collection, run_id, date_trunc('minute', at)
    order by at desc
    limit ${limit}`);
  return result.rows.map((row) => EventRow.parse(row));
}

/**
 * Who may read documents, how collections are cut, embedded and read, the chunker that cut the versions which serve, and
 * orders about circuits.
 */
export async function listSettingChanges(
  database: WorkspaceDatabase,
  { by, from, to, limit }: EventScope,
): Promise<readonly DriftEventRow[]> {
  const { reader } = by;
  const mayRead = by.isAdmin ? sql`true` : sql`(d.id is null or ${isReadable(reader)})`;
  const mayServe = by.isAdmin ? sql`true` : isReadable(reader);
  const inCollections =
    by.isAdmin || reader.collections === '*'
      ? sql`true`
      : sql`k.name = any(${textArray(reader.collections)})`;
  const result = await database.executor.execute(sql`
    with changes as (
      select c.changed_at as at, c.kind, case when d.id is null then k.name else d.title end as subject,
        k.name as collection, c.before #>> '{}' as before, c.after #>> '{}' as after, c.document_id
      from setting_changes c
      join collections k on k.workspace_id = c.workspace_id and k.id = c.collection_id
      left join documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
      where c.workspace_id = ${database.workspaceId}
        and c.changed_at >= ${from.toISOString()}::timestamptz
        and c.changed_at < ${to.toISOString()}::timestamptz and ${mayRead} and ${inCollections}),
    chunkers as (
      select k.name as collection, v.chunker, min(v.served_from) as at,
        lag(v.chunker) over (partition by k.name order by min(v.served_from)) as before
      from document_versions v
      join documents d on d.workspace_id = v.workspace_id and d.id = v.document_id
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      where v.workspace_id = ${database.workspaceId} and v.served_from is not null and ${mayServe}
      group by k.name, v.chunker),
    grouped as (
      select min(at) as at, kind, case when count(*) = 1 then min(subject) else collection end as subject,
        case when count(distinct before) = 1 then min(before) end as before,
        case when count(distinct after) = 1 then min(after) end as after,
        count(*) as count, case when count(*) = 1 then min(document_id::text) end as document_id
      from changes
      group by kind, collection, date_trunc('minute', at)
      union all
      select o.created_at, 'circuit', o.upstream, null, o.state || ': ' || o.reason, 1, null
      from circuit_orders o
      where o.created_at >= ${from.toISOString()}::timestamptz and o.created_at < ${to.toISOString()}::timestamptz
      union all
      select at, 'chunking', collection, before, chunker, 1, null
      from chunkers
      where before is not null
        and at >= ${from.toISOString()}::timestamptz and at < ${to.toISOString()}::timestamptz)
    select *, null as run_id
    from grouped
    order by at desc
    limit ${limit}`);
  return result.rows.map((row) => EventRow.parse(row));
}
