import { sql } from 'drizzle-orm';
import { TraceEvent } from '../../contract/trace-history.ts';
import type { TraceId } from '../../contract/ids.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';

/** What happened to an answer after it was stored, the oldest first. The caller checks that it may be seen. */
export async function findTraceHistory(
  database: WorkspaceDatabase,
  traceId: TraceId,
): Promise<readonly TraceEvent[]> {
  const { workspaceId } = database;
  const isOfTrace = sql`x.workspace_id = ${workspaceId} and x.trace_id = ${traceId}`;
  const result = await database.executor.execute(sql`
    select kind, ${isoInstant(sql`at`)} as at, by, detail, text, trace_id,
      case when link_kind is not null then jsonb_build_object('kind', link_kind, 'id', link_id) end as link
    from (
      select 'feedback' as kind, x.created_at as at, k.name as by,
        case x.rating when 'up' then 'Rated as good.' else 'Rated as bad.' end as detail,
        nullif(concat_ws(E'\n\n', x.comment, 'Expected: ' || x.expected), '') as text,
        null::uuid as trace_id, null as link_kind, null::uuid as link_id
      from answer_feedback x
      join api_keys k on k.workspace_id = x.workspace_id and k.id = x.api_key_id
      where ${isOfTrace}
      union all
      select 'review_opened', x.created_at, null, x.reason, null, null, 'review', x.id
      from reviews x
      where ${isOfTrace}
      union all
      select 'review_decided', x.decided_at, x.claimed_by_name, 'Decided: ' || x.decision || '.', null, null,
        'review', x.id
      from reviews x
      where ${isOfTrace} and x.decided_at is not null
      union all
      select 'stale', min(x.marked_at), null,
        count(*) || case count(*) when 1 then ' chunk' else ' chunks' end || ' that it cites of “' || d.title
          || case when x.to_version is null then '” went with the document.'
             else '” changed in version ' || x.to_version || '.' end
          || case when bool_and(x.cleared_at is not null) then ' They serve again.' else '' end,
        null, null, 'document', x.document_id
      from stale_citations x
      join documents d on d.workspace_id = x.workspace_id and d.id = x.document_id
      where ${isOfTrace}
      group by x.document_id, x.to_version, d.title
      union all
      select case when x.reask_of is null then 'replayed' else 'reasked' end, x.created_at, x.api_key_name,
        case when x.as_of is null then 'From the documents of that day.'
          else 'From the documents as they stood then.' end
          || case x.status when 'answered' then '' else ' It was not answered.' end,
        null, x.id, null, null
      from traces x
      where x.workspace_id = ${workspaceId} and x.state = 'complete'
        and (x.reask_of = ${traceId} or x.replay_of = ${traceId})
    ) events
    order by at, kind, trace_id`);
  return result.rows.map((row) => TraceEvent.parse(row));
}
