import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { ChunkId, type DocumentId } from '../../contract/ids.ts';
import { integerArray } from '../array-parameters.ts';
import {
  binaryByteaArray,
  binaryIntArray,
  binaryTextArray,
  binaryUuidArray,
} from '../binary-array.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { discardStagedSegments } from './lexical-index/discard-segments.ts';
import type { ChunkTerms } from './lexical-index/chunk-terms.ts';
import type { VersionChunkInput, VersionInput } from './version-input.ts';

/** What storing a stretch of a version's chunks has done. */
export interface StagedChunks {
  readonly added: number;
  /** Those that have never served, with their terms: to be indexed before the version serves. */
  readonly unindexed: readonly ChunkTerms[];
}

/**
 * Makes room for the next version: removes what earlier tries left of one, which nobody has seen, and
 * withdraws the one that waits for approval.
 */
export async function clearTheWay(
  database: WorkspaceDatabase,
  documentId: DocumentId,
): Promise<void> {
  await withdrawHeldVersion(database, documentId);
  await discardStagedVersions(database, documentId);
}

/**
 * Ends the wait for approval of a version that something else takes the place of. It stays on record as it
 * is, under its number; only its postings go, which nobody will search.
 */
export async function withdrawHeldVersion(
  database: WorkspaceDatabase,
  documentId: DocumentId,
): Promise<void> {
  const ofDocument = sql`workspace_id = ${database.workspaceId} and document_id = ${documentId}`;
  const withdrawn = await database.executor.execute(sql`
    update document_versions
    set withdrawn_at = now()
    where ${ofDocument} and held_at is not null and served_from is null and withdrawn_at is null
    returning version`);
  if (withdrawn.rows.length === 0) return;
  await discardStagedSegments(database, documentId);
  // Of a document that has never served, chunks are live from the start.
  await database.executor.execute(sql`
    update chunks
    set is_live = false
    where ${ofDocument} and is_live and not exists (
      select 1 from document_versions where ${ofDocument} and served_from is not null)`);
}

/** Removes what tries that were broken off have left: it was neither served nor held, so nobody has seen it. */
export async function discardStagedVersions(
  database: WorkspaceDatabase,
  documentId: DocumentId,
): Promise<void> {
  const ofDocument = sql`workspace_id = ${database.workspaceId} and document_id = ${documentId}`;
  const staged = await database.executor.execute<{ version: number }>(sql`
    select version
    from document_versions
    where ${ofDocument} and served_from is null and held_at is null
    for update`);
  if (staged.rows.length === 0) return;
  const isStaged = sql`${ofDocument} and version = any(${integerArray(staged.rows.map((row) => row.version))})`;
  await discardStagedSegments(database, documentId);
  await database.executor.execute(sql`delete from version_findings where ${isStaged}`);
  await database.executor.execute(sql`delete from version_pages where ${isStaged}`);
  await database.executor.execute(sql`delete from chunk_placements where ${isStaged}`);
  await database.executor.execute(sql`delete from document_versions where ${isStaged}`);
  await database.executor.execute(sql`
    delete from chunks c
    where c.workspace_id = ${database.workspaceId} and c.document_id = ${documentId}
      and not exists (
        select 1 from chunk_placements p where p.workspace_id = c.workspace_id and p.chunk_id = c.id)`);
}

/** Stores the version without its chunks; it serves nobody yet. Returns its number. */
export async function insertStagedVersion(
  database: WorkspaceDatabase,
  input: Omit<VersionInput, 'chunks'>,
): Promise<number> {
  // Others that store a version of the document wait; answers that cite it do not.
  await database.executor.execute(sql`
    select 1 from documents
    where workspace_id = ${database.workspaceId} and id = ${input.documentId}
    for no key update`);
  const result = await database.executor.execute<{ version: number }>(sql`
    insert into document_versions (
      workspace_id, document_id, version, title, mime, original_sha256, byte_size, text, char_count,
      page_count, parser, chunker, chunking, language, front_matter, job_id)
    select ${database.workspaceId}, ${input.documentId}, coalesce(max(version), 0) + 1, ${input.title},
      ${input.mime}, ${input.originalSha256}, ${input.byteSize}, ${input.text}, ${input.text.length},
      ${input.pageCount}, ${input.parser}, ${input.chunker}, ${JSON.stringify(input.chunking)}::jsonb,
      ${input.language}, ${JSON.stringify(input.frontMatter)}::json, ${input.jobId}
    from document_versions
    where workspace_id = ${database.workspaceId} and document_id = ${input.documentId}
    returning version`);
  const [row] = result.rows;
  if (row === undefined) throw new Error('The inserted version was not returned.');
  await insertFindings(database, input, row.version);
  await insertPages(database, input, row.version);
  return row.version;
}

async function insertFindings(
  database: WorkspaceDatabase,
  { documentId, findings }: Pick<VersionInput, 'documentId' | 'findings'>,
  version: number,
): Promise<void> {
  if (findings.length === 0) return;
  await database.executor.execute(sql`
    insert into version_findings (workspace_id, document_id, version, position, finding)
    select ${database.workspaceId}, ${documentId}, ${version}, new.position - 1, new.finding
    from jsonb_array_elements(${JSON.stringify(findings)}::jsonb) with ordinality as new (finding, position)`);
}

const PAGES_PER_STATEMENT = 100;

async function insertPages(
  database: WorkspaceDatabase,
  { documentId, pages }: Pick<VersionInput, 'documentId' | 'pages'>,
  version: number,
): Promise<void> {
  for (let start = 0; start < pages.length; start += PAGES_PER_STATEMENT) {
    const some = pages.slice(start, start + PAGES_PER_STATEMENT);
    await database.executor.execute(sql`
      insert into version_pages (workspace_id, document_id, version, page, layout)
      select ${database.workspaceId}, ${documentId}, ${version}, ${start}::integer + new.position, new.layout
      from jsonb_array_elements(${JSON.stringify(some)}::jsonb) with ordinality as new (layout, position)`);
  }
}

/**
 * Stores chunks of a staged version from `firstPosition` on, and where they stand in it. Those that the
 * document has held before keep their id, number and vector. A chunk of a document that has never served is
 * live from the start: nobody sees it before the document has a version, and nothing is written twice.
 */
export async function stageChunks(
  database: WorkspaceDatabase,
  staged: {
    readonly input: Pick<VersionInput, 'documentId' | 'collectionId' | 'language'>;
    readonly version: number;
    readonly firstPosition: number;
    readonly chunks: readonly VersionChunkInput[];
  },
): Promise<StagedChunks> {
  const { chunks, input } = staged;
  const inserted = await insertNewChunks(database, staged);
  const isComplete = inserted.length === chunks.length;
  const ids = isComplete
    ? chunks.map((chunk) => chunk.id)
    : await findChunkIds(database, input, chunks);
  await placeChunks(database, { ...staged, ids });
  const known = isComplete
    ? []
    : await findNeverServed(database, {
        documentId: input.documentId,
        ids: ids.filter((id, index) => id !== chunks[index]?.id),
      });
  const termsById = new Map<string, readonly string[]>(
    chunks.map((chunk, index) => [ids[index] ?? chunk.id, chunk.terms]),
  );
  return {
    added: inserted.length,
    unindexed: [...inserted, ...known].map((row) => ({
      chunkNumber: Number(row.number),
      terms: termsById.get(row.id) ?? [],
    })),
  };
}

/** Of the chunks those that only versions hold which were withdrawn: nothing has indexed them. */
async function findNeverServed(
  database: WorkspaceDatabase,
  { documentId, ids }: { readonly documentId: DocumentId; readonly ids: readonly ChunkId[] },
): Promise<readonly { readonly id: string; readonly number: string }[]> {
  const result = await database.executor.execute<{ id: string; number: string }>(sql`
    select c.id, c.number::text as number
    from chunks c
    where c.workspace_id = ${database.workspaceId} and c.document_id = ${documentId}
      and c.id = any(${binaryUuidArray(ids)})
      and not exists (
        select 1
        from chunk_placements p
        join document_versions v
          on v.workspace_id = p.workspace_id and v.document_id = p.document_id and v.version = p.version
        where p.workspace_id = c.workspace_id and p.chunk_id = c.id and p.document_id = c.document_id
          and v.served_from is not null)`);
  return result.rows;
}

async function insertNewChunks(
  database: WorkspaceDatabase,
  {
    input,
    chunks,
  }: {
    readonly input: Pick<VersionInput, 'documentId' | 'collectionId' | 'language'>;
    readonly chunks: readonly VersionChunkInput[];
  },
): Promise<readonly { readonly id: string; readonly number: string }[]> {
  const result = await database.executor.execute<{ id: string; number: string }>(sql`
    insert into chunks (
      workspace_id, id, document_id, collection_id, embedding_hash, occurrence, content_hash, text,
      heading_path, token_count, term_count, language, is_live)
    select ${database.workspaceId}, new.id, ${input.documentId}, ${input.collectionId},
      new.embedding_hash, new.occurrence, new.content_hash, new.text,
      array(select jsonb_array_elements_text(new.heading_path::jsonb)), new.token_count, new.term_count,
      ${input.language}, not exists (
        select 1 from document_versions v
        where v.workspace_id = ${database.workspaceId} and v.document_id = ${input.documentId}
          and v.served_from is not null)
    from unnest(
      ${binaryUuidArray(chunks.map((chunk) => chunk.id))},
      ${binaryByteaArray(chunks.map((chunk) => chunk.embeddingHash))},
      ${binaryIntArray(chunks.map((chunk) => chunk.occurrence))},
      ${binaryTextArray(chunks.map((chunk) => chunk.contentHash))},
      ${binaryTextArray(chunks.map((chunk) => chunk.text))},
      ${binaryTextArray(chunks.map((chunk) => JSON.stringify(chunk.headingPath)))},
      ${binaryIntArray(chunks.map((chunk) => chunk.tokenCount))},
      ${binaryIntArray(chunks.map((chunk) => chunk.terms.length))})
      as new (id, embedding_hash, occurrence, content_hash, text, heading_path, token_count, term_count)
    on conflict do nothing
    returning id, number::text as number`);
  return result.rows;
}

/** The document's chunks of that content, in the order that was asked for. */
async function findChunkIds(
  database: WorkspaceDatabase,
  { documentId, language }: Pick<VersionInput, 'documentId' | 'language'>,
  chunks: readonly VersionChunkInput[],
): Promise<readonly ChunkId[]> {
  const result = await database.executor.execute<{ id: string }>(sql`
    select c.id
    from unnest(
      ${binaryByteaArray(chunks.map((chunk) => chunk.embeddingHash))},
      ${binaryIntArray(chunks.map((chunk) => chunk.occurrence))})
      with ordinality as wanted (embedding_hash, occurrence, position)
    join chunks c
      on c.workspace_id = ${database.workspaceId}
     and c.document_id = ${documentId}
     and c.embedding_hash = wanted.embedding_hash
     and c.occurrence = wanted.occurrence
     and c.language = ${language}
    order by wanted.position`);
  if (result.rows.length !== chunks.length) throw new Error('A stored chunk was not found again.');
  return result.rows.map((row) => ChunkId.parse(row.id));
}

async function placeChunks(
  database: WorkspaceDatabase,
  placement: {
    readonly input: Pick<VersionInput, 'documentId'>;
    readonly version: number;
    readonly firstPosition: number;
    readonly chunks: readonly VersionChunkInput[];
    readonly ids: readonly ChunkId[];
  },
): Promise<void> {
  const { input, version, firstPosition, chunks, ids } = placement;
  await database.executor.execute(sql`
    insert into chunk_placements (
      workspace_id, document_id, version, position, chunk_id, page, char_start, char_end)
    select ${database.workspaceId}, ${input.documentId}, ${version}, ${firstPosition}::integer + new.position - 1,
      new.chunk_id, new.page, new.char_start, new.char_end
    from unnest(
      ${binaryUuidArray(ids)},
      ${binaryIntArray(chunks.map((chunk) => chunk.page))},
      ${binaryIntArray(chunks.map((chunk) => chunk.charStart))},
      ${binaryIntArray(chunks.map((chunk) => chunk.charEnd))})
      with ordinality as new (chunk_id, page, char_start, char_end, position)`);
}

export function newSegmentId(): string {
  return randomUUID();
}
