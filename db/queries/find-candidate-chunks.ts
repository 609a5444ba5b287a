import { sql } from 'drizzle-orm';
import { ChunkId, DocumentId } from '../../contract/ids.ts';
import { Language } from '../../contract/language.ts';
import { Classification } from '../../contract/classification.ts';
import { binaryBigintArray, binaryIntArray } from '../binary-array.ts';
import type { PlacedText } from '../chunk-cache.ts';
import { executePrepared } from '../execute-prepared.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';
import { versionServes } from './as-of.ts';
import { isReadable, type Reader } from './readable.ts';

/** A chunk as it stands in the version that serves, or that served when the question is about. */
export interface CandidateChunk extends PlacedText {
  readonly title: string;
  readonly source: string;
  readonly classification: Classification;
}

/** Which chunks serve; what they say is read of those that are not known yet. */
export async function findCandidateChunks(
  database: WorkspaceDatabase,
  wanted: {
    readonly numbers: readonly number[];
    readonly reader: Reader;
    readonly asOf: Date | null;
  },
): Promise<ReadonlyMap<number, CandidateChunk>> {
  const { chunks: cache, workspaceId } = database;
  const serving = await findServingDocuments(database, wanted);
  const texts = new Map<number, PlacedText>();
  const unknown: { readonly number: number; readonly version: number }[] = [];
  for (const { numbers, version } of serving) {
    for (const number of numbers) {
      const text = cache.find(workspaceId, number, version);
      if (text === undefined) unknown.push({ number, version });
      else texts.set(number, text);
    }
  }
  const read = unknown.length === 0 ? [] : await readPlacedTexts(database, unknown);
  for (const text of read) texts.set(text.number, text);
  const found = new Map<number, CandidateChunk>();
  for (const { numbers, title, source, classification } of serving) {
    for (const number of numbers) {
      const text = texts.get(number);
      if (text !== undefined) found.set(number, { ...text, title, source, classification });
    }
  }
  return found;
}

interface ServingDocument {
  readonly version: number;
  readonly title: string;
  readonly source: string;
  readonly classification: Classification;
  /** Of its chunks that are looked for, whether or not this version holds them. */
  readonly numbers: readonly number[];
}

/**
 * The documents of these chunks that the reader may see now and that serve, or served at `asOf`. Each is looked up
 * by itself: from guesses of how many may be read, the planner reads all documents instead.
 */
async function findServingDocuments(
  database: WorkspaceDatabase,
  wanted: Parameters<typeof findCandidateChunks>[1],
): Promise<readonly ServingDocument[]> {
  const { rows } = await executePrepared<{
    version: number;
    title: string;
    source: string;
    classification: string;
    numbers: string;
  }>(
    database.executor,
    sql`
    with held as materialized (
      select document_id, string_agg(number::text, ' ') as numbers
      from chunks
      where workspace_id = ${database.workspaceId} and number = any(${binaryBigintArray(wanted.numbers)})
      group by document_id)
    select d.version, d.title, d.source, d.classification, held.numbers
    from held
    cross join lateral (
      select v.version, ${wanted.asOf === null ? sql`d.title` : sql`v.title`} as title, d.source, d.classification
      from documents d
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      join document_versions v
        on v.workspace_id = d.workspace_id and v.document_id = d.id and ${versionServes(wanted.asOf)}
      where d.workspace_id = ${database.workspaceId} and d.id = held.document_id
        and ${isReadable(wanted.reader)}
      offset 0) d`,
  );
  return rows.map((row) => ({
    ...row,
    classification: Classification.parse(row.classification),
    numbers: row.numbers.split(' ').map(Number),
  }));
}

interface PlacedRow extends Record<string, unknown> {
  readonly number: string;
  readonly id: string;
  readonly content_hash: string;
  readonly document_id: string;
  readonly version: number;
  readonly heading_path: string[];
  readonly page: number | null;
  readonly char_start: number;
  readonly char_end: number;
  readonly token_count: number;
  readonly language: string;
  readonly text: string;
}

/** Of the chunks that these versions hold; they are known from then on. */
async function readPlacedTexts(
  database: WorkspaceDatabase,
  wanted: readonly { readonly number: number; readonly version: number }[],
): Promise<readonly PlacedText[]> {
  const { rows } = await executePrepared<PlacedRow>(
    database.executor,
    sql`
    with held as materialized (
      select c.number, c.id, c.document_id, c.content_hash, c.heading_path, c.token_count, c.language, c.text,
        w.version
      from unnest(
        ${binaryBigintArray(wanted.map(({ number }) => number))},
        ${binaryIntArray(wanted.map(({ version }) => version))}
      ) as w (number, version)
      join chunks c on c.workspace_id = ${database.workspaceId} and c.number = w.number)
    select c.number::text as number, c.id, c.content_hash, c.document_id, c.version, c.heading_path, p.page,
      p.char_start, p.char_end, c.token_count, c.language, c.text
    from held c
    cross join lateral (
      select p.page, p.char_start, p.char_end
      from chunk_placements p
      where p.workspace_id = ${database.workspaceId} and p.chunk_id = c.id
        and p.document_id = c.document_id and p.version = c.version
      offset 0) p`,
  );
  const read = rows.map(toPlacedText);
  for (const chunk of read) database.chunks.keep(database.workspaceId, chunk);
  return read;
}

function toPlacedText(row: PlacedRow): PlacedText {
  return {
    number: Number(row.number),
    chunkId: ChunkId.parse(row.id),
    contentHash: row.content_hash,
    documentId: DocumentId.parse(row.document_id),
    documentVersion: row.version,
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
