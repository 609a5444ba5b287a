import { sql } from 'drizzle-orm';
import type { CanaryKind, CanaryVerdict } from '../../contract/canary.ts';
import { ApiKeyId, WorkspaceId } from '../../contract/ids.ts';
import type { Database } from '../client.ts';
import { storedNow } from '../columns.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

export interface NewCanaryRound {
  readonly id: string;
  readonly model: string;
  readonly kind: CanaryKind;
  /** Null for the schedule. */
  readonly requestedBy: { readonly apiKeyId: ApiKeyId; readonly name: string } | null;
  /** Only when no round of the model has begun since then; null for in any case. */
  readonly unlessSince: Date | null;
}

/** False when the model has a round that has not ended, or one that is recent enough. */
export async function queueCanaryRound(
  database: WorkspaceDatabase,
  round: NewCanaryRound,
): Promise<boolean> {
  const { requestedBy } = round;
  const since = round.unlessSince?.toISOString() ?? null;
  const result = await database.executor.execute(sql`
    insert into canary_rounds (workspace_id, id, model, kind, api_key_id, api_key_name)
    select ${database.workspaceId}, ${round.id}, ${round.model}, ${round.kind},
      ${requestedBy?.apiKeyId ?? null}::uuid, ${requestedBy?.name ?? null}
    where ${since}::timestamptz is null or not exists (
      select 1 from canary_rounds
      where workspace_id = ${database.workspaceId} and model = ${round.model}
        and created_at > ${since}::timestamptz)
    on conflict do nothing
    returning id`);
  return result.rows.length > 0;
}

/** A round that this server may work on until its lease runs out. */
export interface LeasedCanaryRound {
  readonly workspaceId: WorkspaceId;
  readonly id: string;
  readonly model: string;
  readonly kind: CanaryKind;
  readonly apiKeyId: ApiKeyId | null;
  readonly leaseToken: string;
}

/** Leases the next round of any workspace, or takes over one whose server is gone; null when nothing waits. */
export async function leaseCanaryRound(
  database: Database,
  lease: { readonly token: string; readonly seconds: number },
): Promise<LeasedCanaryRound | null> {
  const result = await database.executor.execute<{
    workspace_id: string;
    id: string;
    model: string;
    kind: CanaryKind;
    api_key_id: string | null;
  }>(sql`
    update canary_rounds as leased
    set status = 'running',
        lease_token = ${lease.token}::uuid,
        lease_until = now() + make_interval(secs => ${lease.seconds}::double precision)
    where (leased.workspace_id, leased.id) = (
      select r.workspace_id, r.id
      from canary_rounds r
      where r.status = 'queued' or (r.status = 'running' and r.lease_until <= ${storedNow})
      order by r.id
      limit 1
      for update skip locked)
    returning leased.workspace_id, leased.id, leased.model, leased.kind, leased.api_key_id`);
  const [row] = result.rows;
  if (row === undefined) return null;
  return {
    workspaceId: WorkspaceId.parse(row.workspace_id),
    id: row.id,
    model: row.model,
    kind: row.kind,
    apiKeyId: row.api_key_id === null ? null : ApiKeyId.parse(row.api_key_id),
    leaseToken: lease.token,
  };
}

type Lease = Pick<LeasedCanaryRound, 'id' | 'leaseToken'>;

/** False when the round is somebody else's by now. Of 0 seconds, it gives the lease up. */
export async function renewCanaryRound(
  database: WorkspaceDatabase,
  { id, leaseToken }: Lease,
  seconds: number,
): Promise<boolean> {
  const result = await database.executor.execute(sql`
    update canary_rounds
    set lease_until = now() + make_interval(secs => ${seconds}::double precision)
    where workspace_id = ${database.workspaceId} and id = ${id} and status = 'running'
      and lease_token = ${leaseToken}::uuid
    returning id`);
  return result.rows.length > 0;
}

/** What a round found; figures are null where nothing was compared. */
export interface EndedCanaryRound {
  readonly kind: CanaryKind;
  readonly verdict: CanaryVerdict;
  readonly detail: string;
  readonly questionsHash: string | null;
  readonly baselineId: string | null;
  readonly changed: number | null;
  readonly distance: number | null;
  readonly ownDistance: number | null;
  readonly pValue: number | null;
}

/** False when the round is somebody else's by now. */
export async function endCanaryRound(
  transaction: WorkspaceDatabase,
  { id, leaseToken }: Lease,
  ended: EndedCanaryRound,
): Promise<boolean> {
  const result = await transaction.executor.execute(sql`
    update canary_rounds
    set status = 'done', finished_at = now(), lease_token = null, lease_until = null,
        kind = ${ended.kind}, verdict = ${ended.verdict}, detail = ${ended.detail},
        questions_hash = ${ended.questionsHash}, baseline_id = ${ended.baselineId}::uuid,
        changed = ${ended.changed}::int, distance = ${ended.distance}::float8,
        own_distance = ${ended.ownDistance}::float8, p_value = ${ended.pValue}::float8
    where workspace_id = ${transaction.workspaceId} and id = ${id} and status = 'running'
      and lease_token = ${leaseToken}::uuid
    returning id`);
  return result.rows.length > 0;
}
