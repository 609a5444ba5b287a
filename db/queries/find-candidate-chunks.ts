import { sql } from 'drizzle-orm';
import { ChunkId, DocumentId } from '../../contract/ids.ts';
import { Language } from '../../contract/language.ts';
import { Classification } from '../../contract/classification.ts';
import { binaryBigintArray } from '../binary-array.ts';
import { executePrepared } from '../execute-prepared.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';
import { versionServes } from './as-of.ts';
import { isReadable, type Reader } from './readable.ts';

/** A chunk as it stands in the version that serves, or that served when the question is about. */
export interface CandidateChunk {
  readonly number: number;
  readonly chunkId: ChunkId;
  readonly contentHash: string;
  readonly documentId: DocumentId;
  readonly documentVersion: number;
  readonly title: string;
  readonly source: string;
  readonly classification: Classification;
  readonly headingPath: readonly string[];
  readonly page: number | null;
  readonly charStart: number;
  readonly charEnd: number;
  readonly tokenCount: number;
  /** That its terms were read in for the lexical index. */
  readonly language: Language;
  readonly text: string;
}

interface CandidateRow extends Record<string, unknown> {
  readonly number: string;
  readonly id: string;
  readonly content_hash: string;
  readonly document_id: string;
  readonly version: number;
  readonly title: string;
  readonly source: string;
  readonly classification: string;
  readonly heading_path: string[];
  readonly page: number | null;
  readonly char_start: number;
  readonly char_end: number;
  readonly token_count: number;
  readonly language: string;
  readonly text: string;
}

/**
 * The chunks with these numbers that the reader may see now and that serve, or served at `asOf`. Each step looks
 * up what the one before has found: from guesses of how many may be read, the planner reads all documents instead.
 */
export async function findCandidateChunks(
  database: WorkspaceDatabase,
  wanted: {
    readonly numbers: readonly number[];
    readonly reader: Reader;
    readonly asOf: Date | null;
  },
): Promise<ReadonlyMap<number, CandidateChunk>> {
  const { rows } = await executePrepared<CandidateRow>(
    database.executor,
    sql`
    with held as materialized (
      select id, number, document_id, content_hash, heading_path, token_count, language, text
      from chunks
      where workspace_id = ${database.workspaceId} and number = any(${binaryBigintArray(wanted.numbers)}))
    select c.number::text as number, c.id, c.content_hash, c.document_id, d.version, d.title, d.source,
      d.classification, c.heading_path, p.page, p.char_start, p.char_end, c.token_count, c.language, c.text
    from held c
    cross join lateral (
      select v.version, ${wanted.asOf === null ? sql`d.title` : sql`v.title`} as title, d.source, d.classification
      from documents d
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      join document_versions v
        on v.workspace_id = d.workspace_id and v.document_id = d.id and ${versionServes(wanted.asOf)}
      where d.workspace_id = ${database.workspaceId} and d.id = c.document_id
        and ${isReadable(wanted.reader)}
      offset 0) d
    cross join lateral (
      select p.page, p.char_start, p.char_end
      from chunk_placements p
      where p.workspace_id = ${database.workspaceId} and p.chunk_id = c.id
        and p.document_id = c.document_id and p.version = d.version
      offset 0) p`,
  );
  return new Map(rows.map((row) => [Number(row.number), toCandidateChunk(row)]));
}

function toCandidateChunk(row: CandidateRow): CandidateChunk {
  return {
    number: Number(row.number),
    chunkId: ChunkId.parse(row.id),
    contentHash: row.content_hash,
    documentId: DocumentId.parse(row.document_id),
    documentVersion: row.version,
    title: row.title,
    source: row.source,
    classification: Classification.parse(row.classification),
    headingPath: row.heading_path,
    page: row.page,
    charStart: row.char_start,
    charEnd: row.char_end,
    tokenCount: row.token_count,
    language: Language.parse(row.language),
    text: row.text,
  };
}

/** When the newest version of the workspace began to serve, by `asOf` if given: what a retrieval could see. */
export async function findIndexSnapshot(
  database: WorkspaceDatabase,
  asOf: Date | null,
): Promise<string | null> {
  const result = await executePrepared<{ snapshot: string | null }>(
    database.executor,
    sql`
    select ${isoInstant(sql`max(served_from)`)} as snapshot
    from document_versions
    where workspace_id = ${database.workspaceId}
      and ${asOf === null ? sql`true` : sql`served_from <= ${asOf}::timestamptz`}`,
  );
  return result.rows[0]?.snapshot ?? null;
}
