import { sql, type SQL } from 'drizzle-orm';
import type { TraceId } from '../../contract/ids.ts';
import { TRACE_FACETS, type TraceFacet } from '../../contract/trace-overview.ts';
import { TraceSummary, type ListTraces } from '../../contract/trace-summary.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { COUNTED, isAnswer } from './counted-answers.ts';
import { isoInstant } from './documents.ts';
import { isStale } from './traces.ts';
import { isVisible, type TraceReader } from './visible-traces.ts';

export type TraceFilters = Omit<ListTraces, 'limit' | 'cursor'>;

export interface TraceListPage {
  readonly by: TraceReader;
  readonly filters: TraceFilters;
  readonly limit: number;
  readonly before: TraceId | null;
}

/** Traces, the newest first. Ids are UUIDv7, so their order is that of time. */
export async function listTraces(
  database: WorkspaceDatabase,
  page: TraceListPage,
): Promise<readonly TraceSummary[]> {
  const before = page.before === null ? sql`true` : sql`t.id < ${page.before}::uuid`;
  const result = await database.executor.execute(sql`
    select t.id, t.kind, t.state, ${isoInstant(sql`t.created_at`)} as created_at, t.question, t.status,
      t.verdict, t.task, t.requested_model, t.model, t.provider, t.fallback, t.app, t.api_key_name,
      t.cited_count, t.selected_count, t.candidate_count, t.confidence, t.total_ms, t.input_tokens,
      t.output_tokens, t.cost_usd, ${isStale} as stale
    from traces t
    where t.workspace_id = ${database.workspaceId}
      and ${isVisible(page.by)}
      and ${before}
      and ${matchesTraceFilters(page.filters)}
    order by t.id desc
    limit ${page.limit}`);
  return result.rows.map((row) => TraceSummary.parse(row));
}

/** Over `t` (traces): what a facet counts. */
export const FACET_COLUMNS: Readonly<Record<TraceFacet, SQL>> = {
  status: sql`t.status`,
  verdict: sql`t.verdict`,
  task: sql`t.task`,
  model: sql`t.model`,
  app: sql`coalesce(t.app, t.api_key_name)`,
  kind: sql`t.kind`,
};

/** Over `t` (traces). */
export function matchesTraceFilters(filters: TraceFilters): SQL {
  const conditions: SQL[] = [sql`true`];
  for (const facet of TRACE_FACETS) {
    const value = filters[facet];
    if (value !== undefined) conditions.push(sql`${FACET_COLUMNS[facet]} = ${value}`);
  }
  conditions.push(...otherConditions(filters));
  return sql.join(conditions, sql` and `);
}

function otherConditions(filters: TraceFilters): readonly SQL[] {
  const { q, state, document_id: documentId, from, to, min_cost: minCost, stale } = filters;
  const { counted_as: countedAs } = filters;
  const conditions: SQL[] = [];
  if (state !== undefined) conditions.push(sql`t.state = ${state}`);
  if (q !== undefined && q.trim() !== '') conditions.push(hasWords(q));
  if (from !== undefined) conditions.push(isFrom(new Date(from)));
  if (to !== undefined) conditions.push(isBefore(new Date(to)));
  if (minCost !== undefined) conditions.push(sql`t.cost_usd >= ${minCost}`);
  // Written as a condition of its own, not compared with a value, it is planned as a join.
  if (stale !== undefined) conditions.push(stale === 'true' ? isStale : sql`not ${isStale}`);
  if (countedAs !== undefined) conditions.push(isAnswer, COUNTED[countedAs]);
  if (documentId !== undefined) {
    conditions.push(sql`exists (
      select 1 from trace_evidence e
      where e.workspace_id = t.workspace_id and e.document_id = ${documentId} and e.trace_id = t.id)`);
  }
  return conditions;
}

/**
 * The words as a search box takes them (`websearch_to_tsquery`). The last one matches what begins like
 * it, so that a list does not run empty while somebody is typing.
 */
function hasWords(q: string): SQL {
  const asked = sql`websearch_to_tsquery('simple', ${q})`;
  const query = q.endsWith('"')
    ? asked
    : sql`(case when ${asked}::text like '%''' then ${asked}::text || ':*' else ${asked}::text end)::tsquery`;
  return sql`exists (
    select 1 from trace_words w
    where w.workspace_id = t.workspace_id and w.trace_id = t.id and w.words @@ ${query})`;
}

/** An id is made when its trace is, so a day's bound on ids spares reading all that is older. */
const ID_SLACK_MS = 86_400_000;

function isFrom(from: Date): SQL {
  const lowest = firstIdOf(from.getTime() - ID_SLACK_MS);
  return sql`(t.id >= ${lowest}::uuid and t.created_at >= ${from.toISOString()}::timestamptz)`;
}

function isBefore(to: Date): SQL {
  const highest = firstIdOf(to.getTime() + ID_SLACK_MS);
  return sql`(t.id < ${highest}::uuid and t.created_at < ${to.toISOString()}::timestamptz)`;
}

/** The lowest UUIDv7 (RFC 9562) of a millisecond, of those that the 48 bits of time can hold. */
function firstIdOf(ms: number): string {
  const clamped = Math.min(Math.max(ms, 0), 2 ** 48 - 1);
  const hex = clamped.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
