import { sql, type SQL } from 'drizzle-orm';
import type { ApiKeyId, IngestRunId } from '../../contract/ids.ts';
import { INGEST_STAGES, IngestRun } from '../../contract/ingest-run.ts';
import { textArray } from '../array-parameters.ts';
import type { Database } from '../client.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';
import { isReadable, type Reader } from './readable.ts';

/** How many failed documents a run lists. */
const MAX_ERRORS = 200;
/** From how many jobs of a run percentiles are taken, about: sorting 100,000 takes a second. */
const PERCENTILE_JOBS = 5_000;

/** A key sees the counts of every run that it began; `seesOthers` says whether it sees further runs. */
export interface RunCreator {
  readonly apiKeyId: ApiKeyId;
  readonly seesOthers: boolean;
}

export interface RunView {
  /** Null sees every document's job. */
  readonly reader: Reader | null;
  readonly creator?: RunCreator;
}

export interface RunPage extends RunView {
  readonly limit: number;
  readonly before: IngestRunId | null;
}

/**
 * Runs with at least one document that the reader may see, and those of the creator. Only documents that
 * may be seen are counted, but for the creator, who sent them; and none is named that may not be read.
 */
export function listIngestRuns(
  database: WorkspaceDatabase,
  page: RunPage,
): Promise<readonly IngestRun[]> {
  return selectRuns(database, { ...page, id: null });
}

export async function findIngestRun(
  database: WorkspaceDatabase,
  wanted: RunView & { readonly id: IngestRunId },
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
  const sight = sightOf(query);
  const result = await database.executor.execute(sql`
    with page as materialized (
      select r.*, jobs.*, ${sight.isCreator} as is_creator,
        jobs.open > 0 or coalesce(r.sync_status in ('queued', 'running'), false) as is_open
      from ingest_runs r
      join lateral (${jobCounts(sight.isCounted)}) jobs
        on jobs.total > 0 or ${sight.isCreator} or (r.kind = 'sync' and ${sight.isSourceSeen})
      where r.workspace_id = ${database.workspaceId}
        and (${query.id}::uuid is null or r.id = ${query.id}::uuid)
        and (${query.before}::uuid is null or r.id < ${query.before}::uuid)
      order by r.id desc
      limit ${query.limit})
    select r.id, r.kind,
      case
        when r.is_open and r.paused_at is not null then 'paused'
        when r.is_open and r.started_at is null and r.sync_status is distinct from 'running' then 'queued'
        when r.is_open then 'running'
        when r.cancelled_at is not null or r.cancelled > 0 then 'cancelled'
        when r.failed = 0 and r.sync_status is distinct from 'failed' then 'succeeded'
        when r.failed = r.total then 'failed'
        else 'partly_failed'
      end as status,
      jsonb_build_object('total', r.total, 'done', r.done, 'failed', r.failed,
        'unchanged', r.unchanged, 'held', r.held, 'cancelled', r.cancelled) as documents,
      jsonb_build_object('added', r.added, 'reused', r.reused, 'retired', r.retired) as chunks,
      coalesce(timings.stages, '[]'::jsonb) as stages,
      case when r.source_id is not null then jsonb_build_object('source_id', r.source_id, 'status', r.sync_status,
        'added', r.entries_added, 'changed', r.entries_changed, 'unchanged', r.entries_unchanged,
        'gone', r.entries_gone, 'skipped', r.entries_skipped, 'error', case
          when r.is_creator then r.sync_error
          when r.sync_error is not null then 'The source could not be followed.' end) end as sync,
      (select count(distinct stale.trace_id)::int
       from stale_citations stale
       join documents d on d.workspace_id = stale.workspace_id and d.id = stale.document_id
       join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
       where stale.workspace_id = r.workspace_id and stale.run_id = r.id and stale.cleared_at is null
         and ${sight.isCounted ?? sql`true`}) as stale_answers,
      coalesce(failures.errors, '[]'::jsonb) as errors,
      ${isoInstant(sql`r.created_at`)} as created_at,
      ${isoInstant(sql`r.started_at`)} as started_at,
      case when not r.is_open then
        ${isoInstant(sql`coalesce(greatest(r.finished_at, r.sync_finished_at), r.cancelled_at, r.created_at)`)}
      end as finished_at
    from page r
    left join lateral (${stageFigures(sight.isCounted)}) timings on true
    left join lateral (${failures(sight.isNamed)}) failures on true
    order by r.id desc`);
  return result.rows.map((row) => IngestRun.parse(row));
}

/** Conditions over the aliases `r` (ingest_runs), `d` (documents) and `k` (collections). */
interface Sight {
  readonly isCreator: SQL;
  /** Null for every document. */
  readonly isCounted: SQL | null;
  readonly isNamed: SQL | null;
  readonly isSourceSeen: SQL;
}

function sightOf({ reader, creator }: RunView): Sight {
  const everything = sql`true`;
  if (reader === null) {
    return {
      isCreator: everything,
      isCounted: null,
      isNamed: null,
      isSourceSeen: everything,
    };
  }
  const isReadableToo = isReadable(reader);
  if (creator === undefined) {
    const isCreator = sql`false`;
    const isSourceSeen = sourceIsSeen(reader);
    return { isCreator, isCounted: isReadableToo, isNamed: isReadableToo, isSourceSeen };
  }
  const isCreator = sql`coalesce(r.api_key_id = ${creator.apiKeyId}, false)`;
  if (!creator.seesOthers) {
    const isNamed = sql`(${isCreator} and ${isReadableToo})`;
    return { isCreator, isCounted: isCreator, isNamed, isSourceSeen: sql`false` };
  }
  return {
    isCreator,
    isCounted: sql`(${isCreator} or ${isReadableToo})`,
    isNamed: isReadableToo,
    isSourceSeen: sourceIsSeen(reader),
  };
}

/** A sync that found nothing new has no document to be seen by: the source's collection decides. */
function sourceIsSeen(reader: Reader): SQL {
  if (reader.collections === '*') return sql`true`;
  return sql`exists (
    select 1
    from sources s
    join collections k on k.workspace_id = s.workspace_id and k.id = s.collection_id
    where s.workspace_id = r.workspace_id and s.id = r.source_id and k.name = any(${textArray(reader.collections)}))`;
}

/**
 * The jobs `j` of run `r` that fulfil a condition, null for all, without those that were tried again under
 * another job. The documents are joined only where the condition looks at them.
 */
function jobsOfRun(condition: SQL | null): SQL {
  const joins = sql`
    join documents d on d.workspace_id = j.workspace_id and d.id = j.document_id
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id`;
  return sql`ingest_jobs j ${condition === null ? sql`` : joins}
    where j.workspace_id = r.workspace_id and j.run_id = r.id
      and ${condition ?? sql`true`}
      and (j.status not in ('failed', 'cancelled') or not exists (
        select 1
        from ingest_jobs later
        where later.workspace_id = j.workspace_id and later.document_id = j.document_id
          and later.run_id = j.run_id and later.id > j.id))`;
}

function jobCounts(isCounted: SQL | null): SQL {
  return sql`
    select count(*)::int as total,
      count(*) filter (where j.status in ('queued', 'running'))::int as open,
      count(*) filter (where j.status in ('done', 'held'))::int as done,
      count(*) filter (where j.status = 'failed')::int as failed,
      count(*) filter (where j.status = 'unchanged')::int as unchanged,
      count(*) filter (where j.status = 'held')::int as held,
      count(*) filter (where j.status = 'cancelled')::int as cancelled,
      coalesce(sum(j.chunks_added), 0)::int as added,
      coalesce(sum(j.chunks_reused), 0)::int as reused,
      coalesce(sum(j.chunks_retired), 0)::int as retired,
      min(j.started_at) as started_at,
      max(j.finished_at) as finished_at
    from ${jobsOfRun(isCounted)}`;
}

/** Percentiles of a large run come from a sample, by the random last byte of the jobs' ids. */
function stageFigures(isCounted: SQL | null): SQL {
  const stages = textArray(INGEST_STAGES);
  const isSampled = sql`get_byte(uuid_send(j.id), 15) < greatest(1, 256.0 * ${PERCENTILE_JOBS} / greatest(r.total, 1))`;
  return sql`
    select jsonb_agg(to_jsonb(figures) order by array_position(${stages}, figures.stage)) as stages
    from (
      select timing.key as stage,
        count(*)::int as count,
        sum(timing.value::double precision) as total_ms,
        coalesce(percentile_cont(0.5) within group (order by timing.value::double precision)
          filter (where job.is_sampled), 0) as p50_ms,
        coalesce(percentile_cont(0.95) within group (order by timing.value::double precision)
          filter (where job.is_sampled), 0) as p95_ms
      from (select j.timings, ${isSampled} as is_sampled
            from ${jobsOfRun(isCounted)} and j.timings is not null) job
      cross join lateral jsonb_each_text(job.timings) timing
      where timing.key = any(${stages})
      group by timing.key) figures`;
}

function failures(isNamed: SQL | null): SQL {
  return sql`
    select jsonb_agg(to_jsonb(failure) order by failure.source) as errors
    from (
      select j.document_id, d.source, j.error_code as code, j.error_detail as detail
      from ${jobsOfRun(isNamed ?? sql`true`)} and j.status = 'failed'
      order by d.source
      limit ${MAX_ERRORS}) failure`;
}
