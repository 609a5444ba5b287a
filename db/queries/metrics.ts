import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { MetricGroup } from '../../contract/metrics.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { COUNTED, isAnswer } from './counted-answers.ts';
import { isWithin } from './traces-within.ts';
import { isVisible, type TraceReader } from './visible-traces.ts';

const MAX_GROUPS = 100;

const count = z.coerce.number();
const figure = z.number().nullable();

const FigureRow = z.object({
  key: z.string().nullable(),
  requests: count,
  answered: count,
  abstained: count,
  needs_review: count,
  blocked: count,
  interrupted: count,
  successes: count,
  cost_usd: z.number(),
  compared_cost_usd: figure,
  largest_cost_usd: figure,
  p50_ms: figure,
  p95_ms: figure,
  p99_ms: figure,
  input_tokens: count,
  output_tokens: count,
  claims: count,
  unsupported_claims: count,
  checked_answers: count,
  faulty_answers: count,
  known_escalations: count,
  escalated: count,
  fell_back: count,
  reviews: count,
  decided: count,
  agreed: count,
  median_hours: figure,
  rated_up: count,
  rated_down: count,
});
/** Counts and sums of one group of answers; what nobody measured is null. */
export type FigureRow = z.infer<typeof FigureRow>;

export interface MetricsScope {
  readonly by: TraceReader;
  readonly from: Date;
  readonly to: Date;
}

/** What answers of a time came to, by group; the group `none` is all of them. */
export async function countAnswers(
  database: WorkspaceDatabase,
  { by, from, to }: MetricsScope,
  group: MetricGroup,
): Promise<readonly FigureRow[]> {
  const hasOrder = group === 'day' ? sql`key` : sql`requests desc, key`;
  const result = await database.executor.execute(sql`
    with answers as (
      select ${keyOf(group)} as key, t.state, t.status, t.verdict, t.total_ms, t.input_tokens, t.output_tokens,
        t.cost_usd, t.largest_model_cost_usd, t.claim_count, t.unsupported_claim_count, t.escalation_count,
        ${COUNTED.success} as is_success, ${COUNTED.unsupported} as is_unsupported,
        ${COUNTED.escalated} as is_escalated, ${COUNTED.fallback} as is_fallback,
        r.id as review_id, r.decision, r.decided_at, r.created_at as opened_at, f.up, f.down
      from traces t
      left join reviews r on r.workspace_id = t.workspace_id and r.trace_id = t.id
      left join lateral (
        select count(*) filter (where x.rating = 'up') as up, count(*) filter (where x.rating = 'down') as down
        from answer_feedback x
        where x.workspace_id = t.workspace_id and x.trace_id = t.id) f on true
      where t.workspace_id = ${database.workspaceId} and ${isAnswer}
        and ${isWithin({ from, to })}
        and ${isVisible(by)})
    select key, count(*) as requests,
      count(*) filter (where status = 'answered') as answered,
      count(*) filter (where status = 'abstained') as abstained,
      count(*) filter (where status = 'needs_review') as needs_review,
      count(*) filter (where status = 'blocked') as blocked,
      count(*) filter (where state = 'interrupted') as interrupted,
      count(*) filter (where is_success) as successes,
      coalesce(sum(cost_usd), 0)::float8 as cost_usd,
      (sum(cost_usd) filter (where largest_model_cost_usd is not null))::float8 as compared_cost_usd,
      sum(largest_model_cost_usd)::float8 as largest_cost_usd,
      percentile_cont(0.5) within group (order by total_ms) as p50_ms,
      percentile_cont(0.95) within group (order by total_ms) as p95_ms,
      percentile_cont(0.99) within group (order by total_ms) as p99_ms,
      coalesce(sum(input_tokens), 0) as input_tokens, coalesce(sum(output_tokens), 0) as output_tokens,
      coalesce(sum(claim_count) filter (where status = 'answered'), 0) as claims,
      coalesce(sum(unsupported_claim_count) filter (where status = 'answered'), 0) as unsupported_claims,
      count(*) filter (where status = 'answered' and claim_count > 0) as checked_answers,
      count(*) filter (where is_unsupported) as faulty_answers,
      count(escalation_count) as known_escalations,
      count(*) filter (where is_escalated) as escalated,
      count(*) filter (where is_fallback) as fell_back,
      count(review_id) as reviews,
      count(decided_at) as decided,
      count(*) filter (where decided_at is not null and (verdict = 'verified') = (decision = 'approve')) as agreed,
      percentile_cont(0.5) within group (order by extract(epoch from decided_at - opened_at) / 3600.0)
        as median_hours,
      coalesce(sum(up), 0) as rated_up, coalesce(sum(down), 0) as rated_down
    from answers
    group by key
    order by ${hasOrder}
    limit ${group === 'day' ? null : MAX_GROUPS}`);
  return result.rows.map((row) => FigureRow.parse(row));
}

/** Over `t` (traces). */
function keyOf(group: MetricGroup): SQL {
  switch (group) {
    case 'none':
      return sql`null::text`;
    case 'day':
      return sql`to_char(t.created_at at time zone 'UTC', 'YYYY-MM-DD')`;
    case 'app':
      return sql`t.app`;
    case 'model':
      return sql`t.model`;
    case 'task':
      return sql`t.task`;
    case 'workflow':
      return sql`t.workflow`;
    default:
      return group satisfies never;
  }
}
