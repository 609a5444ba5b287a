import { sql, type SQL } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import type { StaleReasons } from '../../contract/collection.ts';
import type { ApiKeyId, CollectionId, IngestRunId } from '../../contract/ids.ts';
import { textArray, uuidArray } from '../array-parameters.ts';
import { ingestRuns } from '../schema/ingest.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';
import {
  isBuiltOtherwise,
  isOtherChunker,
  isOtherChunking,
  isOtherLanguage,
  isOtherParser,
  type IndexBuilders,
  type WantedSettings,
} from './stale-index.ts';

export interface Rebuild extends WantedSettings {
  readonly collectionId: CollectionId;
  readonly builders: IndexBuilders;
}

/** What reading the stale documents again takes. */
export interface RebuildFigures {
  readonly documents: number;
  readonly chunks: number;
  readonly tokens: number;
  /** Chunks that are expected to come out again as they are, and the tokens of those that keep their vector. */
  readonly kept: { readonly chunks: number; readonly tokens: number };
  readonly reasons: Omit<StaleReasons, 'embedding_profile'>;
}

/**
 * Counts what is to be built anew. What another chunker or parser keeps nobody can know, so none of it
 * counts as kept. With other settings a chunk is expected to stay that used less than half of the old
 * budget, which its section and not the budget has ended, and of the new one. In another language it is
 * another chunk, with the same vector.
 */
export async function measureRebuild(
  database: WorkspaceDatabase,
  rebuild: Rebuild,
): Promise<RebuildFigures> {
  const { builders, chunking, language } = rebuild;
  const isOnlyCutOtherwise = sql`not (${isOtherParser(builders)} or ${isOtherChunker(builders)})`;
  const oldBudget = sql`coalesce((v.chunking ->> 'max_tokens')::int, 0)`;
  const newBudget =
    chunking === null ? sql`(k.chunking ->> 'max_tokens')::int` : sql`${chunking.max_tokens}::int`;
  const result = await database.executor.execute<{
    documents: number;
    chunks: number;
    tokens: number;
    kept_chunks: number;
    kept_tokens: number;
    parser: number;
    chunker: number;
    chunking: number;
    language: number;
  }>(sql`
    with stale as (
      select ${isOtherParser(builders)} as parser, ${isOtherChunker(builders)} as chunker,
        ${isOtherChunking(chunking)} as chunking, ${isOtherLanguage(language)} as language, live.*
      from ${STALE_DOCUMENTS}
      cross join lateral (
        select count(*) as chunks,
          coalesce(sum(c.token_count), 0) as tokens,
          count(*) filter (where c.keeps_vector and not ${isOtherLanguage(language)}) as kept_chunks,
          coalesce(sum(c.token_count) filter (where c.keeps_vector), 0) as kept_tokens
        from (
          select c.token_count,
            ${isOnlyCutOtherwise} and (not ${isOtherChunking(chunking)}
              or c.token_count * 2 < least(${oldBudget}, ${newBudget})) as keeps_vector
          from chunks c
          where c.workspace_id = d.workspace_id and c.document_id = d.id and c.is_live) c) live
      where ${staleDocuments(database, rebuild)})
    select count(*)::int as documents,
      coalesce(sum(chunks), 0)::int as chunks,
      coalesce(sum(tokens), 0)::float8 as tokens,
      coalesce(sum(kept_chunks), 0)::int as kept_chunks,
      coalesce(sum(kept_tokens), 0)::float8 as kept_tokens,
      count(*) filter (where parser)::int as parser,
      count(*) filter (where chunker)::int as chunker,
      count(*) filter (where chunking)::int as chunking,
      count(*) filter (where language)::int as language
    from stale`);
  const [row] = result.rows;
  if (row === undefined) throw new Error('Counting gave no row.');
  const { documents, chunks, tokens, parser, chunker, chunking: cutOtherwise } = row;
  return {
    documents,
    chunks,
    tokens,
    kept: { chunks: row.kept_chunks, tokens: row.kept_tokens },
    reasons: { parser, chunker, chunking: cutOtherwise, language: row.language },
  };
}

/**
 * Gives the collection its settings and queues the bytes of each stale document once more, all in one
 * transaction. What waits already is left out: it will be built by the same builders. Returns how many
 * documents there are; without one there is no run.
 */
export function startRebuild(
  database: WorkspaceDatabase,
  rebuild: Rebuild & { readonly runId: IngestRunId; readonly apiKeyId: ApiKeyId },
): Promise<number> {
  const { runId, apiKeyId } = rebuild;
  return inTransaction(database, async (transaction) => {
    await changeSettings(transaction, rebuild);
    const documentIds = await findStaleDocuments(transaction, rebuild);
    if (documentIds.length === 0) return 0;
    await transaction.executor
      .insert(ingestRuns)
      .values({ workspaceId: database.workspaceId, id: runId, kind: 'reindex', apiKeyId });
    await queueDocuments(transaction, { runId, documentIds });
    return documentIds.length;
  });
}

async function changeSettings(
  database: WorkspaceDatabase,
  { collectionId, chunking, language }: Rebuild,
): Promise<void> {
  const ofCollection = sql`workspace_id = ${database.workspaceId} and id = ${collectionId}`;
  if (chunking !== null) {
    await database.executor.execute(sql`
      update collections set chunking = ${JSON.stringify(chunking)}::jsonb where ${ofCollection}`);
  }
  if (language !== null) {
    await database.executor.execute(sql`
      update collections
      set language = ${language},
        former_languages = array(
          select former from unnest(former_languages || language) as former
          where former <> ${language} group by former order by former)
      where ${ofCollection} and language <> ${language}`);
  }
}

async function findStaleDocuments(
  database: WorkspaceDatabase,
  rebuild: Rebuild,
): Promise<readonly string[]> {
  const result = await database.executor.execute<{ id: string }>(sql`
    select d.id
    from ${STALE_DOCUMENTS}
    where ${staleDocuments(database, rebuild)}
      and not exists (
        select 1
        from ingest_jobs j
        where j.workspace_id = d.workspace_id and j.document_id = d.id and j.status = 'queued')
    order by d.id`);
  return result.rows.map((row) => row.id);
}

async function queueDocuments(
  database: WorkspaceDatabase,
  { runId, documentIds }: { readonly runId: IngestRunId; readonly documentIds: readonly string[] },
): Promise<void> {
  await database.executor.execute(sql`
    insert into ingest_jobs (
      workspace_id, id, run_id, document_id, original_sha256, file_name, title, mime, status)
    select d.workspace_id, queued.job_id, ${runId}, d.id, v.original_sha256,
      coalesce(job.file_name, d.source), job.title, v.mime, 'queued'
    from unnest(${uuidArray(documentIds)}, ${uuidArray(documentIds.map(() => uuidv7()))})
      as queued (document_id, job_id)
    join documents d on d.workspace_id = ${database.workspaceId} and d.id = queued.document_id
    join document_versions v
      on v.workspace_id = d.workspace_id and v.document_id = d.id and v.version = d.version
    left join lateral (
      select j.file_name, j.title
      from ingest_jobs j
      where j.workspace_id = d.workspace_id and j.document_id = d.id
        and j.original_sha256 = v.original_sha256
      order by (j.id = v.job_id) desc nulls last, j.id desc
      limit 1) job on true`);
}

/** Milliseconds that a chunk took in the last jobs, over all stages and to embed; null before the first. */
export interface ChunkPace {
  readonly allMs: number;
  readonly embedMs: number;
}

export async function measurePace(database: WorkspaceDatabase): Promise<ChunkPace | null> {
  const result = await database.executor.execute<{
    all_ms: number | null;
    embed_ms: number | null;
  }>(
    sql`
    select sum(job.all_ms) / nullif(sum(job.chunks), 0) as all_ms,
      sum(job.embed_ms) / nullif(sum(job.chunks_added), 0) as embed_ms
    from (
      select j.chunks_added, j.chunks_added + j.chunks_reused as chunks,
        coalesce((j.timings ->> 'embed')::float8, 0) as embed_ms,
        (select sum(timing.value::float8) from jsonb_each_text(j.timings) timing
         where timing.key = any(${textArray(['parse', 'chunk', 'embed', 'store'])})) as all_ms
      from ingest_jobs j
      where j.workspace_id = ${database.workspaceId} and j.status = 'done' and j.chunks_added > 0
        and j.timings is not null
      order by j.id desc
      limit 200) job`,
  );
  const [row] = result.rows;
  if (row === undefined || row.all_ms === null || row.embed_ms === null) return null;
  return { allMs: row.all_ms, embedMs: row.embed_ms };
}

/** Documents `d` with the version `v` that serves and their collection `k`. */
const STALE_DOCUMENTS: SQL = sql`documents d
  join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
  join document_versions v
    on v.workspace_id = d.workspace_id and v.document_id = d.id and v.version = d.version`;

function staleDocuments(database: WorkspaceDatabase, rebuild: Rebuild): SQL {
  return sql`d.workspace_id = ${database.workspaceId} and d.collection_id = ${rebuild.collectionId}
    and ${isBuiltOtherwise(rebuild.builders, rebuild)}`;
}
