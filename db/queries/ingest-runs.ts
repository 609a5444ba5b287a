import { sql } from 'drizzle-orm';
import type { IngestRunId } from '../../contract/ids.ts';
import { IngestRun } from '../../contract/ingest-run.ts';
import type { Database } from '../client.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';
import { isReadable, type Reader } from './readable.ts';

/** How many failed documents a run lists. */
const MAX_ERRORS = 200;

export interface RunPage {
  /** Null sees every document's job. */
  readonly reader: Reader | null;
  readonly limit: number;
  readonly before: IngestRunId | null;
}

/** Runs with at least one document that the reader may see; only those documents are counted. */
export function listIngestRuns(
  database: WorkspaceDatabase,
  page: RunPage,
): Promise<readonly IngestRun[]> {
  return selectRuns(database, { ...page, id: null });
}

export async function findIngestRun(
  database: WorkspaceDatabase,
  wanted: { readonly id: IngestRunId; readonly reader: Reader | null },
): Promise<IngestRun | null> {
  const [run] = await selectRuns(database, { ...wanted, limit: 1, before: null });
  return run ?? null;
}

/** How many jobs of all workspaces wait and run: what `/readyz` says of the queue. */
export async function countOpenJobs(
  database: Database,
): Promise<{ readonly waiting: number; readonly running: number }> {
  const result = await database.executor.execute<{ waiting: number; running: number }>(sql`
    select count(*) filter (where status = 'queued')::int as waiting,
      count(*) filter (where status = 'running')::int as running
    from ingest_jobs
    where status in ('queued', 'running')`);
  return result.rows[0] ?? { waiting: 0, running: 0 };
}

async function selectRuns(
  database: WorkspaceDatabase,
  query: RunPage & { readonly id: IngestRunId | null },
): Promise<readonly IngestRun[]> {
  const readable = query.reader === null ? sql`true` : isReadable(query.reader);
  const result = await database.executor.execute(sql`
    select r.id,
      case
        when jobs.open = 0 and jobs.failed = 0 then 'succeeded'
        when jobs.open = 0 and jobs.failed = jobs.total then 'failed'
        when jobs.open = 0 then 'partly_failed'
        when jobs.started_at is null then 'queued'
        else 'running'
      end as status,
      jsonb_build_object('total', jobs.total, 'done', jobs.done, 'failed', jobs.failed, 'unchanged', jobs.unchanged) as documents,
      jsonb_build_object('added', jobs.added, 'reused', jobs.reused, 'retired', jobs.retired) as chunks,
      0 as stale_answers,
      coalesce(failures.errors, '[]'::jsonb) as errors,
      ${isoInstant(sql`r.created_at`)} as created_at,
      ${isoInstant(sql`jobs.started_at`)} as started_at,
      case when jobs.open = 0 then ${isoInstant(sql`jobs.finished_at`)} end as finished_at
    from ingest_runs r
    join lateral (
      select count(*)::int as total,
        count(*) filter (where j.status in ('queued', 'running'))::int as open,
        count(*) filter (where j.status = 'done')::int as done,
        count(*) filter (where j.status = 'failed')::int as failed,
        count(*) filter (where j.status = 'unchanged')::int as unchanged,
        coalesce(sum(j.chunks_added), 0)::int as added,
        coalesce(sum(j.chunks_reused), 0)::int as reused,
        coalesce(sum(j.chunks_retired), 0)::int as retired,
        min(j.started_at) as started_at,
        max(j.finished_at) as finished_at
      from ingest_jobs j
      join documents d on d.workspace_id = j.workspace_id and d.id = j.document_id
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      where j.workspace_id = r.workspace_id and j.run_id = r.id and ${readable}
    ) jobs on jobs.total > 0
    left join lateral (
      select jsonb_agg(to_jsonb(failure) order by failure.source) as errors
      from (
        select j.document_id, d.source, j.error_code as code, j.error_detail as detail
        from ingest_jobs j
        join documents d on d.workspace_id = j.workspace_id and d.id = j.document_id
        join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
        where j.workspace_id = r.workspace_id and j.run_id = r.id and j.status = 'failed'
          and ${readable}
        order by d.source
        limit ${MAX_ERRORS}) failure
    ) failures on true
    where r.workspace_id = ${database.workspaceId}
      and (${query.id}::uuid is null or r.id = ${query.id}::uuid)
      and (${query.before}::uuid is null or r.id < ${query.before}::uuid)
    order by r.id desc
    limit ${query.limit}`);
  return result.rows.map((row) => IngestRun.parse(row));
}
