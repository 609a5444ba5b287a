import { sql, type SQL } from 'drizzle-orm';
import type { DocumentId, IngestRunId, TraceId } from '../../contract/ids.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

/**
 * Marks past answers that cite what does not stand any more, and clears the marks of what stands again.
 * Called in the transaction that switched the document's live chunks, after it did. `toVersion` is the
 * version that serves now, null for a retired document. Returns how many answers this has made stale.
 *
 * A passage that the new version holds word for word, only cut differently, still stands.
 */
export async function markStaleCitations(
  transaction: WorkspaceDatabase,
  change: {
    readonly documentId: DocumentId;
    readonly runId: IngestRunId | null;
    readonly toVersion: number | null;
  },
): Promise<number> {
  const { documentId, runId, toVersion } = change;
  const result = await transaction.executor.execute<{ stale: number }>(sql`
    with cited as materialized (
      select distinct chunk_id
      from trace_evidence
      where workspace_id = ${transaction.workspaceId} and document_id = ${documentId} and is_cited),
    judged as materialized (
      select c.id as chunk_id, ${stillStands()} as stands
      from cited
      join chunks c on c.workspace_id = ${transaction.workspaceId} and c.id = cited.chunk_id
      left join document_versions v
        on v.workspace_id = c.workspace_id and v.document_id = c.document_id
       and v.version = ${toVersion}::integer),
    cleared as (
      update stale_citations s
      set cleared_at = now()
      from judged
      where s.workspace_id = ${transaction.workspaceId} and s.document_id = ${documentId}
        and s.chunk_id = judged.chunk_id and judged.stands and s.cleared_at is null),
    marked as (
      insert into stale_citations (
        workspace_id, trace_id, chunk_id, document_id, from_version, to_version, run_id)
      select e.workspace_id, e.trace_id, e.chunk_id, e.document_id, e.document_version,
        ${toVersion}::integer, ${runId}::uuid
      from judged
      join trace_evidence e
        on e.workspace_id = ${transaction.workspaceId} and e.document_id = ${documentId}
       and e.chunk_id = judged.chunk_id and e.is_cited
      join traces t on t.workspace_id = e.workspace_id and t.id = e.trace_id
      where not judged.stands and ${goesStale}
      ${reopenMark}
      returning trace_id)
    select count(distinct trace_id)::int as stale from marked`);
  return result.rows[0]?.stale ?? 0;
}

/**
 * Marks what an answer cites and what was changed while the answer was written. Called in the transaction
 * that stores the answer, after its evidence: the evidence's foreign key has waited for a switch that was
 * under way, so that either this sees the switch or the switch sees the evidence.
 */
export async function markStaleAtBirth(
  transaction: WorkspaceDatabase,
  traceId: TraceId,
): Promise<void> {
  await transaction.executor.execute(sql`
    insert into stale_citations (
      workspace_id, trace_id, chunk_id, document_id, from_version, to_version, run_id)
    select e.workspace_id, e.trace_id, e.chunk_id, e.document_id, e.document_version, d.version,
      case when v.restored_from is null then j.run_id end
    from trace_evidence e
    join traces t on t.workspace_id = e.workspace_id and t.id = e.trace_id
    join chunks c on c.workspace_id = e.workspace_id and c.id = e.chunk_id
    join documents d on d.workspace_id = e.workspace_id and d.id = e.document_id
    left join document_versions v
      on v.workspace_id = d.workspace_id and v.document_id = d.id and v.version = d.version
    left join ingest_jobs j on j.workspace_id = v.workspace_id and j.id = v.job_id
    where e.workspace_id = ${transaction.workspaceId} and e.trace_id = ${traceId} and e.is_cited
      and ${goesStale} and not ${stillStands()}
    ${reopenMark}`);
}

/** Over `c` (chunks) and `v` (the version that serves, if any): live, or held word for word. */
function stillStands(): SQL {
  return sql`(c.is_live or coalesce(strpos(v.text, c.text) > 0, false))`;
}

/** Over `t` (traces): an answer from the documents of some day says what they said on that day. */
const goesStale = sql`t.kind = 'answer' and t.as_of is null`;

const reopenMark = sql`
  on conflict (workspace_id, trace_id, chunk_id) do update
  set to_version = excluded.to_version, run_id = excluded.run_id, marked_at = now(), cleared_at = null
  where stale_citations.cleared_at is not null`;
