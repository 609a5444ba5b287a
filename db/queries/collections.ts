import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { ChunkingSettings, EmbeddingProfile } from '../../contract/collection.ts';
import { CollectionId, type EmbeddingProfileId } from '../../contract/ids.ts';
import { Language } from '../../contract/language.ts';
import { uuidArray } from '../array-parameters.ts';
import { versionServes } from './as-of.ts';
import { collections, embeddingProfiles } from '../schema/collections.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

export interface StoredProfile extends EmbeddingProfile {
  readonly id: EmbeddingProfileId;
}

export interface StoredCollection {
  readonly id: CollectionId;
  readonly name: string;
  readonly chunking: ChunkingSettings;
  readonly language: Language;
  /** That it has had before. */
  readonly formerLanguages: readonly Language[];
  readonly profile: StoredProfile;
  /** While the collection is embedded anew: the profile that it will change to. */
  readonly nextProfile: StoredProfile | null;
  readonly createdAt: Date;
}

/** What a collection holds now. */
export interface CollectionContents {
  readonly documentCount: number;
  readonly chunkCount: number;
}

export interface NewCollection {
  readonly id: CollectionId;
  readonly name: string;
  readonly chunking: ChunkingSettings;
  readonly language: Language;
  readonly profileId: EmbeddingProfileId;
}

/** The profile with that identity, stored under the given id when it is new. */
export async function ensureProfile(
  database: WorkspaceDatabase,
  profile: StoredProfile,
): Promise<EmbeddingProfileId> {
  await database.executor
    .insert(embeddingProfiles)
    .values({ ...profile, workspaceId: database.workspaceId })
    .onConflictDoNothing();
  const [row] = await database.executor
    .select({ id: embeddingProfiles.id })
    .from(embeddingProfiles)
    .where(
      and(
        eq(embeddingProfiles.workspaceId, database.workspaceId),
        eq(embeddingProfiles.adapter, profile.adapter),
        eq(embeddingProfiles.name, profile.name),
        eq(embeddingProfiles.version, profile.version),
        eq(embeddingProfiles.dimensions, profile.dimensions),
      ),
    )
    .limit(1);
  if (row === undefined) throw new Error('The stored embedding profile was not found again.');
  return row.id;
}

/** False when the workspace has a collection of that name already. */
export async function insertCollection(
  database: WorkspaceDatabase,
  collection: NewCollection,
): Promise<boolean> {
  const inserted = await database.executor
    .insert(collections)
    .values({ ...collection, workspaceId: database.workspaceId })
    .onConflictDoNothing()
    .returning({ id: collections.id });
  return inserted.length > 0;
}

/** The named collections that exist, by name. */
export function findCollections(
  database: WorkspaceDatabase,
  names: readonly string[],
): Promise<readonly StoredCollection[]> {
  return selectCollections(database, inArray(collections.name, [...names]), names.length);
}

export function findCollectionById(
  database: WorkspaceDatabase,
  id: CollectionId,
): Promise<readonly StoredCollection[]> {
  return selectCollections(database, eq(collections.id, id), 1);
}

/** Collections by name, after the given one; `only` narrows them to the names that a key may read. */
export function listCollections(
  database: WorkspaceDatabase,
  page: {
    readonly limit: number;
    readonly after: string | null;
    readonly only: '*' | readonly string[];
  },
): Promise<readonly StoredCollection[]> {
  return selectCollections(
    database,
    and(
      page.after === null ? undefined : gt(collections.name, page.after),
      page.only === '*' ? undefined : inArray(collections.name, [...page.only]),
    ),
    page.limit,
  );
}

/**
 * What each of the collections holds. A query of its own, because it reads every live chunk: finding a
 * collection, which each question and each ingest job does, must not.
 */
export async function countContents(
  database: WorkspaceDatabase,
  ids: readonly CollectionId[],
): Promise<ReadonlyMap<CollectionId, CollectionContents>> {
  const result = await database.executor.execute<{
    id: string;
    document_count: number;
    chunk_count: number;
  }>(sql`
    select k.id,
      (select count(*)::int from documents d
       where d.workspace_id = k.workspace_id and d.collection_id = k.id and d.version is not null) as document_count,
      (select count(*)::int from chunks c
       where c.workspace_id = k.workspace_id and c.collection_id = k.id and c.is_live) as chunk_count
    from collections k
    where k.workspace_id = ${database.workspaceId} and k.id = any(${uuidArray(ids)})`);
  return new Map(
    result.rows.map((row) => [
      CollectionId.parse(row.id),
      { documentCount: row.document_count, chunkCount: row.chunk_count },
    ]),
  );
}

/** The languages that chunks of these collections were read in which serve, or served at `asOf`. */
export async function findReadLanguages(
  database: WorkspaceDatabase,
  wanted: { readonly collectionIds: readonly CollectionId[]; readonly asOf: Date | null },
): Promise<readonly Language[]> {
  const result = await database.executor.execute<{ language: string }>(sql`
    select distinct v.language
    from documents d
    join document_versions v
      on v.workspace_id = d.workspace_id and v.document_id = d.id and ${versionServes(wanted.asOf)}
    where d.workspace_id = ${database.workspaceId}
      and d.collection_id = any(${uuidArray(wanted.collectionIds)})`);
  return result.rows.map((row) => Language.parse(row.language));
}

async function selectCollections(
  database: WorkspaceDatabase,
  condition: ReturnType<typeof and>,
  limit: number,
): Promise<readonly StoredCollection[]> {
  const nextProfiles = alias(embeddingProfiles, 'next_profiles');
  return await database.executor
    .select({
      id: collections.id,
      name: collections.name,
      chunking: collections.chunking,
      language: collections.language,
      formerLanguages: collections.formerLanguages,
      createdAt: collections.createdAt,
      profile: {
        id: embeddingProfiles.id,
        adapter: embeddingProfiles.adapter,
        name: embeddingProfiles.name,
        version: embeddingProfiles.version,
        dimensions: embeddingProfiles.dimensions,
      },
      nextProfile: {
        id: nextProfiles.id,
        adapter: nextProfiles.adapter,
        name: nextProfiles.name,
        version: nextProfiles.version,
        dimensions: nextProfiles.dimensions,
      },
    })
    .from(collections)
    .innerJoin(
      embeddingProfiles,
      and(
        eq(embeddingProfiles.workspaceId, collections.workspaceId),
        eq(embeddingProfiles.id, collections.profileId),
      ),
    )
    .leftJoin(
      nextProfiles,
      and(
        eq(nextProfiles.workspaceId, collections.workspaceId),
        eq(nextProfiles.id, collections.nextProfileId),
      ),
    )
    .where(and(eq(collections.workspaceId, database.workspaceId), condition))
    .orderBy(asc(collections.name))
    .limit(limit);
}
