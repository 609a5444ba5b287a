import { sql } from 'drizzle-orm';
import type { ApiKeyId } from '../../contract/ids.ts';
import type { Database } from '../client.ts';
import { storedNow } from '../columns.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

export interface IdempotentRequest {
  readonly apiKeyId: ApiKeyId;
  readonly endpoint: string;
  readonly key: string;
}

/** What one server holds on a key: whoever takes the key over when it has died gets another one. */
export interface IdempotencyClaim extends IdempotentRequest {
  readonly claimedAt: string;
}

export type IdempotencyState =
  | { readonly kind: 'first'; readonly claimedAt: string }
  | { readonly kind: 'running' }
  | { readonly kind: 'mismatch' }
  | {
      readonly kind: 'replay';
      readonly status: number;
      readonly body: Buffer;
      readonly headers: Readonly<Record<string, string>>;
    };

/** How long an answer can be had again. */
const KEEP_HOURS = 24;
/** How long after a server's last sign of life another request may take over: see `renewIdempotencyKey`. */
const CLAIM_SECONDS = 10;

/**
 * Claims the key for this request for a few seconds, or says what became of the first one. A claim is known by
 * when it was made, so one that takes over is always later, be it in the same millisecond.
 */
export async function claimIdempotencyKey(
  database: WorkspaceDatabase,
  request: IdempotentRequest & { readonly requestHash: Buffer },
): Promise<IdempotencyState> {
  const claimed = await database.executor.execute<{ claimed_at: string }>(sql`
    insert into idempotent_requests as known (
      workspace_id, api_key_id, endpoint, key, request_hash, expires_at, running_until)
    values (${database.workspaceId}, ${request.apiKeyId}, ${request.endpoint}, ${request.key},
      ${request.requestHash}, now() + make_interval(hours => ${KEEP_HOURS}::integer),
      ${claimEnd()})
    on conflict (workspace_id, api_key_id, endpoint, key) do update
      set request_hash = excluded.request_hash, expires_at = excluded.expires_at,
        created_at = greatest(excluded.created_at, known.created_at + interval '1 millisecond'),
        running_until = excluded.running_until,
        response_status = null, response_body = null, response_headers = null
      where known.expires_at <= ${storedNow}
        or (known.response_status is null and known.running_until <= ${storedNow}
          and known.request_hash = excluded.request_hash)
    returning created_at::text as claimed_at`);
  const [claim] = claimed.rows;
  if (claim !== undefined) return { kind: 'first', claimedAt: claim.claimed_at };
  return findFirstRequest(database, request);
}

async function findFirstRequest(
  database: WorkspaceDatabase,
  request: IdempotentRequest & { readonly requestHash: Buffer },
): Promise<IdempotencyState> {
  const result = await database.executor.execute<{
    request_hash: Buffer;
    response_status: number | null;
    response_body: Buffer | null;
    response_headers: Record<string, string> | null;
  }>(sql`
    select request_hash, response_status, response_body, response_headers
    from idempotent_requests
    where ${isRequest(database, request)}`);
  const [row] = result.rows;
  if (row === undefined) return { kind: 'running' };
  if (!row.request_hash.equals(request.requestHash)) return { kind: 'mismatch' };
  if (row.response_status === null || row.response_body === null) return { kind: 'running' };
  return {
    kind: 'replay',
    status: row.response_status,
    body: row.response_body,
    headers: row.response_headers ?? {},
  };
}

/** Keeps a claim from running out while its request runs; to be called every few seconds. */
export async function renewIdempotencyKey(
  database: WorkspaceDatabase,
  claim: IdempotencyClaim,
): Promise<void> {
  await database.executor.execute(sql`
    update idempotent_requests set running_until = ${claimEnd()} where ${isOpenClaim(database, claim)}`);
}

/**
 * Keeps the answer, in the transaction of what it tells of if it is given one. False when the claim has been
 * taken over or an answer is kept already: then nothing has changed.
 */
export async function storeIdempotentResponse(
  database: WorkspaceDatabase,
  response: IdempotencyClaim & {
    readonly status: number;
    readonly body: Buffer;
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<boolean> {
  const stored = await database.executor.execute(sql`
    update idempotent_requests
    set response_status = ${response.status}, response_body = ${response.body},
      response_headers = ${JSON.stringify(response.headers)}::jsonb
    where ${isOpenClaim(database, response)}
    returning 1`);
  return stored.rows.length > 0;
}

/** Forgets a request that failed, so that the next try runs. */
export async function releaseIdempotencyKey(
  database: WorkspaceDatabase,
  claim: IdempotencyClaim,
): Promise<void> {
  await database.executor.execute(sql`
    delete from idempotent_requests where ${isOpenClaim(database, claim)}`);
}

export async function deleteExpiredIdempotencyKeys(database: Database): Promise<void> {
  await database.executor.execute(
    sql`delete from idempotent_requests where expires_at <= ${storedNow}`,
  );
}

function claimEnd() {
  return sql`now() + make_interval(secs => ${CLAIM_SECONDS}::double precision)`;
}

function isOpenClaim(database: WorkspaceDatabase, claim: IdempotencyClaim) {
  return sql`${isRequest(database, claim)} and created_at = ${claim.claimedAt}::timestamptz
    and response_status is null`;
}

function isRequest(database: WorkspaceDatabase, request: IdempotentRequest) {
  return sql`workspace_id = ${database.workspaceId} and api_key_id = ${request.apiKeyId}
    and endpoint = ${request.endpoint} and key = ${request.key}`;
}
