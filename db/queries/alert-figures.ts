import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { WorkspaceDatabase } from '../workspace-database.ts';

const count = z.coerce.number();
const AlertFigures = z.object({
  answers: count,
  successes: count,
  answered: count,
  abstained: count,
  held: count,
  faulty: count,
  fell_back: count,
  interrupted: count,
  slow: count,
  p95_ms: z.number().nullable(),
  cost_usd: z.number(),
});
/** Counts and sums of the answers of a time, evaluations and replays left out. */
export type AlertFigures = z.infer<typeof AlertFigures>;

/** What the answers since a moment came to; `slowMs`: from when on one counts as slow. */
export async function countForAlerts(
  database: WorkspaceDatabase,
  { since, until, slowMs }: { readonly since: Date; readonly until: Date; readonly slowMs: number },
): Promise<AlertFigures> {
  const result = await database.executor.execute(sql`
    select count(*) as answers,
      count(*) filter (where coalesce(f.down, 0) = 0 and (
        (t.status = 'answered' and t.verdict = 'verified') or r.decision in ('approve', 'correct'))) as successes,
      count(*) filter (where t.status = 'answered') as answered,
      count(*) filter (where t.status = 'abstained') as abstained,
      count(*) filter (where t.status = 'needs_review') as held,
      count(*) filter (where t.status = 'answered' and t.unsupported_claim_count > 0) as faulty,
      count(*) filter (where t.fallback is not null) as fell_back,
      count(*) filter (where t.state = 'interrupted') as interrupted,
      count(*) filter (where t.total_ms > ${slowMs}::float8) as slow,
      percentile_cont(0.95) within group (order by t.total_ms) as p95_ms,
      coalesce(sum(t.cost_usd), 0)::float8 as cost_usd
    from traces t
    left join reviews r on r.workspace_id = t.workspace_id and r.trace_id = t.id
    left join lateral (
      select count(*) as down from answer_feedback x
      where x.workspace_id = t.workspace_id and x.trace_id = t.id and x.rating = 'down') f on true
    where t.workspace_id = ${database.workspaceId} and t.kind = 'answer' and t.state <> 'pending'
      and t.created_at >= ${since.toISOString()}::timestamptz
      and t.created_at < ${until.toISOString()}::timestamptz`);
  return AlertFigures.parse(result.rows[0]);
}
