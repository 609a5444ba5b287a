import { sql, type SQL } from 'drizzle-orm';
import type { WorkflowRunId } from '../../contract/ids.ts';
import { WorkflowFigures } from '../../contract/workflow.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isSeen, type WorkflowRunView } from './workflow-runs.ts';

/** How many of the newest tickets durations are taken from: sorting those of 100,000 takes seconds. */
const TIMED_ITEMS = 5_000;

export interface FiguresRequest extends WorkflowRunView {
  readonly workflow: string;
  readonly runId: WorkflowRunId | null;
  /** Of tickets that ended from then on, and before then. */
  readonly from: Date | null;
  readonly to: Date | null;
}

/** What became of a workflow's tickets that have ended, in all, by step and by label. */
export async function measureWorkflow(
  database: WorkspaceDatabase,
  wanted: FiguresRequest,
): Promise<WorkflowFigures> {
  const result = await database.executor.execute<{ figures: unknown }>(sql`
    with ended as materialized (
      select i.status, i.outcome, i.label, i.probability, i.verdict, i.is_escalated_to_model,
        i.input_tokens, i.output_tokens, i.cost_usd, i.total_ms, i.steps, i.finished_at,
        w.id is not null and w.decision is null as is_open, w.decision
      from workflow_items i
      join workflow_runs r on r.workspace_id = i.workspace_id and r.id = i.run_id
      left join reviews w on w.workspace_id = i.workspace_id and w.trace_id = i.answer_id
      where i.workspace_id = ${database.workspaceId} and i.status in ('done', 'failed')
        and ${isWanted(wanted)}),
    timed as materialized (
      select * from ended where status = 'done' order by finished_at desc limit ${TIMED_ITEMS})
    select (${totals}) || jsonb_build_object('steps', (${steps}), 'labels', (${labels})) as figures`);
  return WorkflowFigures.parse(result.rows[0]?.figures);
}

function isWanted({ workflow, runId, from, to, ...view }: FiguresRequest): SQL {
  return sql.join(
    [
      sql`r.workspace_id = i.workspace_id and r.workflow = ${workflow} and ${isSeen(view)}`,
      ...(runId === null ? [] : [sql`i.run_id = ${runId}`]),
      ...(from === null ? [] : [sql`i.finished_at >= ${from}::timestamptz`]),
      ...(to === null ? [] : [sql`i.finished_at < ${to}::timestamptz`]),
    ],
    sql` and `,
  );
}

/** Over `ended`, grouped or not. */
const outcomes = sql`jsonb_build_object(
  'resolved', count(*) filter (where outcome = 'resolved'),
  'escalated', count(*) filter (where outcome = 'escalated'),
  'review', count(*) filter (where outcome = 'review'))`;

const decisions = sql`jsonb_build_object(
  'open', count(*) filter (where is_open),
  'approve', count(*) filter (where decision = 'approve'),
  'correct', count(*) filter (where decision = 'correct'),
  'reject', count(*) filter (where decision = 'reject'))`;

const usage = sql`jsonb_build_object(
  'input_tokens', coalesce(sum(input_tokens), 0),
  'output_tokens', coalesce(sum(output_tokens), 0),
  'cost_usd', coalesce(sum(cost_usd), 0))`;

const totals = sql`
  select jsonb_build_object('tickets', count(*), 'failed', count(*) filter (where status = 'failed'),
    'outcomes', ${outcomes}, 'larger_model', count(*) filter (where is_escalated_to_model),
    'decisions', ${decisions}, 'usage', ${usage},
    'p50_ms', coalesce((select percentile_cont(0.5) within group (order by total_ms) from timed), 0),
    'p95_ms', coalesce((select percentile_cont(0.95) within group (order by total_ms) from timed), 0))
  from ended`;

const labels = sql`
  select coalesce(jsonb_agg(to_jsonb(figures) order by figures.count desc, figures.label), '[]')
  from (
    select label, count(*) as count, ${outcomes} as outcomes,
      count(*) filter (where status = 'failed') as failed,
      count(*) filter (where verdict = 'verified') as verified,
      ${decisions} as decisions, avg(probability) as mean_probability, ${usage} as usage
    from ended
    group by label) figures`;

/** Counts are of all tickets that have ended; durations of the newest. */
const steps = sql`
  select coalesce(jsonb_agg(to_jsonb(figures) - 'place' order by figures.place), '[]')
  from (
    select counted.*, timings.p50_ms, timings.p95_ms
    from (
      select step, kind, sum(count) as count, jsonb_object_agg(outcome, count) as outcomes, min(place) as place,
        jsonb_build_object('input_tokens', sum(input_tokens), 'output_tokens', sum(output_tokens),
          'cost_usd', sum(cost_usd)) as usage
      from (
        select s.value ->> 'step' as step, s.value ->> 'kind' as kind, s.value ->> 'outcome' as outcome,
          count(*) as count, min(s.place) as place,
          sum((s.value #>> '{usage,input_tokens}')::bigint) as input_tokens,
          sum((s.value #>> '{usage,output_tokens}')::bigint) as output_tokens,
          sum((s.value #>> '{usage,cost_usd}')::double precision) as cost_usd
        from ended
        cross join lateral jsonb_array_elements(steps) with ordinality as s (value, place)
        group by 1, 2, 3) by_outcome
      group by step, kind) counted
    join (
      select s.value ->> 'step' as step, s.value ->> 'kind' as kind,
        percentile_cont(0.5) within group (order by (s.value ->> 'duration_ms')::double precision) as p50_ms,
        percentile_cont(0.95) within group (order by (s.value ->> 'duration_ms')::double precision) as p95_ms
      from timed
      cross join lateral jsonb_array_elements(steps) as s (value)
      group by 1, 2) timings using (step, kind)) figures`;
