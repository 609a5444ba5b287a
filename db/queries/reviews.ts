import { sql, type SQL } from 'drizzle-orm';
import { ReviewId, TraceId, type ApiKeyId } from '../../contract/ids.ts';
import { Review, type ReviewDecisionKind, type ReviewStatus } from '../../contract/review.ts';
import { uuidArray } from '../array-parameters.ts';
import { reviewDecisions, reviews } from '../schema/reviews.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';
import { isVisible, type TraceReader } from './visible-traces.ts';
import type { StoredRecord } from './stored-record.ts';
import { recordEvent } from './webhook-deliveries.ts';

export interface NewReview {
  readonly id: ReviewId;
  readonly reason: string;
  readonly createdAt: Date;
  readonly dueAt: Date;
}

/** Called in the transaction that stores the trace: an answer is held back if and only if somebody is asked. */
export async function openReview(
  transaction: WorkspaceDatabase,
  traceId: TraceId,
  review: NewReview,
): Promise<void> {
  const { workspaceId } = transaction;
  await transaction.executor.insert(reviews).values({ ...review, workspaceId, traceId });
  await recordEvent(transaction, {
    event: 'review.opened',
    payload: { review_id: review.id, trace_id: traceId },
  });
}

/** Over `r` (reviews). */
const statusNow = sql`case
  when r.decided_at is not null then 'decided'
  when r.claimed_until > now() then 'claimed'
  else 'open' end`;
const isClaimed = sql`(r.claimed_until > now() and r.decided_at is null)`;

const reviewColumns = sql`r.id, r.trace_id, ${statusNow} as status, r.reason, t.question,
  ${isoInstant(sql`r.created_at`)} as created_at, ${isoInstant(sql`r.due_at`)} as due_at,
  case when ${isClaimed}
    then jsonb_build_object('api_key_id', r.claimed_by, 'name', r.claimed_by_name) end as claimed_by,
  case when ${isClaimed} then ${isoInstant(sql`r.claimed_until`)} end as claimed_until,
  r.decision, ${isoInstant(sql`r.decided_at`)} as decided_at`;

/** Where a page of reviews ended. */
export interface ReviewPlace {
  readonly at: string;
  readonly id: string;
}

/** Undecided ones by their due time, decided ones the newest first. Who may not read the trace sees no review. */
export async function listReviews(
  database: WorkspaceDatabase,
  page: {
    readonly status: ReviewStatus;
    readonly by: TraceReader;
    readonly limit: number;
    readonly after: ReviewPlace | null;
  },
): Promise<readonly Review[]> {
  const { after, status } = page;
  const order = status === 'decided' ? sql`r.decided_at desc, r.id desc` : sql`r.due_at, r.id`;
  const result = await database.executor.execute(sql`
    select ${reviewColumns}
    from reviews r
    join traces t on t.workspace_id = r.workspace_id and t.id = r.trace_id
    where r.workspace_id = ${database.workspaceId}
      and ${statusNow} = ${status}
      and ${after === null ? sql`true` : isBehind(status, after)}
      and ${isVisible(page.by)}
    order by ${order}
    limit ${page.limit}`);
  return result.rows.map((row) => Review.parse(row));
}

function isBehind(status: ReviewStatus, { at, id }: ReviewPlace): SQL {
  const place = sql`(${at}::timestamptz, ${id}::uuid)`;
  return status === 'decided'
    ? sql`(r.decided_at, r.id) < ${place}`
    : sql`(r.due_at, r.id) > ${place}`;
}

/** Null when there is none, or whoever looks may not read its trace. */
export async function findReview(
  database: WorkspaceDatabase,
  wanted: { readonly by: TraceReader } & (
    { readonly id: ReviewId } | { readonly traceId: TraceId }
  ),
): Promise<Review | null> {
  const named = 'id' in wanted ? sql`r.id = ${wanted.id}` : sql`r.trace_id = ${wanted.traceId}`;
  const result = await database.executor.execute(sql`
    select ${reviewColumns}
    from reviews r
    join traces t on t.workspace_id = r.workspace_id and t.id = r.trace_id
    where r.workspace_id = ${database.workspaceId} and ${named} and ${isVisible(wanted.by)}`);
  const [row] = result.rows;
  return row === undefined ? null : Review.parse(row);
}

interface Reviewer {
  readonly apiKeyId: ApiKeyId;
  readonly name: string;
}

/** Over `reviews`: undecided, and nobody else's. */
function isFreeFor({ apiKeyId }: Reviewer): SQL {
  return sql`(decided_at is null
    and (claimed_until is null or claimed_until <= now() or claimed_by = ${apiKeyId}))`;
}

/** False when it is decided, or somebody else's. */
export async function claimReview(
  database: WorkspaceDatabase,
  claim: { readonly id: ReviewId; readonly reviewer: Reviewer; readonly lockSeconds: number },
): Promise<boolean> {
  const { id, reviewer, lockSeconds } = claim;
  const result = await database.executor.execute(sql`
    update reviews
    set claimed_by = ${reviewer.apiKeyId}, claimed_by_name = ${reviewer.name},
        claimed_until = now() + make_interval(secs => ${lockSeconds}::double precision)
    where workspace_id = ${database.workspaceId} and id = ${id} and ${isFreeFor(reviewer)}
    returning id`);
  return result.rows.length > 0;
}

/** Writes the decision and tells of it. False, and nothing is written, when it is decided, or somebody else's. */
export async function decideReview(
  transaction: WorkspaceDatabase,
  decided: {
    readonly id: ReviewId;
    readonly reviewer: Reviewer;
    readonly decision: ReviewDecisionKind;
    readonly decidedAt: Date;
    readonly record: StoredRecord;
  },
): Promise<boolean> {
  const { id, reviewer, decision, decidedAt, record } = decided;
  const { workspaceId } = transaction;
  const result = await transaction.executor.execute<{ trace_id: string }>(sql`
    update reviews
    set decision = ${decision}, decided_at = ${decidedAt}::timestamptz,
        claimed_by = ${reviewer.apiKeyId}, claimed_by_name = ${reviewer.name}, claimed_until = null
    where workspace_id = ${workspaceId} and id = ${id} and ${isFreeFor(reviewer)}
    returning trace_id`);
  const [row] = result.rows;
  if (row === undefined) return false;
  await transaction.executor
    .insert(reviewDecisions)
    .values({ workspaceId, reviewId: id, ...record });
  const traceId = TraceId.parse(row.trace_id);
  await recordEvent(transaction, {
    event: 'review.decided',
    payload: { review_id: id, trace_id: traceId, decision },
  });
  return true;
}

/** The stored bytes of a decision; null while there is none. The caller checks that the review may be seen. */
export async function findDecision(
  database: WorkspaceDatabase,
  id: ReviewId,
): Promise<StoredRecord | null> {
  const result = await database.executor.execute<{ canonical: Buffer; sha256: Buffer }>(sql`
    select canonical, sha256
    from review_decisions
    where workspace_id = ${database.workspaceId} and review_id = ${id}`);
  return result.rows[0] ?? null;
}

/** The stored bytes of a trace and of what a person decided on it. */
export interface DecidedRecord {
  readonly id: ReviewId;
  readonly trace: Buffer;
  readonly decision: Buffer;
}

/** Reviews of texts that a classifier was not sure of, with a label that a person gave: the newest first. */
export async function listDecidedLabels(
  database: WorkspaceDatabase,
  wanted: {
    readonly classifier: string;
    /** Null for all of them. */
    readonly ids: readonly ReviewId[] | null;
    readonly by: TraceReader;
    readonly limit: number;
  },
): Promise<readonly DecidedRecord[]> {
  const { classifier, ids, by, limit } = wanted;
  const result = await database.executor.execute<{
    id: string;
    trace: Buffer;
    decision: Buffer;
  }>(sql`
    select r.id, c.canonical as trace, d.canonical as decision
    from reviews r
    join traces t on t.workspace_id = r.workspace_id and t.id = r.trace_id
    join trace_records c on c.workspace_id = t.workspace_id and c.trace_id = t.id and c.state = t.state
    join review_decisions d on d.workspace_id = r.workspace_id and d.review_id = r.id
    where r.workspace_id = ${database.workspaceId} and r.decision in ('approve', 'correct')
      and t.kind = 'classification' and split_part(t.model, '@', 1) = ${classifier}
      and ${ids === null ? sql`true` : sql`r.id = any(${uuidArray(ids)})`}
      and ${isVisible(by)}
    order by r.decided_at desc, r.id desc
    limit ${limit}`);
  return result.rows.map((row) => ({ ...row, id: ReviewId.parse(row.id) }));
}
