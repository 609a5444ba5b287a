import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { DEFAULT_CHUNKING } from '../../contract/collection.ts';
import { DEFAULT_LANGUAGE } from '../../contract/language.ts';
import { CollectionId, EmbeddingProfileId, WorkspaceId } from '../../contract/ids.ts';
import { binaryByteaArray, binaryIntArray } from '../../db/binary-array.ts';
import type { Database } from '../../db/client.ts';
import {
  ensureProfile,
  insertCollection,
  type StoredProfile,
} from '../../db/queries/collections.ts';
import { saveEmbeddings } from '../../db/queries/embeddings.ts';
import { ensureWorkspace } from '../../db/queries/workspaces.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { sha256 } from '../../platform/hash.ts';
import { DIMENSIONS } from './vector-corpus.ts';

/** The share of the documents that a member of the group may read. */
export const READERS = [
  { group: 'all', share: 1 },
  { group: 'tenth', share: 0.1 },
  { group: 'hundredth', share: 0.01 },
  { group: 'thousandth', share: 0.001 },
] as const;

export interface FilledChunk {
  /** In the corpus. */
  readonly position: number;
  readonly number: number;
  readonly vector: Float32Array;
  readonly groups: readonly string[];
}

export interface FilledWorkspace {
  readonly database: WorkspaceDatabase;
  readonly profile: StoredProfile;
  readonly chunks: readonly FilledChunk[];
}

const BATCH = 1_000;

export async function createWorkspace(
  database: Database,
  name: string,
): Promise<Omit<FilledWorkspace, 'chunks'> & { readonly collectionId: CollectionId }> {
  const workspaceId = await ensureWorkspace(database, { id: WorkspaceId.parse(uuidv7()), name });
  const workspace = inWorkspace(database, workspaceId);
  const profile = {
    id: EmbeddingProfileId.parse(uuidv7()),
    adapter: 'local',
    name: 'bench',
    version: '1',
    dimensions: DIMENSIONS,
  } as const;
  await ensureProfile(workspace, profile);
  const collectionId = CollectionId.parse(uuidv7());
  const collection = {
    id: collectionId,
    name: 'bench',
    chunking: DEFAULT_CHUNKING,
    language: DEFAULT_LANGUAGE,
  };
  await insertCollection(workspace, { ...collection, profileId: profile.id });
  return { database: workspace, profile, collectionId };
}

/** Stores the vectors; returns how long that took. */
export async function writeVectors(
  { database, profile }: Pick<FilledWorkspace, 'database' | 'profile'>,
  vectors: readonly Float32Array[],
): Promise<number> {
  const embeddings = vectors.map((vector) => ({ hash: hashOf(vector), vector }));
  const startedAt = performance.now();
  for (let start = 0; start < embeddings.length; start += BATCH) {
    await saveEmbeddings(database, { profile, embeddings: embeddings.slice(start, start + BATCH) });
  }
  return performance.now() - startedAt;
}

/** A workspace with a document for each of the vectors, each of one chunk, and the groups that may read it. */
export async function fillWorkspace(
  database: Database,
  name: string,
  vectors: readonly { readonly position: number; readonly vector: Float32Array }[],
): Promise<FilledWorkspace> {
  const { collectionId, ...workspace } = await createWorkspace(database, name);
  await writeVectors(
    workspace,
    vectors.map(({ vector }) => vector),
  );
  const chunks: FilledChunk[] = [];
  for (let start = 0; start < vectors.length; start += BATCH) {
    const some = vectors.slice(start, start + BATCH).map(({ position, vector }, at) => {
      const rank = scramble(start + at) / 2 ** 32;
      const groups = READERS.filter(({ share }) => rank < share).map(({ group }) => group);
      return { position, vector, groups };
    });
    const numbers = await insertChunks(workspace.database, collectionId, some);
    chunks.push(...some.map((chunk, at) => ({ ...chunk, number: numbers[at] ?? 0 })));
  }
  return { ...workspace, chunks };
}

async function insertChunks(
  database: WorkspaceDatabase,
  collectionId: CollectionId,
  chunks: readonly Omit<FilledChunk, 'number'>[],
): Promise<readonly number[]> {
  const result = await database.executor.execute<{ number: number }>(sql`
    with new as (
      select gen_random_uuid() as document_id, hash, position, (array['all', 'tenth', 'hundredth', 'thousandth'])[1:groups] as acl
      from unnest(${binaryByteaArray(chunks.map(({ vector }) => hashOf(vector)))},
        ${binaryIntArray(chunks.map(({ groups }) => groups.length))}) with ordinality as new (hash, groups, position)),
    published as (
      insert into documents (workspace_id, id, collection_id, source, title, tags, classification, acl, version)
      select ${database.workspaceId}::uuid, document_id, ${collectionId}::uuid, document_id::text, 't', '{}',
        'public', acl, 1
      from new)
    insert into chunks (workspace_id, id, document_id, collection_id, embedding_hash, occurrence, content_hash,
      text, heading_path, token_count, term_count, is_live)
    select ${database.workspaceId}, gen_random_uuid(), document_id, ${collectionId}, hash, 0, 'x',
      repeat('word ', 200), '{}', 1, 1, true
    from new
    order by position
    returning number::int as number`);
  return result.rows.map((row) => row.number);
}

function hashOf(vector: Float32Array): Buffer {
  return sha256(Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength));
}

/** A number below 2³² that looks random, the same for the same index. */
function scramble(index: number): number {
  return Math.imul(Math.imul(index + 1, 0x85ebca6b) ^ 0x2c1b3c6d, 0xc2b2ae35) >>> 0;
}
