import { and, eq, sql, type SQL } from 'drizzle-orm';
import { ApiKeyId, TraceId, VerificationRunId, WorkspaceId } from '../../contract/ids.ts';
import { VerificationResult, VerificationRun } from '../../contract/verification-run.ts';
import { VerifierTier } from '../../contract/verification.ts';
import type { Database } from '../client.ts';
import { storedNow } from '../columns.ts';
import { verificationResults, verificationRuns } from '../schema/verification-runs.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';
import { isVisible, type TraceReader } from './visible-traces.ts';

export type NewVerificationRun = Pick<
  typeof verificationRuns.$inferInsert,
  'id' | 'apiKeyId' | 'from' | 'to' | 'verdict' | 'upTo' | 'createdAt'
>;
export type NewVerificationResult = Omit<
  typeof verificationResults.$inferInsert,
  'workspaceId' | 'runId'
>;

/** Which answers a run is about. */
export interface RunScope {
  readonly from: Date | null;
  readonly to: Date;
  readonly verdict: VerificationRun['verdict'];
}

/** A run that this server may work on until its lease runs out. */
export interface LeasedRun {
  readonly workspaceId: WorkspaceId;
  readonly id: VerificationRunId;
  readonly apiKeyId: ApiKeyId;
  readonly upTo: VerifierTier;
  readonly token: string;
}

export async function insertVerificationRun(
  database: WorkspaceDatabase,
  run: NewVerificationRun,
  by: TraceReader,
): Promise<void> {
  const { workspaceId, executor } = database;
  const scope = { from: run.from ?? null, to: run.to, verdict: run.verdict ?? null };
  const result = await executor.execute<{ count: number }>(sql`
    select count(*)::int as count from traces t where ${isInScope(workspaceId, scope, by)}`);
  const totalAnswers = result.rows[0]?.count ?? 0;
  await executor
    .insert(verificationRuns)
    .values({ ...run, workspaceId, totalAnswers, status: 'running' });
}

/** Over `t` (traces). */
function isInScope(
  workspaceId: WorkspaceId,
  { from, to, verdict }: RunScope,
  by: TraceReader,
): SQL {
  const conditions = [
    sql`t.workspace_id = ${workspaceId}`,
    sql`t.kind = 'answer' and t.state = 'complete'`,
    sql`t.created_at < ${to.toISOString()}::timestamptz`,
    isVisible(by),
  ];
  if (from !== null) conditions.push(sql`t.created_at >= ${from.toISOString()}::timestamptz`);
  if (verdict !== null) conditions.push(sql`t.verdict = ${verdict}`);
  return sql.join(conditions, sql` and `);
}

/** Null when there is none. Its counts are those of its results. */
export async function findVerificationRun(
  database: WorkspaceDatabase,
  id: VerificationRunId,
): Promise<VerificationRun | null> {
  const [run] = await selectRuns(database, sql`v.id = ${id}`, 1);
  return run ?? null;
}

/** The newest first: ids are UUIDv7. */
export function listVerificationRuns(
  database: WorkspaceDatabase,
  page: { readonly limit: number; readonly before: VerificationRunId | null },
): Promise<readonly VerificationRun[]> {
  const isBefore = page.before === null ? sql`true` : sql`v.id < ${page.before}::uuid`;
  return selectRuns(database, isBefore, page.limit);
}

async function selectRuns(
  database: WorkspaceDatabase,
  matches: SQL,
  limit: number,
): Promise<readonly VerificationRun[]> {
  const result = await database.executor.execute(sql`
    select v.id, v.status, ${isoInstant(sql`v.from_at`)} as "from", ${isoInstant(sql`v.to_at`)} as "to",
      v.verdict, v.up_to, v.api_key_id, ${isoInstant(sql`v.created_at`)} as created_at,
      ${isoInstant(sql`v.finished_at`)} as finished_at, v.failure,
      greatest(v.total_answers, c.checked + c.failed) as total_answers,
      c.checked as checked_answers, c.failed as failed_answers,
      c.changed_answers, c.changed_claims
    from verification_runs v
    cross join lateral (
      select count(*) filter (where r.failure is null)::int as checked,
        count(*) filter (where r.failure is not null)::int as failed,
        count(*) filter (where r.changed_claims > 0)::int as changed_answers,
        coalesce(sum(r.changed_claims), 0)::int as changed_claims
      from verification_results r
      where r.workspace_id = v.workspace_id and r.run_id = v.id) c
    where v.workspace_id = ${database.workspaceId} and ${matches}
    order by v.id desc
    limit ${limit}`);
  return result.rows.map((row) => VerificationRun.parse(row));
}

/** Results whose answers the reader may see, by the answers' ids. */
export async function listVerificationResults(
  database: WorkspaceDatabase,
  page: {
    readonly runId: VerificationRunId;
    readonly by: TraceReader;
    readonly isChanged: boolean | null;
    readonly limit: number;
    readonly after: TraceId | null;
  },
): Promise<readonly VerificationResult[]> {
  const { isChanged, after } = page;
  const result = await database.executor.execute(sql`
    select r.trace_id, r.verification_id, r.recorded_verdict, r.recorded_verifier, r.verdict, r.verifier,
      r.changed_claims, r.failure
    from verification_results r
    join traces t on t.workspace_id = r.workspace_id and t.id = r.trace_id
    where r.workspace_id = ${database.workspaceId} and r.run_id = ${page.runId}
      and ${isVisible(page.by)}
      and ${isChanged === null ? sql`true` : sql`(r.changed_claims > 0) = ${isChanged}`}
      and ${after === null ? sql`true` : sql`r.trace_id > ${after}::uuid`}
    order by r.trace_id
    limit ${page.limit}`);
  return result.rows.map((row) => VerificationResult.parse(row));
}

/** Leases a run that nobody works on, of any workspace; null when there is none. Time is the database's. */
export async function leaseVerificationRun(
  database: Database,
  lease: { readonly token: string; readonly seconds: number },
): Promise<LeasedRun | null> {
  const result = await database.executor.execute<Record<string, string>>(sql`
    update verification_runs as leased
    set lease_token = ${lease.token}::uuid,
        lease_until = now() + make_interval(secs => ${lease.seconds}::double precision)
    where (leased.workspace_id, leased.id) = (
      select run.workspace_id, run.id
      from verification_runs run
      where run.status = 'running' and (run.lease_until is null or run.lease_until <= ${storedNow})
      order by run.created_at, run.id
      limit 1
      for update skip locked)
    returning leased.workspace_id, leased.id, leased.api_key_id, leased.up_to`);
  const [row] = result.rows;
  if (row === undefined) return null;
  return {
    workspaceId: WorkspaceId.parse(row['workspace_id']),
    id: VerificationRunId.parse(row['id']),
    apiKeyId: ApiKeyId.parse(row['api_key_id']),
    upTo: VerifierTier.parse(row['up_to']),
    token: lease.token,
  };
}

/** The next answers of a run that have no result yet, as its reader may see them now. */
export async function findAnswersToVerify(
  database: WorkspaceDatabase,
  run: Pick<LeasedRun, 'id'>,
  page: { readonly by: TraceReader; readonly limit: number },
): Promise<readonly TraceId[]> {
  const { workspaceId, executor } = database;
  const [row] = await executor
    .select()
    .from(verificationRuns)
    .where(and(eq(verificationRuns.workspaceId, workspaceId), eq(verificationRuns.id, run.id)));
  if (row === undefined) return [];
  const { afterTraceId } = row;
  const result = await executor.execute<{ id: string }>(sql`
    select t.id
    from traces t
    where ${isInScope(workspaceId, row, page.by)}
      and ${afterTraceId === null ? sql`true` : sql`t.id > ${afterTraceId}::uuid`}
    order by t.id
    limit ${page.limit}`);
  return result.rows.map(({ id }) => TraceId.parse(id));
}

/**
 * Puts a result on record and moves on, under the run's lease, which it renews. False when the lease has been lost or
 * the run has ended: then nothing has changed, and the transaction that this is called in must not commit.
 */
export async function saveVerificationResult(
  transaction: WorkspaceDatabase,
  run: Pick<LeasedRun, 'id' | 'token'> & { readonly seconds: number },
  result: NewVerificationResult,
): Promise<boolean> {
  const { workspaceId, executor } = transaction;
  const moved = await executor
    .update(verificationRuns)
    .set({
      afterTraceId: result.traceId,
      leaseUntil: sql`now() + make_interval(secs => ${run.seconds}::double precision)`,
    })
    .where(holdsRun(workspaceId, run))
    .returning({ id: verificationRuns.id });
  if (moved.length === 0) return false;
  await executor.insert(verificationResults).values({ ...result, workspaceId, runId: run.id });
  return true;
}

/** Ends a run under its lease; false when that was lost. */
export async function endVerificationRun(
  database: WorkspaceDatabase,
  run: Pick<LeasedRun, 'id' | 'token'>,
  ending: { readonly status: 'done' | 'failed'; readonly failure: string | null },
): Promise<boolean> {
  const ended = await database.executor
    .update(verificationRuns)
    .set({ ...ending, finishedAt: sql`now()`, leaseToken: null, leaseUntil: null })
    .where(holdsRun(database.workspaceId, run))
    .returning({ id: verificationRuns.id });
  return ended.length > 0;
}

/** Gives a run back, so that the next server need not wait for the lease to run out. */
export async function releaseVerificationRun(
  database: WorkspaceDatabase,
  run: Pick<LeasedRun, 'id' | 'token'>,
): Promise<void> {
  await database.executor
    .update(verificationRuns)
    .set({ leaseToken: null, leaseUntil: null })
    .where(holdsRun(database.workspaceId, run));
}

/** Ends a run that is under way; one that has ended stays as it is. */
export async function cancelVerificationRun(
  database: WorkspaceDatabase,
  id: VerificationRunId,
): Promise<void> {
  await database.executor
    .update(verificationRuns)
    .set({ status: 'cancelled', finishedAt: sql`now()`, leaseToken: null, leaseUntil: null })
    .where(
      and(
        eq(verificationRuns.workspaceId, database.workspaceId),
        eq(verificationRuns.id, id),
        eq(verificationRuns.status, 'running'),
      ),
    );
}

function holdsRun(workspaceId: WorkspaceId, run: Pick<LeasedRun, 'id' | 'token'>) {
  return and(
    eq(verificationRuns.workspaceId, workspaceId),
    eq(verificationRuns.id, run.id),
    eq(verificationRuns.leaseToken, run.token),
    eq(verificationRuns.status, 'running'),
  );
}
