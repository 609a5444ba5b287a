import { sql } from 'drizzle-orm';
import type { ApiKeyId } from '../../contract/ids.ts';
import type { Database } from '../client.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

export interface IdempotentRequest {
  readonly apiKeyId: ApiKeyId;
  readonly endpoint: string;
  readonly key: string;
}

export type IdempotencyState =
  | { readonly kind: 'first' }
  | { readonly kind: 'running' }
  | { readonly kind: 'mismatch' }
  | {
      readonly kind: 'replay';
      readonly status: number;
      readonly body: Buffer;
      readonly headers: Readonly<Record<string, string>>;
    };

/** How long an answer can be had again, and how long a request may run before another may take over. */
const KEEP_HOURS = 24;
const RUNNING_SECONDS = 300;

/** Claims the key for this request, or says what became of the first one. */
export async function claimIdempotencyKey(
  database: WorkspaceDatabase,
  request: IdempotentRequest & { readonly requestHash: Buffer },
): Promise<IdempotencyState> {
  const claimed = await database.executor.execute(sql`
    insert into idempotent_requests as known (
      workspace_id, api_key_id, endpoint, key, request_hash, expires_at, running_until)
    values (${database.workspaceId}, ${request.apiKeyId}, ${request.endpoint}, ${request.key},
      ${request.requestHash}, now() + make_interval(hours => ${KEEP_HOURS}::integer),
      now() + make_interval(secs => ${RUNNING_SECONDS}::double precision))
    on conflict (workspace_id, api_key_id, endpoint, key) do update
      set request_hash = excluded.request_hash, expires_at = excluded.expires_at,
        running_until = excluded.running_until, response_status = null, response_body = null, response_headers = null
      where known.expires_at <= now()
        or (known.response_status is null and known.running_until <= now()
          and known.request_hash = excluded.request_hash)
    returning 1`);
  if (claimed.rows.length > 0) return { kind: 'first' };
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

export async function storeIdempotentResponse(
  database: WorkspaceDatabase,
  request: IdempotentRequest & {
    readonly status: number;
    readonly body: Buffer;
    readonly headers: Readonly<Record<string, string>>;
  },
): Promise<void> {
  await database.executor.execute(sql`
    update idempotent_requests
    set response_status = ${request.status}, response_body = ${request.body},
      response_headers = ${JSON.stringify(request.headers)}::jsonb
    where ${isRequest(database, request)}`);
}

/** Forgets a request that failed, so that the next try runs. */
export async function releaseIdempotencyKey(
  database: WorkspaceDatabase,
  request: IdempotentRequest,
): Promise<void> {
  await database.executor.execute(sql`
    delete from idempotent_requests
    where ${isRequest(database, request)} and response_status is null`);
}

export async function deleteExpiredIdempotencyKeys(database: Database): Promise<void> {
  await database.executor.execute(sql`delete from idempotent_requests where expires_at <= now()`);
}

function isRequest(database: WorkspaceDatabase, request: IdempotentRequest) {
  return sql`workspace_id = ${database.workspaceId} and api_key_id = ${request.apiKeyId}
    and endpoint = ${request.endpoint} and key = ${request.key}`;
}
