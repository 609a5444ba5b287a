import { sql, type SQL } from 'drizzle-orm';
import type { DocumentId, IngestRunId } from '../../contract/ids.ts';
import type { Language } from '../../contract/language.ts';
import { embeddedText } from '../../core/embedded-text.ts';
import { extractTerms } from '../../core/text/terms.ts';
import { bigintArray } from '../array-parameters.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { entombChunks, reviveChunks } from './lexical-index/tombstones.ts';
import { serveStagedSegments, stageSegment } from './lexical-index/stage-segment.ts';
import { newSegmentId } from './stage-version.ts';
import { markStaleCitations } from './stale-citations.ts';

export interface VersionSwitch {
  /** Chunks of the old version that do not serve any more. */
  readonly retired: number;
  /** Past answers that have become stale. */
  readonly staleAnswers: number;
}

/** Whoever changes what serves of a document waits here for the one before. */
export async function lockDocument(
  database: WorkspaceDatabase,
  documentId: DocumentId,
): Promise<void> {
  await database.executor.execute(sql`
    select 1 from documents
    where workspace_id = ${database.workspaceId} and id = ${documentId}
    for update`);
}

/**
 * Makes a stored version serve in place of the one before, or no version at all (`null`: the document is
 * retired). Called in a transaction: before it commits the old version answers, after it the new one does.
 * The work grows with what changes between the two, not with the document.
 */
export async function switchToVersion(
  transaction: WorkspaceDatabase,
  change: {
    readonly documentId: DocumentId;
    readonly version: number | null;
    /** The run that brings the change about; null when somebody made it by hand. */
    readonly runId: IngestRunId | null;
  },
): Promise<VersionSwitch> {
  const { documentId, version, runId } = change;
  await lockDocument(transaction, documentId);
  const { enlivened, retired } = await switchLiveChunks(transaction, { documentId, version });
  await entombChunks(transaction, retired);
  const unindexed = await reviveChunks(
    transaction,
    await withoutNewOnes(transaction, { documentId, numbers: enlivened }),
  );
  await indexAgain(transaction, { documentId, numbers: unindexed });
  await serveStagedSegments(transaction, documentId);
  const staleAnswers = await markStaleCitations(transaction, {
    documentId,
    runId,
    toVersion: version,
  });
  await switchDocument(transaction, { documentId, version });
  return { retired: retired.length, staleAnswers };
}

interface ChunkNumbers {
  readonly documentId: DocumentId;
  readonly numbers: readonly number[];
}

/** Makes exactly the chunks of the version live, and says what that changed. */
async function switchLiveChunks(
  database: WorkspaceDatabase,
  { documentId, version }: { readonly documentId: DocumentId; readonly version: number | null },
): Promise<{ readonly enlivened: readonly number[]; readonly retired: readonly number[] }> {
  const result = await database.executor.execute<{ number: string; is_live: boolean }>(sql`
    with placed as materialized (
      select chunk_id
      from chunk_placements
      where workspace_id = ${database.workspaceId}
        and document_id = ${documentId}
        and version = ${version}::integer)
    update chunks
    set is_live = not is_live
    where workspace_id = ${database.workspaceId}
      and document_id = ${documentId}
      and is_live <> (id in (select chunk_id from placed))
    returning number::text as number, is_live`);
  const numbersWhere = (isLive: boolean) =>
    result.rows.filter((row) => row.is_live === isLive).map((row) => Number(row.number));
  return { enlivened: numbersWhere(true), retired: numbersWhere(false) };
}

/** Chunks that have served before; the others are in the segment that was staged for this version. */
async function withoutNewOnes(
  database: WorkspaceDatabase,
  { documentId, numbers }: ChunkNumbers,
): Promise<readonly number[]> {
  if (numbers.length === 0) return [];
  const result = await database.executor.execute<{ number: string }>(sql`
    select c.number::text as number
    from chunks c
    where c.workspace_id = ${database.workspaceId}
      and c.document_id = ${documentId}
      and c.number = any(${bigintArray(numbers)})
      and exists (
        select 1
        from chunk_placements p
        join document_versions v
          on v.workspace_id = p.workspace_id and v.document_id = p.document_id and v.version = p.version
        where p.workspace_id = c.workspace_id and p.chunk_id = c.id and p.document_id = c.document_id
          and v.served_from is not null)`);
  return result.rows.map((row) => Number(row.number));
}

/** Chunks that serve again after merging has moved their postings to history. */
async function indexAgain(
  database: WorkspaceDatabase,
  { documentId, numbers }: ChunkNumbers,
): Promise<void> {
  if (numbers.length === 0) return;
  const result = await database.executor.execute<{
    number: string;
    title: string;
    heading_path: string[];
    text: string;
    language: Language;
  }>(sql`
    select c.number::text as number, c.heading_path, c.text, c.language, latest.title
    from chunks c
    cross join lateral (
      select v.title
      from chunk_placements p
      join document_versions v
        on v.workspace_id = p.workspace_id and v.document_id = p.document_id and v.version = p.version
      where p.workspace_id = c.workspace_id and p.chunk_id = c.id and p.document_id = c.document_id
      order by v.version desc
      limit 1) latest
    where c.workspace_id = ${database.workspaceId}
      and c.document_id = ${documentId}
      and c.number = any(${bigintArray(numbers)})`);
  await stageSegment(database, {
    segmentId: newSegmentId(),
    documentId,
    chunks: result.rows.map((row) => ({
      chunkNumber: Number(row.number),
      terms: extractTerms(
        embeddedText({ headingPath: row.heading_path, text: row.text }, row.title),
        row.language,
      ),
    })),
  });
}

async function switchDocument(
  database: WorkspaceDatabase,
  { documentId, version }: { readonly documentId: DocumentId; readonly version: number | null },
): Promise<void> {
  const ofDocument = sql`workspace_id = ${database.workspaceId} and document_id = ${documentId}`;
  const moment = await chooseMoment(database, documentId);
  await database.executor.execute(sql`
    update document_versions
    set served_until = ${moment}
    where ${ofDocument} and served_from is not null and served_until is null`);
  if (version === null) {
    await database.executor.execute(sql`
      update documents
      set version = null, retired_at = coalesce(retired_at, ${moment}), updated_at = now()
      where workspace_id = ${database.workspaceId} and id = ${documentId}`);
    return;
  }
  await database.executor.execute(sql`
    update document_versions set served_from = ${moment} where ${ofDocument} and version = ${version}`);
  await database.executor.execute(sql`
    update documents d
    set version = v.version, mime = v.mime, retired_at = null, updated_at = now(),
      title = case when 'title' = any(d.given_settings) then d.title else v.title end
    from document_versions v
    where d.workspace_id = ${database.workspaceId} and d.id = ${documentId}
      and v.workspace_id = d.workspace_id and v.document_id = d.id and v.version = ${version}`);
}

/**
 * When the switch takes place, as near to its commit as can be: `now()` is when the transaction began, which
 * may have stored a thousand chunks since. Later than all that the document has seen, whatever the clock does.
 */
async function chooseMoment(database: WorkspaceDatabase, documentId: DocumentId): Promise<SQL> {
  const result = await database.executor.execute<{ moment: string }>(sql`
    select greatest(
      date_trunc('milliseconds', clock_timestamp()),
      max(greatest(served_from, served_until)) + interval '1 millisecond')::text as moment
    from document_versions
    where workspace_id = ${database.workspaceId} and document_id = ${documentId}`);
  return sql`${result.rows[0]?.moment}::timestamptz`;
}
