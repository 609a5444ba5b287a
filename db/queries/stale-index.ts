import { sql, type SQL } from 'drizzle-orm';
import type {
  ChunkingSettings,
  EmbeddingProfile,
  StaleReasons,
} from '../../contract/collection.ts';
import type { DocumentMime } from '../../contract/document.ts';
import { CollectionId, IngestRunId } from '../../contract/ids.ts';
import type { Language } from '../../contract/language.ts';
import { CHUNKER_VERSION, PARSER_VERSIONS } from '../../core/index-versions.ts';
import { textArray, uuidArray } from '../array-parameters.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

/** What builds an index now: what was built by anything else is stale. */
export interface IndexBuilders {
  readonly profile: EmbeddingProfile;
  readonly parsers?: Readonly<Record<DocumentMime, string>>;
  readonly chunker?: string;
}

export interface StaleFigures {
  readonly documents: number;
  readonly chunks: number;
  readonly reasons: StaleReasons;
}

/** What each of the collections serves that the builders would build otherwise; none when nothing is. */
export async function findStaleIndexes(
  database: WorkspaceDatabase,
  wanted: { readonly collectionIds: readonly CollectionId[]; readonly builders: IndexBuilders },
): Promise<ReadonlyMap<CollectionId, StaleFigures>> {
  const { collectionIds, builders } = wanted;
  const result = await database.executor.execute<{
    collection_id: string;
    documents: number;
    chunks: number;
    parser: number;
    chunker: number;
    chunking: number;
    language: number;
    embedding_profile: number;
  }>(sql`
    select k.id as collection_id,
      count(*)::int as documents,
      sum((select count(*) from chunks c
           where c.workspace_id = d.workspace_id and c.document_id = d.id and c.is_live))::int as chunks,
      count(*) filter (where ${isOtherParser(builders)})::int as parser,
      count(*) filter (where ${isOtherChunker(builders)})::int as chunker,
      count(*) filter (where ${isOtherChunking(null)})::int as chunking,
      count(*) filter (where ${isOtherLanguage(null)})::int as language,
      count(*) filter (where ${isOtherProfile(builders.profile)})::int as embedding_profile
    from collections k
    join embedding_profiles p on p.workspace_id = k.workspace_id and p.id = k.profile_id
    join documents d on d.workspace_id = k.workspace_id and d.collection_id = k.id
    join document_versions v
      on v.workspace_id = d.workspace_id and v.document_id = d.id and v.version = d.version
    where k.workspace_id = ${database.workspaceId} and k.id = any(${uuidArray(collectionIds)})
      and (${isBuiltOtherwise(builders, AS_IT_IS)} or ${isOtherProfile(builders.profile)})
    group by k.id`);
  return new Map(
    result.rows.map((row) => [
      CollectionId.parse(row.collection_id),
      {
        documents: row.documents,
        chunks: row.chunks,
        reasons: {
          parser: row.parser,
          chunker: row.chunker,
          chunking: row.chunking,
          language: row.language,
          embedding_profile: row.embedding_profile,
        },
      },
    ]),
  );
}

export interface RunningReindex {
  readonly runId: IngestRunId;
  readonly done: number;
  readonly total: number;
}

/** For each of the collections the newest run that builds its index anew and has not ended. */
export async function findRunningReindexes(
  database: WorkspaceDatabase,
  collectionIds: readonly CollectionId[],
): Promise<ReadonlyMap<CollectionId, RunningReindex>> {
  const result = await database.executor.execute<{
    collection_id: string;
    run_id: string;
    done: number;
    total: number;
  }>(sql`
    select distinct on (d.collection_id) d.collection_id, r.id as run_id, count(*)::int as total,
      count(*) filter (where j.status not in ('queued', 'running'))::int as done
    from ingest_runs r
    join ingest_jobs j on j.workspace_id = r.workspace_id and j.run_id = r.id
    join documents d on d.workspace_id = j.workspace_id and d.id = j.document_id
    where r.workspace_id = ${database.workspaceId} and r.kind = 'reindex' and r.announced_at is null
      and d.collection_id = any(${uuidArray(collectionIds)})
    group by d.collection_id, r.id
    having count(*) filter (where j.status in ('queued', 'running')) > 0
    order by d.collection_id, r.id desc`);
  return new Map(
    result.rows.map((row) => [
      CollectionId.parse(row.collection_id),
      { runId: IngestRunId.parse(row.run_id), done: row.done, total: row.total },
    ]),
  );
}

/** Settings that a collection is to have; null for those that it has. */
export interface WantedSettings {
  readonly chunking: ChunkingSettings | null;
  readonly language: Language | null;
}

const AS_IT_IS: WantedSettings = { chunking: null, language: null };

/** Whether a version `v` of collection `k` would be read or cut otherwise today. */
export function isBuiltOtherwise(builders: IndexBuilders, wanted: WantedSettings): SQL {
  return sql`(${isOtherParser(builders)} or ${isOtherChunker(builders)}
    or ${isOtherChunking(wanted.chunking)} or ${isOtherLanguage(wanted.language)})`;
}

export function isOtherParser({ parsers = PARSER_VERSIONS }: IndexBuilders): SQL {
  const entries = Object.entries(parsers);
  return sql`v.parser is distinct from (${textArray(entries.map(([, version]) => version))})[
    array_position(${textArray(entries.map(([mime]) => mime))}, v.mime)]`;
}

export function isOtherChunker({ chunker = CHUNKER_VERSION }: IndexBuilders): SQL {
  return sql`v.chunker <> ${chunker}`;
}

export function isOtherChunking(chunking: ChunkingSettings | null): SQL {
  const wanted = chunking === null ? sql`k.chunking` : sql`${JSON.stringify(chunking)}::jsonb`;
  return sql`v.chunking is distinct from ${wanted}`;
}

export function isOtherLanguage(language: Language | null): SQL {
  return sql`v.language <> ${language === null ? sql`k.language` : sql`${language}::text`}`;
}

function isOtherProfile({ adapter, name, version, dimensions }: EmbeddingProfile): SQL {
  return sql`(p.adapter, p.name, p.version, p.dimensions)
    is distinct from (${adapter}::text, ${name}::text, ${version}::text, ${dimensions}::int)`;
}
