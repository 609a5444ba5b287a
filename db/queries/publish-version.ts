import { sql } from 'drizzle-orm';
import type { DocumentMime } from '../../contract/document.ts';
import {
  ChunkId,
  type CollectionId,
  type DocumentId,
  type IngestJobId,
} from '../../contract/ids.ts';
import { byteaArray, integerArray, textArray, uuidArray } from '../array-parameters.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';
import type { StoredProfile } from './collections.ts';
import { endJob, endOpenJobs } from './lease-job.ts';
import {
  addPostings,
  lockLexicalIndex,
  removePostings,
  type ChunkTerms,
} from './update-postings.ts';

export interface VersionChunkInput {
  /** The id that the chunk gets if the document has never held it. */
  readonly id: ChunkId;
  readonly text: string;
  readonly headingPath: readonly string[];
  readonly page: number | null;
  readonly charStart: number;
  readonly charEnd: number;
  readonly tokenCount: number;
  readonly contentHash: string;
  readonly embeddingHash: Buffer;
  /** Which of the equal chunks of this version it is, from 0. */
  readonly occurrence: number;
  /** The terms of the text that the lexical leg searches, with repeats. */
  readonly terms: readonly string[];
}

export interface VersionInput {
  readonly documentId: DocumentId;
  readonly collectionId: CollectionId;
  readonly profile: StoredProfile;
  readonly jobId: IngestJobId;
  readonly leaseToken: string;
  readonly title: string;
  readonly mime: DocumentMime;
  readonly originalSha256: Buffer;
  readonly byteSize: number;
  readonly text: string;
  readonly pageCount: number | null;
  readonly parser: string;
  readonly chunker: string;
  readonly chunks: readonly VersionChunkInput[];
  readonly timings: Readonly<Record<string, number>>;
}

export type PublishOutcome =
  | {
      readonly kind: 'published';
      readonly version: number;
      readonly added: number;
      readonly reused: number;
      readonly retired: number;
    }
  | { readonly kind: 'lease_lost' };

class LeaseLost extends Error {}

/**
 * Makes a new version serve, in one transaction: before it commits, the old version answers; after
 * it, the new one does. The job ends in the same transaction under its lease, so a worker that has
 * lost its lease publishes nothing.
 */
export async function publishVersion(
  database: WorkspaceDatabase,
  input: VersionInput,
): Promise<PublishOutcome> {
  try {
    return await inTransaction(database, (transaction) => publish(transaction, input));
  } catch (error) {
    if (error instanceof LeaseLost) return { kind: 'lease_lost' };
    throw error;
  }
}

async function publish(database: WorkspaceDatabase, input: VersionInput): Promise<PublishOutcome> {
  await lockDocument(database, input.documentId);
  await lockLexicalIndex(database);
  const version = await insertVersion(database, input);
  const stored = await storeChunks(database, input);
  await placeChunks(database, { input, version, chunkIds: stored.map((chunk) => chunk.id) });
  const changes = await switchLiveChunks(database, {
    documentId: input.documentId,
    chunkIds: stored.map((chunk) => chunk.id),
  });
  await removePostings(database, changes.retired);
  await addPostings(database, termsOfNewlyLive(input, stored, changes.enlivened));
  await switchDocument(database, { input, version });
  const added = stored.filter((chunk) => chunk.isNew).length;
  const counts = { added, reused: stored.length - added, retired: changes.retired.length };
  const isEnded = await endJob(database, {
    jobId: input.jobId,
    token: input.leaseToken,
    ending: { status: 'done', ...counts },
    timings: input.timings,
  });
  if (!isEnded) throw new LeaseLost();
  return { kind: 'published', version, ...counts };
}

async function lockDocument(database: WorkspaceDatabase, documentId: DocumentId): Promise<void> {
  await database.executor.execute(sql`
    select 1 from documents
    where workspace_id = ${database.workspaceId} and id = ${documentId}
    for update`);
}

async function insertVersion(database: WorkspaceDatabase, input: VersionInput): Promise<number> {
  const result = await database.executor.execute<{ version: number }>(sql`
    insert into document_versions (
      workspace_id, document_id, version, title, mime, original_sha256, byte_size, text, char_count,
      page_count, parser, chunker, served_from)
    select ${database.workspaceId}, ${input.documentId}, coalesce(max(version), 0) + 1, ${input.title},
      ${input.mime}, ${input.originalSha256}, ${input.byteSize}, ${input.text}, ${input.text.length},
      ${input.pageCount}, ${input.parser}, ${input.chunker}, now()
    from document_versions
    where workspace_id = ${database.workspaceId} and document_id = ${input.documentId}
    returning version`);
  const [row] = result.rows;
  if (row === undefined) throw new Error('The inserted version was not returned.');
  return row.version;
}

interface StoredChunk {
  readonly id: ChunkId;
  readonly number: number;
  readonly isNew: boolean;
}

/** The version's chunks in order: those that the document has held before keep id, number and vector. */
async function storeChunks(
  database: WorkspaceDatabase,
  input: VersionInput,
): Promise<readonly StoredChunk[]> {
  const { chunks } = input;
  await database.executor.execute(sql`
    insert into chunks (
      workspace_id, id, document_id, collection_id, profile_id, embedding_hash, occurrence,
      content_hash, text, heading_path, token_count, is_live)
    select ${database.workspaceId}, new.id, ${input.documentId}, ${input.collectionId}, ${input.profile.id},
      new.embedding_hash, new.occurrence, new.content_hash, new.text,
      array(select jsonb_array_elements_text(new.heading_path::jsonb)), new.token_count, false
    from unnest(
      ${uuidArray(chunks.map((chunk) => chunk.id))},
      ${byteaArray(chunks.map((chunk) => chunk.embeddingHash))},
      ${integerArray(chunks.map((chunk) => chunk.occurrence))},
      ${textArray(chunks.map((chunk) => chunk.contentHash))},
      ${textArray(chunks.map((chunk) => chunk.text))},
      ${textArray(chunks.map((chunk) => JSON.stringify(chunk.headingPath)))},
      ${integerArray(chunks.map((chunk) => chunk.tokenCount))})
      as new (id, embedding_hash, occurrence, content_hash, text, heading_path, token_count)
    on conflict do nothing`);
  const result = await database.executor.execute<{ id: string; number: string }>(sql`
    select c.id, c.number::text as number
    from unnest(
      ${byteaArray(chunks.map((chunk) => chunk.embeddingHash))},
      ${integerArray(chunks.map((chunk) => chunk.occurrence))})
      with ordinality as wanted (embedding_hash, occurrence, position)
    join chunks c
      on c.workspace_id = ${database.workspaceId}
     and c.document_id = ${input.documentId}
     and c.embedding_hash = wanted.embedding_hash
     and c.occurrence = wanted.occurrence
     and c.profile_id = ${input.profile.id}
    order by wanted.position`);
  if (result.rows.length !== chunks.length) throw new Error('A stored chunk was not found again.');
  return result.rows.map((row, position) => ({
    id: ChunkId.parse(row.id),
    number: Number(row.number),
    isNew: row.id === chunks[position]?.id,
  }));
}

async function placeChunks(
  database: WorkspaceDatabase,
  placement: {
    readonly input: VersionInput;
    readonly version: number;
    readonly chunkIds: readonly ChunkId[];
  },
): Promise<void> {
  const { input, version, chunkIds } = placement;
  await database.executor.execute(sql`
    insert into chunk_placements (
      workspace_id, document_id, version, position, chunk_id, page, char_start, char_end)
    select ${database.workspaceId}, ${input.documentId}, ${version}, new.position - 1, new.chunk_id,
      new.page, new.char_start, new.char_end
    from unnest(
      ${uuidArray(chunkIds)},
      ${integerArray(input.chunks.map((chunk) => chunk.page))},
      ${integerArray(input.chunks.map((chunk) => chunk.charStart))},
      ${integerArray(input.chunks.map((chunk) => chunk.charEnd))})
      with ordinality as new (chunk_id, page, char_start, char_end, position)`);
}

/** Makes exactly the given chunks of the document live, and says what that changed. */
async function switchLiveChunks(
  database: WorkspaceDatabase,
  version: { readonly documentId: DocumentId; readonly chunkIds: readonly ChunkId[] },
): Promise<{ readonly enlivened: readonly number[]; readonly retired: readonly number[] }> {
  const result = await database.executor.execute<{ number: string; is_live: boolean }>(sql`
    update chunks
    set is_live = not is_live
    where workspace_id = ${database.workspaceId}
      and document_id = ${version.documentId}
      and is_live <> (id = any(${uuidArray(version.chunkIds)}))
    returning number::text as number, is_live`);
  const numbersWhere = (isLive: boolean) =>
    result.rows.filter((row) => row.is_live === isLive).map((row) => Number(row.number));
  return { enlivened: numbersWhere(true), retired: numbersWhere(false) };
}

function termsOfNewlyLive(
  input: VersionInput,
  stored: readonly StoredChunk[],
  enlivened: readonly number[],
): readonly ChunkTerms[] {
  const newlyLive = new Set(enlivened);
  return stored.flatMap((chunk, position) =>
    newlyLive.has(chunk.number)
      ? [{ chunkNumber: chunk.number, terms: input.chunks[position]?.terms ?? [] }]
      : [],
  );
}

async function switchDocument(
  database: WorkspaceDatabase,
  published: { readonly input: VersionInput; readonly version: number },
): Promise<void> {
  const { input, version } = published;
  await database.executor.execute(sql`
    update document_versions
    set served_until = now()
    where workspace_id = ${database.workspaceId}
      and document_id = ${input.documentId}
      and version <> ${version}
      and served_until is null`);
  await database.executor.execute(sql`
    update documents
    set version = ${version}, title = ${input.title}, mime = ${input.mime}, retired_at = null, updated_at = now()
    where workspace_id = ${database.workspaceId} and id = ${input.documentId}`);
}

/**
 * Takes a document out of retrieval; versions, chunks and vectors stay for the traces that cite them.
 * What is still being ingested of it is given up, so that it does not come back by itself.
 */
export function retireDocument(database: WorkspaceDatabase, documentId: DocumentId): Promise<void> {
  return inTransaction(database, async (transaction) => {
    await lockDocument(transaction, documentId);
    await lockLexicalIndex(transaction);
    const changes = await switchLiveChunks(transaction, { documentId, chunkIds: [] });
    await removePostings(transaction, changes.retired);
    await transaction.executor.execute(sql`
      update document_versions
      set served_until = now()
      where workspace_id = ${database.workspaceId} and document_id = ${documentId} and served_until is null`);
    await transaction.executor.execute(sql`
      update documents
      set version = null, retired_at = coalesce(retired_at, now()), updated_at = now()
      where workspace_id = ${database.workspaceId} and id = ${documentId}`);
    await endOpenJobs(transaction, documentId);
  });
}
