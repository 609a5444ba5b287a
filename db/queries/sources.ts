import { sql } from 'drizzle-orm';
import type { CollectionId, IngestRunId, SourceId } from '../../contract/ids.ts';
import { Source, type SourceDefaults, type SourceSettings } from '../../contract/source.ts';
import { textArray } from '../array-parameters.ts';
import { sources } from '../schema/sources.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';

export interface NewSource {
  readonly id: SourceId;
  readonly name: string;
  readonly collectionId: CollectionId;
  readonly settings: SourceSettings;
  readonly defaults: SourceDefaults;
  readonly intervalSeconds: number | null;
}

/** False when the workspace has a source of that name. */
export async function insertSource(
  database: WorkspaceDatabase,
  source: NewSource,
): Promise<boolean> {
  const inserted = await database.executor
    .insert(sources)
    .values({
      ...source,
      workspaceId: database.workspaceId,
      kind: source.settings.kind,
      nextSyncAt: source.intervalSeconds === null ? null : sql`now()`,
    })
    .onConflictDoNothing()
    .returning({ id: sources.id });
  return inserted.length > 0;
}

/** Changes what is given; false when there is no such source. */
export async function updateSource(
  database: WorkspaceDatabase,
  change: {
    readonly id: SourceId;
    readonly settings?: SourceSettings | undefined;
    readonly defaults?: SourceDefaults | undefined;
    readonly intervalSeconds?: number | null | undefined;
  },
): Promise<boolean> {
  const { id, settings, defaults, intervalSeconds } = change;
  const result = await database.executor.execute(sql`
    update sources
    set settings = coalesce(${settings === undefined ? null : JSON.stringify(settings)}::jsonb, settings),
      defaults = coalesce(${defaults === undefined ? null : JSON.stringify(defaults)}::jsonb, defaults)
      ${intervalSeconds === undefined ? sql`` : sql`, interval_seconds = ${intervalSeconds}::integer, next_sync_at = case when ${intervalSeconds}::integer is null then null else now() end`}
    where workspace_id = ${database.workspaceId} and id = ${id}
    returning id`);
  return result.rows.length > 0;
}

export interface SourceView {
  /** The collections whose sources are shown. */
  readonly collections: '*' | readonly string[];
}

/** Sources by name, after the given one. */
export function listSources(
  database: WorkspaceDatabase,
  page: SourceView & { readonly limit: number; readonly after: string | null },
): Promise<readonly Source[]> {
  return selectSources(database, { ...page, id: null });
}

export async function findSource(
  database: WorkspaceDatabase,
  wanted: SourceView & { readonly id: SourceId },
): Promise<Source | null> {
  const [source] = await selectSources(database, { ...wanted, limit: 1, after: null });
  return source ?? null;
}

async function selectSources(
  database: WorkspaceDatabase,
  query: SourceView & {
    readonly id: SourceId | null;
    readonly limit: number;
    readonly after: string | null;
  },
): Promise<readonly Source[]> {
  const inCollections =
    query.collections === '*' ? sql`true` : sql`k.name = any(${textArray(query.collections)})`;
  const result = await database.executor.execute(sql`
    select s.id, s.name, k.name as collection, s.interval_seconds, s.settings, s.defaults,
      ${isoInstant(sql`s.created_at`)} as created_at, ${isoInstant(sql`s.next_sync_at`)} as next_sync_at,
      last.sync_error as error,
      case when last.id is not null then jsonb_build_object('run_id', last.id, 'status', last.status,
        'finished_at', ${isoInstant(sql`last.sync_finished_at`)}, 'added', last.entries_added,
        'changed', last.entries_changed, 'unchanged', last.entries_unchanged, 'gone', last.entries_gone) end as last_sync
    from sources s
    join collections k on k.workspace_id = s.workspace_id and k.id = s.collection_id
    left join lateral (
      select r.*,
        case
          when r.sync_status = 'failed' then 'failed'
          when r.sync_status = 'done' and not exists (
            select 1 from ingest_jobs j
            where j.workspace_id = r.workspace_id and j.run_id = r.id and j.status in ('queued', 'running'))
            then case when r.cancelled_at is not null then 'cancelled' when exists (
              select 1 from ingest_jobs j
              where j.workspace_id = r.workspace_id and j.run_id = r.id and j.status = 'failed')
              then 'partly_failed' else 'succeeded' end
          when r.cancelled_at is not null then 'cancelled'
          when r.paused_at is not null then 'paused'
          when r.sync_status = 'queued' then 'queued'
          else 'running'
        end as status
      from ingest_runs r
      where r.workspace_id = s.workspace_id and r.source_id = s.id
      order by r.id desc
      limit 1) last on true
    where s.workspace_id = ${database.workspaceId}
      and (${query.id}::uuid is null or s.id = ${query.id}::uuid)
      and (${query.after}::text is null or s.name > ${query.after}::text)
      and ${inCollections}
    order by s.name
    limit ${query.limit}`);
  return result.rows.map((row) => Source.parse(row));
}

/** Queues a sync; null when one of the source waits or runs already. */
export async function requestSync(
  database: WorkspaceDatabase,
  sync: {
    readonly runId: IngestRunId;
    readonly sourceId: SourceId;
    /** Null: its time had come. */
    readonly apiKeyId: string | null;
    readonly allowsMassRetire: boolean;
  },
): Promise<IngestRunId | null> {
  const result = await database.executor.execute(sql`
    insert into ingest_runs (workspace_id, id, kind, api_key_id, source_id, sync_status, allows_mass_retire)
    values (${database.workspaceId}, ${sync.runId}, 'sync', ${sync.apiKeyId}, ${sync.sourceId}, 'queued',
      ${sync.allowsMassRetire})
    on conflict do nothing
    returning id`);
  return result.rows.length > 0 ? sync.runId : null;
}
