import { sql, type SQL } from 'drizzle-orm';
import {
  CollectionId,
  EmbeddingProfileId,
  WorkspaceId,
  type EmbeddingProfileId as ProfileId,
} from '../../contract/ids.ts';
import { EmbeddingProfile } from '../../contract/collection.ts';
import type { Database } from '../client.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import type { StoredProfile } from './collections.ts';

/** A collection whose live chunks are to have vectors of a profile. */
export interface CollectionToEmbed {
  readonly workspaceId: WorkspaceId;
  readonly collectionId: CollectionId;
  readonly profile: StoredProfile;
}

/** The collections of all workspaces that change to another profile. */
export function findReembeddings(database: Database): Promise<readonly CollectionToEmbed[]> {
  return selectCollections(database, {
    profileId: sql`k.next_profile_id`,
    where: sql`k.next_profile_id is not null`,
  });
}

/**
 * The collections of all workspaces with a live chunk that their own profile has no vector of: a version
 * came back from before they changed it. Reads every live chunk, so it is for now and then.
 */
export function findUnembedded(database: Database): Promise<readonly CollectionToEmbed[]> {
  return selectCollections(database, {
    profileId: sql`k.profile_id`,
    where: sql`exists (
      select 1
      from chunks c
      where c.workspace_id = k.workspace_id and c.collection_id = k.id and c.is_live
        and ${lacksVector(sql`k.profile_id`)})`,
  });
}

export interface ChunkToEmbed {
  readonly number: number;
  readonly hash: Buffer;
  readonly title: string;
  readonly headingPath: readonly string[];
  readonly text: string;
}

interface ProfileOfCollection {
  readonly collectionId: CollectionId;
  readonly profileId: ProfileId;
}

/** Live chunks without a vector of the profile, after the one with the given number. */
export async function findChunksToEmbed(
  database: WorkspaceDatabase,
  wanted: ProfileOfCollection & { readonly after: number; readonly limit: number },
): Promise<readonly ChunkToEmbed[]> {
  const result = await database.executor.execute<{
    number: string;
    hash: Buffer;
    title: string;
    heading_path: string[];
    text: string;
  }>(sql`
    select c.number::text as number, c.embedding_hash as hash, version.title, c.heading_path, c.text
    from chunks c
    join lateral (
      select v.title
      from chunk_placements p
      join document_versions v
        on v.workspace_id = p.workspace_id and v.document_id = p.document_id and v.version = p.version
      where p.workspace_id = c.workspace_id and p.chunk_id = c.id
      limit 1) version on true
    where c.workspace_id = ${database.workspaceId}
      and c.collection_id = ${wanted.collectionId}
      and c.is_live
      and c.number > ${wanted.after}
      and ${lacksVector(sql`${wanted.profileId}::uuid`)}
    order by c.number
    limit ${wanted.limit}`);
  return result.rows.map((row) => ({
    number: Number(row.number),
    hash: row.hash,
    title: row.title,
    headingPath: row.heading_path,
    text: row.text,
  }));
}

/** From now on new documents are embedded for both profiles, and a worker embeds the chunks that serve. */
export async function setNextProfile(
  database: WorkspaceDatabase,
  { collectionId, profileId }: ProfileOfCollection,
): Promise<void> {
  await database.executor.execute(sql`
    update collections
    set next_profile_id = nullif(${profileId}::uuid, profile_id)
    where workspace_id = ${database.workspaceId} and id = ${collectionId}`);
}

/** Lets the next profile serve if it has a vector of every live chunk; false when one is lacking. */
export async function switchProfile(
  database: WorkspaceDatabase,
  { collectionId, profileId }: ProfileOfCollection,
): Promise<boolean> {
  const result = await database.executor.execute(sql`
    update collections k
    set profile_id = k.next_profile_id, next_profile_id = null
    where k.workspace_id = ${database.workspaceId} and k.id = ${collectionId}
      and k.next_profile_id = ${profileId}
      and not exists (
        select 1
        from chunks c
        where c.workspace_id = k.workspace_id and c.collection_id = k.id and c.is_live
          and ${lacksVector(sql`k.next_profile_id`)})
    returning k.id`);
  return result.rows.length > 0;
}

/** How many of the live chunks have a vector of the profile, and how many tokens the others hold. */
export async function countEmbedded(
  database: WorkspaceDatabase,
  { collectionId, profileId }: ProfileOfCollection,
): Promise<{ readonly done: number; readonly total: number; readonly lackingTokens: number }> {
  const result = await database.executor.execute<{
    lacking: number;
    lacking_tokens: number;
    total: number;
  }>(sql`
    select count(*)::int as total,
      count(*) filter (where c.is_lacking)::int as lacking,
      coalesce(sum(c.token_count) filter (where c.is_lacking), 0)::float8 as lacking_tokens
    from (
      select c.token_count, ${lacksVector(sql`${profileId}::uuid`)} as is_lacking
      from chunks c
      where c.workspace_id = ${database.workspaceId} and c.collection_id = ${collectionId}
        and c.is_live) c`);
  const [row] = result.rows;
  if (row === undefined) throw new Error('Counting gave no row.');
  return { done: row.total - row.lacking, total: row.total, lackingTokens: row.lacking_tokens };
}

function lacksVector(profileId: SQL): SQL {
  return sql`not exists (
    select 1
    from embedding_segments s
    join embeddings e on e.segment_number = s.number and e.workspace_id = s.workspace_id
    where s.workspace_id = c.workspace_id and s.profile_id = ${profileId}
      and e.text_hash = c.embedding_hash)`;
}

async function selectCollections(
  database: Database,
  { profileId, where }: { readonly profileId: SQL; readonly where: SQL },
): Promise<readonly CollectionToEmbed[]> {
  const result = await database.executor.execute<{
    workspace_id: string;
    collection_id: string;
    profile_id: string;
    [field: string]: unknown;
  }>(sql`
    select k.workspace_id, k.id as collection_id, p.id as profile_id, p.adapter, p.name, p.version, p.dimensions
    from collections k
    join embedding_profiles p on p.workspace_id = k.workspace_id and p.id = ${profileId}
    where ${where}
    order by k.workspace_id, k.id
    limit 50`);
  return result.rows.map((row) => ({
    workspaceId: WorkspaceId.parse(row.workspace_id),
    collectionId: CollectionId.parse(row.collection_id),
    profile: { ...EmbeddingProfile.parse(row), id: EmbeddingProfileId.parse(row.profile_id) },
  }));
}
