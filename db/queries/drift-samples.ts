import { sql, type SQL } from 'drizzle-orm';
import { DriftSample } from '../../contract/drift.ts';
import { TraceId, WorkspaceId } from '../../contract/ids.ts';
import type { Database } from '../client.ts';
import { driftSamples } from '../schema/drift.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';
import type { StoredRecord } from './stored-record.ts';
import { isWithin } from './traces-within.ts';
import { isVisible, type TraceReader } from './visible-traces.ts';

/** An answer that has come into its day's sample. */
export interface SampledRecord extends StoredRecord {
  readonly workspaceId: WorkspaceId;
  readonly traceId: TraceId;
  readonly place: string;
  readonly askedAt: Date;
}

/** Over `t` (traces): random, and the same whoever asks, so that servers draw one sample together. */
const place: SQL = sql`('x' || substr(md5(t.id::text), 1, 16))::bit(64)::bigint`;

/** Answers of a day (UTC) of any workspace that belong into its sample and are not in it yet. */
export async function findUnsampled(
  database: Database,
  day: { readonly begin: Date; readonly end: Date; readonly kept: number; readonly limit: number },
): Promise<readonly SampledRecord[]> {
  const result = await database.executor.execute<{
    workspace_id: string;
    id: string;
    place: string;
    asked_at: string;
    canonical: Buffer;
    sha256: Buffer;
  }>(sql`
    with drawn as (
      select t.workspace_id, t.id, t.created_at, t.state, ${place} as place,
        row_number() over (partition by t.workspace_id order by ${place}) as rank
      from traces t
      where t.kind = 'answer' and t.state = 'complete'
        and ${isWithin({ from: day.begin, to: day.end })})
    select drawn.workspace_id, drawn.id, drawn.place, ${isoInstant(sql`drawn.created_at`)} as asked_at,
      r.canonical, r.sha256
    from drawn
    join trace_records r on r.workspace_id = drawn.workspace_id and r.trace_id = drawn.id and r.state = drawn.state
    where drawn.rank <= ${day.kept} and not exists (
      select 1 from drift_samples s where s.workspace_id = drawn.workspace_id and s.trace_id = drawn.id)
    order by drawn.workspace_id, drawn.place
    limit ${day.limit}`);
  return result.rows.map((row) => ({
    workspaceId: WorkspaceId.parse(row.workspace_id),
    traceId: TraceId.parse(row.id),
    place: row.place,
    askedAt: new Date(row.asked_at),
    canonical: row.canonical,
    sha256: row.sha256,
  }));
}

export type NewDriftSample = Omit<typeof driftSamples.$inferInsert, 'workspaceId'>;

export async function insertDriftSample(
  database: WorkspaceDatabase,
  sample: NewDriftSample,
): Promise<void> {
  await database.executor
    .insert(driftSamples)
    .values({ ...sample, workspaceId: database.workspaceId })
    .onConflictDoNothing();
}

/** Leaves the smallest places of a day, so many of each workspace. */
export async function dropDisplacedSamples(
  database: Database,
  day: { readonly begin: Date; readonly end: Date; readonly kept: number },
): Promise<void> {
  await database.executor.execute(sql`
    delete from drift_samples d
    using (
      select s.workspace_id, s.trace_id,
        row_number() over (partition by s.workspace_id order by s.place) as rank
      from drift_samples s
      where s.asked_at >= ${day.begin.toISOString()}::timestamptz
        and s.asked_at < ${day.end.toISOString()}::timestamptz) ranked
    where ranked.rank > ${day.kept}
      and d.workspace_id = ranked.workspace_id and d.trace_id = ranked.trace_id`);
}

/** Samples whose traces the reader may see, the newest first. */
export async function listDriftSamples(
  database: WorkspaceDatabase,
  page: {
    readonly by: TraceReader;
    readonly from: Date | null;
    readonly to: Date | null;
    readonly limit: number;
    readonly before: TraceId | null;
  },
): Promise<readonly DriftSample[]> {
  const { from, to, before } = page;
  const result = await database.executor.execute(sql`
    select s.trace_id, ${isoInstant(sql`s.asked_at`)} as asked_at, s.question, s.prompt, s.answer, t.model,
      t.prompt_version, s.redacted_count as redacted
    from drift_samples s
    join traces t on t.workspace_id = s.workspace_id and t.id = s.trace_id
    where s.workspace_id = ${database.workspaceId} and ${isVisible(page.by)}
      and ${from === null ? sql`true` : sql`s.asked_at >= ${from.toISOString()}::timestamptz`}
      and ${to === null ? sql`true` : sql`s.asked_at < ${to.toISOString()}::timestamptz`}
      and ${before === null ? sql`true` : sql`s.trace_id < ${before}::uuid`}
    order by s.trace_id desc
    limit ${page.limit}`);
  return result.rows.map((row) => DriftSample.parse(row));
}
