import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import {
  OVERVIEW_LIMIT,
  TRACE_FACETS,
  TraceFacet,
  type FacetCount,
} from '../../contract/trace-overview.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { FACET_COLUMNS, matchesTraceFilters, type TraceFilters } from './list-traces.ts';
import { isVisible, type TraceReader } from './visible-traces.ts';

export interface TraceSelection {
  readonly by: TraceReader;
  readonly filters: TraceFilters;
}

/** Values of a facet that are counted, the most frequent first. */
const MAX_VALUES = 50;

const FacetRow = z.object({ facet: TraceFacet, value: z.string(), count: z.coerce.number() });

/**
 * How often each value of each facet stands among the traces that match all filters but the facet's own,
 * and whether those were all. One pass over at most `OVERVIEW_LIMIT` of them, the newest.
 */
export async function countTraceFacets(
  database: WorkspaceDatabase,
  { by, filters }: TraceSelection,
): Promise<{ readonly counts: readonly FacetCount[]; readonly isWhole: boolean }> {
  const { status, verdict, task, model, app, kind, ...others } = filters;
  const chosen = { status, verdict, task, model, app, kind };
  const columns = TRACE_FACETS.map((facet) => sql`${FACET_COLUMNS[facet]} as ${name(facet)}`);
  const counts = TRACE_FACETS.map((facet) => {
    const conditions: SQL[] = [sql`n.${name(facet)} is not null`];
    for (const other of TRACE_FACETS) {
      const value = chosen[other];
      if (other !== facet && value !== undefined) {
        conditions.push(sql`n.${name(other)} = ${value}`);
      }
    }
    return sql`(
      select ${sql.raw(`'${facet}'`)} as facet, n.${name(facet)} as value, count(*) as count
      from newest n
      where ${sql.join(conditions, sql` and `)}
      group by n.${name(facet)}
      order by count(*) desc, n.${name(facet)}
      limit ${MAX_VALUES})`;
  });
  const { rows } = await database.executor.execute(sql`
    with newest as materialized (
      select ${sql.join(columns, sql`, `)}
      from traces t
      where t.workspace_id = ${database.workspaceId} and ${isVisible(by)}
        and ${matchesTraceFilters(others)}
      order by t.id desc
      limit ${OVERVIEW_LIMIT})
    ${sql.join(counts, sql` union all `)}
    union all (select 'kind', '', count(*) from newest)`);
  const parsed = rows.map((row) => FacetRow.parse(row));
  const looked = parsed.find(({ value }) => value === '')?.count ?? 0;
  return { counts: parsed.filter(({ value }) => value !== ''), isWhole: looked < OVERVIEW_LIMIT };
}

function name(facet: TraceFacet): SQL {
  return sql`${sql.identifier(facet)}`;
}

/** When the selected traces were made, at most `OVERVIEW_LIMIT` of them, the newest. */
export interface TraceSpan {
  readonly count: number;
  readonly first: Date;
  readonly last: Date;
}

const SpanRow = z.object({
  count: z.coerce.number(),
  first: z.coerce.number().nullable(),
  last: z.coerce.number().nullable(),
});

/** Null where nothing matches. */
export async function findTraceSpan(
  database: WorkspaceDatabase,
  selection: TraceSelection,
): Promise<TraceSpan | null> {
  const { rows } = await database.executor.execute(sql`
    with selected as (${selected(database, selection)})
    select count(*) as count, extract(epoch from min(created_at)) * 1000 as first,
      extract(epoch from max(created_at)) * 1000 as last
    from selected`);
  const { count, first, last } = SpanRow.parse(rows[0]);
  if (first === null || last === null) return null;
  return { count, first: new Date(first), last: new Date(last) };
}

export interface VolumeRow {
  /** The bar's number, from the first on. */
  readonly bar: number;
  readonly count: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

const BarRow = z.object({
  bar: z.coerce.number(),
  count: z.coerce.number(),
  p50: z.number().nullable(),
  p95: z.number().nullable(),
});

/** The selected traces by bars of `barMs` milliseconds that begin at `from`; bars without a trace are left out. */
export async function countTraceVolume(
  database: WorkspaceDatabase,
  selection: TraceSelection,
  { from, barMs }: { readonly from: Date; readonly barMs: number },
): Promise<readonly VolumeRow[]> {
  const { rows } = await database.executor.execute(sql`
    with selected as (${selected(database, selection)})
    select floor((extract(epoch from created_at) * 1000 - ${from.getTime()}::float8) / ${barMs}::float8)::int as bar,
      count(*) as count,
      percentile_cont(0.5) within group (order by total_ms) as p50,
      percentile_cont(0.95) within group (order by total_ms) as p95
    from selected
    group by 1
    order by 1`);
  return rows
    .map((row) => BarRow.parse(row))
    .map(({ bar, count, p50, p95 }) => ({ bar, count, p50Ms: p50, p95Ms: p95 }));
}

function selected(database: WorkspaceDatabase, { by, filters }: TraceSelection): SQL {
  return sql`
    select t.created_at, t.total_ms
    from traces t
    where t.workspace_id = ${database.workspaceId} and ${isVisible(by)}
      and ${matchesTraceFilters(filters)}
    order by t.id desc
    limit ${OVERVIEW_LIMIT}`;
}
