import { and, eq, lt, sql, type SQL } from 'drizzle-orm';
import { TraceId, WorkspaceId, type ChunkId, type DocumentId } from '../../contract/ids.ts';
import { AppError } from '../../platform/errors.ts';
import { binaryIntArray, binaryUuidArray } from '../binary-array.ts';
import type { Database } from '../client.ts';
import { executePrepared } from '../execute-prepared.ts';
import { traceWords } from '../schema/trace-words.ts';
import { traceRecords, traces } from '../schema/traces.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';
import { openReview, type NewReview } from './reviews.ts';
import { markStaleAtBirth } from './stale-citations.ts';
import type { StoredRecord } from './stored-record.ts';
import { isVisible, type TraceReader } from './visible-traces.ts';

export type TraceColumns = Omit<typeof traces.$inferInsert, 'workspaceId'>;

export interface TraceEvidenceRow {
  readonly chunkId: ChunkId;
  readonly documentId: DocumentId;
  readonly documentVersion: number;
  readonly isCited: boolean;
}

export interface NewTrace {
  readonly columns: TraceColumns;
  readonly record: StoredRecord;
  readonly evidence: readonly TraceEvidenceRow[];
  /** What was answered, as far as it is to be found by its words. */
  readonly answerText?: string;
  /** A person is asked, in the same transaction. */
  readonly review?: NewReview | null;
}

/**
 * Writes a trace in one transaction. A trace that was announced as pending becomes complete here; its
 * pending record stays beside the final one, and neither is ever changed. Throws `conflict`, and
 * changes nothing, when the trace has ended already.
 */
export async function saveTrace(database: WorkspaceDatabase, trace: NewTrace): Promise<void> {
  const isOneStatement = !isCiting(trace) && (trace.review ?? null) === null;
  if (isOneStatement) await insertTrace(database, trace);
  else await inTransaction(database, (transaction) => saveTraceWithin(transaction, trace));
}

/** The same as a part of a transaction that the caller has opened. */
export async function saveTraceWithin(
  transaction: WorkspaceDatabase,
  trace: NewTrace,
): Promise<void> {
  const { columns, review = null } = trace;
  await insertTrace(transaction, trace);
  if (isCiting(trace)) await markStaleAtBirth(transaction, columns.id);
  if (review !== null) await openReview(transaction, columns.id, review);
}

function isCiting({ evidence }: NewTrace): boolean {
  return evidence.some((row) => row.isCited);
}

/** Complete traces that rest on no document, all of them or none. */
export async function saveTraces(
  database: WorkspaceDatabase,
  saved: readonly Omit<NewTrace, 'evidence'>[],
): Promise<void> {
  if (saved.length === 0) return;
  const { workspaceId } = database;
  await inTransaction(database, async (transaction) => {
    const { executor } = transaction;
    await executor.insert(traces).values(saved.map(({ columns }) => ({ ...columns, workspaceId })));
    await executor.insert(traceRecords).values(
      saved.map(({ columns, record }) => ({
        ...record,
        workspaceId,
        traceId: columns.id,
        state: columns.state,
      })),
    );
    await executor.insert(traceWords).values(
      saved.map((trace) => ({
        workspaceId,
        traceId: trace.columns.id,
        words: wordsOf(trace),
      })),
    );
    for (const { columns, review } of saved) {
      if (review) await openReview(transaction, columns.id, review);
    }
  });
}

/** A `tsvector` holds a megabyte at most, and this much text never makes more of one. */
const MAX_SEARCHED_CHARS = 100_000;

/** Words as they stand, not their stems: an auditor looks for what was said. */
function wordsOf({
  columns,
  answerText = '',
}: Pick<NewTrace, 'columns' | 'answerText'>): SQL<string> {
  const text = `${columns.question}\n${answerText}`.slice(0, MAX_SEARCHED_CHARS);
  return sql<string>`to_tsvector('simple', ${text.toWellFormed()})`;
}

/** One statement, so that an answer waits for one round trip. */
async function insertTrace(database: WorkspaceDatabase, trace: NewTrace): Promise<void> {
  const { columns, record, evidence } = trace;
  const { workspaceId } = database;
  const { id, ...changed } = columns;
  const saved = database.executor
    .insert(traces)
    .values({ ...columns, workspaceId })
    .onConflictDoUpdate({
      target: [traces.workspaceId, traces.id],
      set: { ...changed, pendingUntil: columns.pendingUntil ?? null },
      setWhere: eq(traces.state, 'pending'),
    })
    .returning({ id: traces.id });
  const rows = evidence.toSorted(byDocument);
  const { rows: ended } = await executePrepared(
    database.executor,
    sql`
    with saved as ${saved},
    recorded as (
      insert into trace_records (workspace_id, trace_id, state, canonical, sha256)
      select ${workspaceId}::uuid, saved.id, ${columns.state}, ${record.canonical}::bytea, ${record.sha256}::bytea
      from saved),
    found_by as (
      insert into trace_words (workspace_id, trace_id, words)
      select ${workspaceId}::uuid, saved.id, ${wordsOf(trace)}
      from saved
      on conflict (workspace_id, trace_id) do update set words = excluded.words),
    rested as (
      insert into trace_evidence (workspace_id, trace_id, chunk_id, document_id, document_version, is_cited)
      select ${workspaceId}::uuid, saved.id, e.chunk_id, e.document_id, e.document_version, e.is_cited = 1
      from saved
      cross join unnest(
        ${binaryUuidArray(rows.map((row) => row.chunkId))},
        ${binaryUuidArray(rows.map((row) => row.documentId))},
        ${binaryIntArray(rows.map((row) => row.documentVersion))},
        ${binaryIntArray(rows.map((row) => Number(row.isCited)))}
      ) with ordinality as e (chunk_id, document_id, document_version, is_cited, place)
      order by e.place)
    select id from saved`,
  );
  if (ended.length === 0) throw new AppError('conflict', `The trace ${id} has ended already.`);
}

/** Each row locks its document: in one order for everybody, so that nobody waits in a circle. */
function byDocument(left: TraceEvidenceRow, right: TraceEvidenceRow): number {
  return left.documentId < right.documentId ? -1 : left.documentId > right.documentId ? 1 : 0;
}

export interface AbandonedTrace {
  readonly workspaceId: WorkspaceId;
  readonly id: TraceId;
}

/** Pending traces that nobody is working on any more. */
export async function findAbandonedTraces(
  database: Database,
  limit: number,
): Promise<readonly AbandonedTrace[]> {
  const rows = await database.executor
    .select({ workspaceId: traces.workspaceId, id: traces.id })
    .from(traces)
    .where(and(lt(traces.pendingUntil, sql`now()`), eq(traces.state, 'pending')))
    .limit(limit);
  return rows.map((row) => ({
    workspaceId: WorkspaceId.parse(row.workspaceId),
    id: TraceId.parse(row.id),
  }));
}

/** What a list may show of an answer that broke off, and the documents whose readers may read it. */
export type InterruptedColumns = Partial<
  Pick<
    TraceColumns,
    'documentIds' | 'classification' | 'selectedCount' | 'inputTokens' | 'outputTokens' | 'costUsd'
  >
>;

/** Ends a pending trace as interrupted; false when it had ended in the meantime. */
export function interruptTrace(
  database: WorkspaceDatabase,
  trace: {
    readonly id: TraceId;
    readonly record: StoredRecord;
    readonly columns?: InterruptedColumns;
  },
): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const ended = await transaction.executor
      .update(traces)
      .set({ ...trace.columns, state: 'interrupted', pendingUntil: null })
      .where(
        and(
          eq(traces.workspaceId, database.workspaceId),
          eq(traces.id, trace.id),
          eq(traces.state, 'pending'),
        ),
      )
      .returning({ id: traces.id });
    if (ended.length === 0) return false;
    await transaction.executor.insert(traceRecords).values({
      ...trace.record,
      workspaceId: database.workspaceId,
      traceId: trace.id,
      state: 'interrupted',
    });
    return true;
  });
}

/** What became of a trace since it was stored, which its record cannot say. */
export interface LaterFacts {
  readonly isStale: boolean;
  readonly reaskedAs: TraceId | null;
}

/** Over `t` (traces): something that the answer cites has changed since. */
export const isStale = sql`exists (
  select 1
  from stale_citations s
  where s.workspace_id = t.workspace_id and s.trace_id = t.id and s.cleared_at is null)`;

/** Over `t` (traces): the newest answer to its question, asked anew. Ids are in the order of time. */
export const reaskedAs = sql`(
  select r.id
  from traces r
  where r.workspace_id = t.workspace_id and r.reask_of = t.id and r.state = 'complete'
  order by r.id desc
  limit 1)`;

/** The stored bytes of a trace's latest state; null when there is none or the reader may not see it. */
export async function findTraceRecord(
  database: WorkspaceDatabase,
  wanted: { readonly id: TraceId; readonly by: TraceReader },
): Promise<(StoredRecord & LaterFacts & { readonly totalMs: number | null }) | null> {
  const result = await database.executor.execute<{
    canonical: Buffer;
    sha256: Buffer;
    total_ms: number | null;
    stale: boolean;
    reasked_as: string | null;
  }>(sql`
    select r.canonical, r.sha256, t.total_ms, ${isStale} as stale, ${reaskedAs} as reasked_as
    from traces t
    join trace_records r on r.workspace_id = t.workspace_id and r.trace_id = t.id and r.state = t.state
    where t.workspace_id = ${database.workspaceId} and t.id = ${wanted.id} and ${isVisible(wanted.by)}
    limit 1`);
  const [row] = result.rows;
  if (row === undefined) return null;
  return {
    canonical: row.canonical,
    sha256: row.sha256,
    totalMs: row.total_ms,
    isStale: row.stale,
    reaskedAs: row.reasked_as === null ? null : TraceId.parse(row.reasked_as),
  };
}
