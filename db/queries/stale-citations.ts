import { sql } from 'drizzle-orm';
import { DocumentId, type IngestRunId, type TraceId } from '../../contract/ids.ts';
import type { Span } from '../../core/text/spans.ts';
import { uuidArray } from '../array-parameters.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

/**
 * Marks past answers that cite what does not stand any more, and clears the marks of what stands again.
 * Called in the transaction that switched the document's live chunks, after it did. `toVersion` is the
 * version that serves from now on, null for a retired document. Marks that are open say what stands now;
 * the run that they name stays the one that made the answer stale. Returns how many answers this has.
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
  const { standing, gone } = await judgeCited(transaction, { documentId, toVersion });
  const ofDocument = sql`workspace_id = ${transaction.workspaceId} and document_id = ${documentId}`;
  if (standing.length > 0) {
    await transaction.executor.execute(sql`
      update stale_citations
      set cleared_at = now()
      where ${ofDocument} and chunk_id = any(${uuidArray(standing)}) and cleared_at is null`);
  }
  if (gone.length === 0) return 0;
  await transaction.executor.execute(sql`
    update stale_citations
    set to_version = ${toVersion}::integer
    where ${ofDocument} and cleared_at is null and to_version is distinct from ${toVersion}::integer`);
  const result = await transaction.executor.execute<{ stale: number }>(sql`
    with marked as (
      insert into stale_citations (
        workspace_id, trace_id, chunk_id, document_id, from_version, to_version, run_id)
      select e.workspace_id, e.trace_id, e.chunk_id, e.document_id, e.document_version,
        ${toVersion}::integer, ${runId}::uuid
      from trace_evidence e
      join traces t on t.workspace_id = e.workspace_id and t.id = e.trace_id
      where e.workspace_id = ${transaction.workspaceId} and e.document_id = ${documentId}
        and e.chunk_id = any(${uuidArray(gone)}) and e.is_cited and ${goesStale}
      ${reopenMark}
      returning trace_id)
    select count(distinct trace_id)::int as stale from marked`);
  return result.rows[0]?.stale ?? 0;
}

/**
 * Which of the document's chunks that answers cite still stand, and which do not. Not one statement with the
 * rest: that unpacks the text for each chunk, and joins 30,000 citations in 30 to 90 s instead of 3.
 */
async function judgeCited(
  transaction: WorkspaceDatabase,
  { documentId, toVersion }: { readonly documentId: DocumentId; readonly toVersion: number | null },
): Promise<{ readonly standing: readonly string[]; readonly gone: readonly string[] }> {
  const cited = await transaction.executor.execute<CitedChunk>(sql`
    select c.id, case when c.is_live then null else c.text end as text, c.heading_path
    from chunks c
    where c.workspace_id = ${transaction.workspaceId} and c.document_id = ${documentId}
      and c.id = any(array(
        select distinct e.chunk_id
        from trace_evidence e
        where e.workspace_id = ${transaction.workspaceId} and e.document_id = ${documentId} and e.is_cited))`);
  const isAllLive = cited.rows.every((row) => row.text === null);
  const stands = isAllLive
    ? () => true
    : await createStandingTest(transaction, { documentId, version: toVersion });
  const standing: string[] = [];
  const gone: string[] = [];
  for (const row of cited.rows) (stands(row) ? standing : gone).push(row.id);
  return { standing, gone };
}

interface CitedChunk extends Record<string, unknown> {
  readonly id: string;
  /** Null for one that serves. */
  readonly text: string | null;
  readonly heading_path: readonly string[];
}

/**
 * Whether a chunk still stands in a version: it is in it, or its text is, only cut differently, below the same
 * headings. The same words elsewhere are another statement. Nothing stands in a retired document.
 */
async function createStandingTest(
  transaction: WorkspaceDatabase,
  { documentId, version }: { readonly documentId: DocumentId; readonly version: number | null },
): Promise<(chunk: CitedChunk) => boolean> {
  if (version === null) return (chunk) => chunk.text === null;
  const found = await transaction.executor.execute<{ text: string; places: readonly Place[] }>(sql`
    select v.text, coalesce((
      select jsonb_agg(jsonb_build_array(p.char_start, p.char_end, to_jsonb(c.heading_path)) order by p.position)
      from chunk_placements p
      join chunks c on c.workspace_id = p.workspace_id and c.id = p.chunk_id
      where p.workspace_id = v.workspace_id and p.document_id = v.document_id
        and p.version = v.version), '[]'::jsonb) as places
    from document_versions v
    where v.workspace_id = ${transaction.workspaceId} and v.document_id = ${documentId}
      and v.version = ${version}`);
  const { text, places } = found.rows[0] ?? { text: '', places: [] };
  const spans = new Map<string, Span[]>();
  for (const [start, end, headingPath] of places) {
    const path = JSON.stringify(headingPath);
    const known = spans.get(path);
    if (known === undefined) spans.set(path, [{ start, end }]);
    else known.push({ start, end });
  }
  return (chunk) => {
    if (chunk.text === null) return true;
    const below = spans.get(JSON.stringify(chunk.heading_path)) ?? [];
    return below.length > 0 && standsIn(text, below, chunk.text);
  };
}

/** Where a chunk starts and ends in its version's text, and the headings above it. */
type Place = readonly [start: number, end: number, headingPath: readonly string[]];

/** Whether the words stand there whole, at a place that one of the spans reaches. */
function standsIn(text: string, spans: readonly Span[], words: string): boolean {
  for (let start = text.indexOf(words); start >= 0; start = text.indexOf(words, start + 1)) {
    const end = start + words.length;
    const isWhole =
      !CONTINUES.test(text.slice(end, end + 3)) &&
      !PRECEDES.test(text.slice(Math.max(0, start - 3), start));
    if (isWhole && spans.some((span) => span.start < end && span.end > start)) return true;
  }
  return false;
}

/** What makes another word or figure of the one that a text ends with: `5` is not in `50`, `5.5` or `5%`. */
const CONTINUES = /^(?:[\p{L}\p{N}\p{M}_%]|[.,:]\p{N})/u;
const PRECEDES = /(?:[\p{L}\p{N}\p{M}_]|\p{N}[.,:])$/u;

/**
 * Marks what an answer cites and what was changed while the answer was written. Called in the transaction
 * that stores the answer, after its evidence: the evidence's foreign key has waited for a switch that was
 * under way, so that either this sees the switch or the switch sees the evidence.
 */
export async function markStaleAtBirth(
  transaction: WorkspaceDatabase,
  traceId: TraceId,
): Promise<void> {
  for (const { documentId, version, chunkIds } of await findOvertaken(transaction, traceId)) {
    await transaction.executor.execute(sql`
      insert into stale_citations (
        workspace_id, trace_id, chunk_id, document_id, from_version, to_version, run_id)
      select e.workspace_id, e.trace_id, e.chunk_id, e.document_id, e.document_version, ${version}::integer,
        case when v.restored_from is null then j.run_id end
      from trace_evidence e
      left join document_versions v
        on v.workspace_id = e.workspace_id and v.document_id = e.document_id and v.version = ${version}::integer
      left join ingest_jobs j on j.workspace_id = v.workspace_id and j.id = v.job_id
      where e.workspace_id = ${transaction.workspaceId} and e.trace_id = ${traceId}
        and e.document_id = ${documentId} and e.chunk_id = any(${uuidArray(chunkIds)})
      ${reopenMark}`);
  }
}

interface Overtaken {
  readonly documentId: DocumentId;
  /** The version that serves now; null for a retired document. */
  readonly version: number | null;
  readonly chunkIds: readonly string[];
}

/** What the answer cites and what does not stand any more, by document. */
async function findOvertaken(
  transaction: WorkspaceDatabase,
  traceId: TraceId,
): Promise<readonly Overtaken[]> {
  const cited = await transaction.executor.execute<
    CitedChunk & { readonly document_id: string; readonly version: number | null }
  >(sql`
    select c.id, c.text, c.heading_path, d.id as document_id, d.version
    from trace_evidence e
    join traces t on t.workspace_id = e.workspace_id and t.id = e.trace_id
    join chunks c on c.workspace_id = e.workspace_id and c.id = e.chunk_id
    join documents d on d.workspace_id = e.workspace_id and d.id = e.document_id
    where e.workspace_id = ${transaction.workspaceId} and e.trace_id = ${traceId} and e.is_cited
      and ${goesStale} and not c.is_live`);
  const overtaken: Overtaken[] = [];
  for (const id of new Set(cited.rows.map((row) => row.document_id))) {
    const documentId = DocumentId.parse(id);
    const chunks = cited.rows.filter((row) => row.document_id === id);
    const version = chunks[0]?.version ?? null;
    const stands = await createStandingTest(transaction, { documentId, version });
    const chunkIds = chunks.filter((chunk) => !stands(chunk)).map((chunk) => chunk.id);
    if (chunkIds.length > 0) overtaken.push({ documentId, version, chunkIds });
  }
  return overtaken;
}

/** Over `t` (traces): an answer from the documents of some day says what they said on that day. */
const goesStale = sql`t.kind = 'answer' and t.as_of is null`;

const reopenMark = sql`
  on conflict (workspace_id, trace_id, chunk_id) do update
  set to_version = excluded.to_version, run_id = excluded.run_id, marked_at = now(), cleared_at = null
  where stale_citations.cleared_at is not null`;
