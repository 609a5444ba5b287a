import { sql, type SQL } from 'drizzle-orm';
import type { AnswerStatus } from '../../contract/answer.ts';
import { ChunkId, DocumentId, IngestRunId, TraceId } from '../../contract/ids.ts';
import { uuidArray } from '../array-parameters.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';
import { reaskedAs } from './traces.ts';
import { isVisible, type TraceReader } from './visible-traces.ts';

/** Answers that cite a document, or those that a run has made stale. */
export type AnswerScope =
  | { readonly kind: 'document'; readonly documentId: DocumentId }
  | { readonly kind: 'run'; readonly runId: IngestRunId };

export interface StaleMark {
  readonly chunkId: ChunkId;
  readonly documentId: DocumentId;
  readonly runId: IngestRunId | null;
  readonly fromVersion: number;
  readonly toVersion: number | null;
  readonly markedAt: string;
}

export interface FoundAnswer {
  readonly traceId: TraceId;
  readonly question: string;
  readonly askedAt: string;
  readonly status: AnswerStatus | null;
  readonly cited: readonly {
    readonly chunkId: ChunkId;
    readonly documentId: DocumentId;
    readonly documentVersion: number;
  }[];
  /** Of the scope, and not cleared; the newest first. */
  readonly marks: readonly StaleMark[];
  readonly reaskedAs: TraceId | null;
  /** The record's canonical bytes. */
  readonly canonical: Buffer;
}

export interface AnswerQuery {
  readonly by: TraceReader;
  readonly scope: AnswerScope;
  /** Null lists both. */
  readonly isStale: boolean | null;
  /** Only those that have not been asked anew. */
  readonly onlyOpen?: boolean;
  readonly ids?: readonly TraceId[];
}

/** Answers of the scope that the reader may see, the newest first. */
export async function listCitingAnswers(
  database: WorkspaceDatabase,
  query: AnswerQuery & { readonly limit: number; readonly before: TraceId | null },
): Promise<readonly FoundAnswer[]> {
  const inScope = isInScope(query.scope);
  const result = await database.executor.execute<AnswerRow>(sql`
    select t.id, t.question, ${isoInstant(sql`t.created_at`)} as asked_at, t.status,
      ${reaskedAs} as reasked_as, r.canonical,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'chunk_id', e.chunk_id, 'document_id', e.document_id, 'version', e.document_version)
          order by e.document_id, e.chunk_id)
        from trace_evidence e
        where e.workspace_id = t.workspace_id and e.trace_id = t.id and e.is_cited
          and ${isShown(query.scope)}), '[]'::jsonb) as cited,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'chunk_id', s.chunk_id, 'document_id', s.document_id, 'run_id', s.run_id,
          'from_version', s.from_version, 'to_version', s.to_version,
          'marked_at', ${isoInstant(sql`s.marked_at`)}) order by s.marked_at desc, s.chunk_id)
        from stale_citations s
        where s.workspace_id = t.workspace_id and s.trace_id = t.id and s.cleared_at is null
          and ${inScope}), '[]'::jsonb) as marks
    from traces t
    join trace_records r on r.workspace_id = t.workspace_id and r.trace_id = t.id and r.state = t.state
    where t.workspace_id = ${database.workspaceId} and ${matches(query)}
      and (${query.before}::uuid is null or t.id < ${query.before}::uuid)
    order by t.id desc
    limit ${query.limit}`);
  return result.rows.map(toAnswer);
}

/** How many there are of them. */
export async function countCitingAnswers(
  database: WorkspaceDatabase,
  query: AnswerQuery,
): Promise<number> {
  const result = await database.executor.execute<{ count: number }>(sql`
    select count(*)::int as count
    from traces t
    where t.workspace_id = ${database.workspaceId} and ${matches(query)}`);
  return result.rows[0]?.count ?? 0;
}

function matches({ by, scope, isStale, onlyOpen, ids }: AnswerQuery): SQL {
  const isMarked = sql`t.id in (
    select s.trace_id
    from stale_citations s
    where s.workspace_id = t.workspace_id and s.cleared_at is null and ${isInScope(scope)})`;
  const conditions = [sql`t.kind = 'answer'`, sql`t.state = 'complete'`, isVisible(by)];
  if (scope.kind === 'document') {
    conditions.push(sql`t.id in (
      select e.trace_id
      from trace_evidence e
      where e.workspace_id = t.workspace_id and e.document_id = ${scope.documentId} and e.is_cited)`);
  }
  if (isStale !== null) conditions.push(isStale ? isMarked : sql`not ${isMarked}`);
  if (onlyOpen === true) conditions.push(sql`${reaskedAs} is null`);
  if (ids !== undefined) conditions.push(sql`t.id = any(${uuidArray(ids)})`);
  return sql.join(conditions, sql` and `);
}

/** Over `s` (stale citations). */
function isInScope(scope: AnswerScope): SQL {
  return scope.kind === 'document'
    ? sql`s.document_id = ${scope.documentId}`
    : sql`s.run_id = ${scope.runId}`;
}

/** Over `e` (evidence): of the document, or whatever an answer cites that a run has made stale. */
function isShown(scope: AnswerScope): SQL {
  return scope.kind === 'document' ? sql`e.document_id = ${scope.documentId}` : sql`true`;
}

interface AnswerRow extends Record<string, unknown> {
  readonly id: string;
  readonly question: string;
  readonly asked_at: string;
  readonly status: AnswerStatus | null;
  readonly reasked_as: string | null;
  readonly canonical: Buffer;
  readonly cited: readonly {
    readonly chunk_id: string;
    readonly document_id: string;
    readonly version: number;
  }[];
  readonly marks: readonly {
    readonly chunk_id: string;
    readonly document_id: string;
    readonly run_id: string | null;
    readonly from_version: number;
    readonly to_version: number | null;
    readonly marked_at: string;
  }[];
}

function toAnswer(row: AnswerRow): FoundAnswer {
  return {
    traceId: TraceId.parse(row.id),
    question: row.question,
    askedAt: row.asked_at,
    status: row.status,
    cited: row.cited.map((chunk) => ({
      chunkId: ChunkId.parse(chunk.chunk_id),
      documentId: DocumentId.parse(chunk.document_id),
      documentVersion: chunk.version,
    })),
    marks: row.marks.map((mark) => ({
      chunkId: ChunkId.parse(mark.chunk_id),
      documentId: DocumentId.parse(mark.document_id),
      runId: mark.run_id === null ? null : IngestRunId.parse(mark.run_id),
      fromVersion: mark.from_version,
      toVersion: mark.to_version,
      markedAt: mark.marked_at,
    })),
    reaskedAs: row.reasked_as === null ? null : TraceId.parse(row.reasked_as),
    canonical: row.canonical,
  };
}
