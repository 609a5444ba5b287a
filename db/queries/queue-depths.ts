import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { WorkspaceDatabase } from '../workspace-database.ts';

const QueueDepth = z.object({
  queue: z.string(),
  state: z.enum(['waiting', 'running']),
  count: z.coerce.number(),
});
export type QueueDepth = z.infer<typeof QueueDepth>;

/** How much of a workspace waits and is worked on, queue by queue; queues where nothing does are 0. */
export async function countQueues(database: WorkspaceDatabase): Promise<readonly QueueDepth[]> {
  const of = database.workspaceId;
  const result = await database.executor.execute(sql`
    with open as (
      select 'ingest_jobs' as queue, status = 'running' as runs
      from ingest_jobs where workspace_id = ${of} and status in ('queued', 'running')
      union all
      select 'workflow_items', status = 'running'
      from workflow_items where workspace_id = ${of} and status in ('queued', 'running')
      union all
      select 'evaluation_runs', status = 'running'
      from evaluation_runs where workspace_id = ${of} and status in ('queued', 'running')
      union all
      select 'reviews', claimed_until > now()
      from reviews where workspace_id = ${of} and decided_at is null
      union all
      select 'webhook_deliveries', attempts > 0
      from webhook_deliveries
      where workspace_id = ${of} and delivered_at is null and given_up_at is null)
    select names.queue, states.state,
      count(open.queue) filter (where coalesce(open.runs, false) = (states.state = 'running')) as count
    from unnest(array['ingest_jobs', 'workflow_items', 'evaluation_runs', 'reviews', 'webhook_deliveries'])
      as names (queue)
    cross join (values ('waiting'), ('running')) as states (state)
    left join open on open.queue = names.queue
    group by names.queue, states.state
    order by names.queue, states.state`);
  return result.rows.map((row) => QueueDepth.parse(row));
}
