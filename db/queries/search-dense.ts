import { sql, type SQL } from 'drizzle-orm';
import { vectorLiteral } from '../columns.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { chunkServes } from './as-of.ts';
import type { StoredProfile } from './collections.ts';
import {
  findSegments,
  partitionOf,
  type EmbeddingSegment,
} from './embedding-segments/find-segments.ts';
import {
  findBestInScope,
  SMALL_SCOPE,
  type Look,
  type Ranking,
  type ScopedRow,
} from './find-best-in-scope.ts';
import { isReadable } from './readable.ts';
import { matchesFilters, type LegRow, type LegRows, type SearchScope } from './search-scope.ts';

export interface DenseQuery {
  readonly profile: StoredProfile;
  readonly vector: Float32Array;
  readonly scope: SearchScope;
}

/** How the dense leg went about it. */
export interface DenseSearch {
  /** Whether every vector was compared with the question's, or the nearest were found through an index. */
  readonly method: 'exact' | 'index';
  readonly segments: number;
  /** How often it looked: more than once where few of the nearest may be read. */
  readonly looks: number;
  /** Whether fewer were found than may be read, because the others have no vector (yet). */
  readonly isUnderFilled: boolean;
}

/**
 * The dense leg: cosine similarity, over the chunks that serve in collections with the question's profile.
 * The nearest vectors of each segment stand for chunks; when too few of those may be read, it looks at more,
 * so that no filter leaves the answer under-filled. Of texts that are equally near, those of a smaller hash
 * are looked at first. Asked as of a day, it misses the old chunks of a collection that has been embedded
 * anew since: only what serves then got vectors.
 */
export async function searchDense(
  database: WorkspaceDatabase,
  query: DenseQuery,
): Promise<LegRows<LegRow> & { readonly search: DenseSearch }> {
  const segments = await findSegments(database, query.profile.id);
  const ranking = rankVectors(database, { query, segments });
  const best = await findBestInScope(ranking, query.scope);
  const isUnderFilled =
    best.found.length < query.scope.depth && (await isVectorLacking(database, { query, segments }));
  return { ...best, search: { ...ranking.describe(), segments: segments.length, isUnderFilled } };
}

interface Searched {
  readonly query: DenseQuery;
  readonly segments: readonly EmbeddingSegment[];
}

function rankVectors(
  database: WorkspaceDatabase,
  searched: Searched,
): Ranking & { describe(): Pick<DenseSearch, 'method' | 'looks'> } {
  let looks = 0;
  let method: DenseSearch['method'] = 'exact';
  return {
    async look(count) {
      looks += 1;
      const indexed = searched.segments.filter((segment) => isIndexUseful(segment, count));
      const look = await lookAtNearest(database, searched, { count, indexed });
      method = indexed.length > 0 ? 'index' : 'exact';
      if (indexed.length === 0 || !look.isWhole) return look;
      // An index may lose sight of some of its rows; a scan does not.
      method = 'exact';
      return lookAtNearest(database, searched, { count, indexed: [] });
    },
    async rankSmallScope(part) {
      looks += 1;
      const rows = await rankScope(database, searched, part);
      if (rows !== null) method = 'exact';
      return rows;
    },
    describe: () => ({ method, looks }),
  };
}

/** Through an index, finding more than this share of a segment takes longer than scanning all of it. */
const MAX_INDEXED_SHARE = 0.05;

function isIndexUseful({ state, rowCount }: EmbeddingSegment, count: number): boolean {
  return state === 'indexed' && count <= (rowCount ?? 0) * MAX_INDEXED_SHARE;
}

async function lookAtNearest(
  database: WorkspaceDatabase,
  { query, segments }: Searched,
  { count, indexed }: { readonly count: number; readonly indexed: readonly EmbeddingSegment[] },
): Promise<Look> {
  const [first] = segments;
  if (first === undefined) return { rows: [], isWhole: true };
  const { profile, scope, vector } = query;
  const nearest = segments.map((segment) =>
    indexed.includes(segment)
      ? nearestByIndex(segment, count)
      : nearestByScan(segment, { count, database }),
  );
  const result = await database.executor.execute<LookRow>(sql`
    with question as materialized (${questionVector(first, { vector, count })}),
    nearest as materialized (
      select text_hash, min(distance) as distance
      from (${sql.join(nearest, sql` union all `)}) found
      group by text_hash
      order by distance, text_hash
      limit ${count}),
    visible as materialized (
      select c.number as chunk_number, 1 - n.distance as score, ${isReadable(scope.reader)} as readable
      from nearest n
      join chunks c on c.workspace_id = ${database.workspaceId} and c.embedding_hash = n.text_hash
      join documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      where k.profile_id = ${profile.id}
        and ${chunkServes(scope.asOf)}
        and ${matchesFilters(scope)})
    ${withTotal(sql`nearest`, scope)}`);
  return { rows: toScopedRows(result.rows), isWhole: totalOf(result.rows) < count };
}

/** Null when the scope is not small. Reads the vectors of its chunks alone. */
async function rankScope(
  database: WorkspaceDatabase,
  { query, segments }: Searched,
  part: 'whole' | 'readable',
): Promise<readonly ScopedRow[] | null> {
  const [first] = segments;
  if (first === undefined) return [];
  const { profile, scope, vector } = query;
  const readable = isReadable(scope.reader);
  const vectors = segments.map(
    (segment) => sql`
      select text_hash, embedding from ${partitionOf(segment)} where workspace_id = ${database.workspaceId}`,
  );
  const result = await database.executor.execute<LookRow>(sql`
    with question as materialized (${questionVector(first, { vector, count: 1 })}),
    held as materialized (
      select c.number, c.embedding_hash, ${readable} as readable
      from documents d
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      join chunks c on c.workspace_id = d.workspace_id and c.document_id = d.id
      where d.workspace_id = ${database.workspaceId}
        and k.profile_id = ${profile.id}
        and ${chunkServes(scope.asOf)}
        and ${matchesFilters(scope)}
        and ${part === 'whole' ? sql`true` : readable}
      limit ${SMALL_SCOPE + 1}),
    visible as materialized (
      select held.number as chunk_number, max(1 - (e.embedding <=> question.vector)) as score, held.readable
      from question
      cross join held
      join (${sql.join(vectors, sql` union all `)}) e on e.text_hash = held.embedding_hash
      where (select count(*) from held) <= ${SMALL_SCOPE}
      group by held.number, held.readable)
    ${withTotal(sql`held`, scope)}`);
  return totalOf(result.rows) > SMALL_SCOPE ? null : toScopedRows(result.rows);
}

/** Whether the reader may read a chunk in scope that the profile has no vector of. */
async function isVectorLacking(
  database: WorkspaceDatabase,
  { query: { profile, scope }, segments }: Searched,
): Promise<boolean> {
  const hasNone = segments.map(
    (segment) => sql` and not exists (
      select 1 from ${partitionOf(segment)} e where e.text_hash = c.embedding_hash)`,
  );
  const { rows } = await database.executor.execute(sql`
    select 1
    from documents d
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    join chunks c on c.workspace_id = d.workspace_id and c.document_id = d.id
    where d.workspace_id = ${database.workspaceId}
      and k.profile_id = ${profile.id}
      and ${chunkServes(scope.asOf)}
      and ${matchesFilters(scope)}
      and ${isReadable(scope.reader)}${sql.join(hasNone)}
    limit 1`);
  return rows.length > 0;
}

/**
 * With more the index finds more surely, and takes longer. With 200 it finds .97 of the nearest twenty among
 * 20,000 vectors.
 */
const MIN_EF_SEARCH = 200;
const MAX_EF_SEARCH = 1_000;

/**
 * The vector, and how its index is searched: both settings hold for the transaction, and they are made before
 * the scan that joins this row begins. They also keep parallel workers out, which under load take four times
 * as long as one scan does.
 */
function questionVector(
  { vectorType }: EmbeddingSegment,
  { vector, count }: { readonly vector: Float32Array; readonly count: number },
): SQL {
  const efSearch = Math.min(Math.max(MIN_EF_SEARCH, count * 2), MAX_EF_SEARCH);
  return sql`
    select ${vectorLiteral(vector)}::${sql.raw(vectorType)} as vector,
      set_config('hnsw.ef_search', ${String(efSearch)}, true),
      set_config('hnsw.iterative_scan', 'strict_order', true)`;
}

function nearestByIndex(segment: EmbeddingSegment, count: number): SQL {
  const type = sql.raw(`${segment.vectorType}(${Math.trunc(segment.dimensions)})`);
  // Nothing but the order: a condition that the planner thinks selective would make it scan. The partition
  // holds rows of one workspace only, by its check.
  return sql`
    select n.text_hash, n.distance
    from question
    cross join lateral (
      select text_hash, embedding::${type} <=> question.vector::${type} as distance
      from ${partitionOf(segment)}
      order by embedding::${type} <=> question.vector::${type}
      limit ${count}) n`;
}

function nearestByScan(
  segment: EmbeddingSegment,
  { count, database }: { readonly count: number; readonly database: WorkspaceDatabase },
): SQL {
  return sql`
    select n.text_hash, n.distance
    from question
    cross join lateral (
      select text_hash, embedding <=> question.vector as distance
      from ${partitionOf(segment)}
      where workspace_id = ${database.workspaceId}
      order by distance, text_hash
      limit ${count}) n`;
}

interface LookRow extends Record<string, unknown> {
  readonly total: number;
  readonly chunk_number: string | null;
  readonly score: number | null;
  readonly readable: boolean | null;
}

/**
 * Of a `visible` relation, the best that may be read, and those that may not but would have outranked the
 * cut-off; beside each, or alone, how many rows `counted` has.
 */
function withTotal(counted: SQL, { depth }: SearchScope): SQL {
  return sql`
    select whole.total, ranked.chunk_number::text as chunk_number, ranked.score, ranked.readable
    from (select count(*)::int as total from ${counted}) whole
    left join (
      select visible.*,
        row_number() over (order by score desc, chunk_number) as overall_rank,
        row_number() over (partition by readable order by score desc, chunk_number) as own_rank
      from visible) ranked
      on (readable and own_rank <= ${depth}) or (not readable and overall_rank <= ${depth})
    order by ranked.score desc, ranked.chunk_number`;
}

function totalOf(rows: readonly LookRow[]): number {
  return rows[0]?.total ?? 0;
}

function toScopedRows(rows: readonly LookRow[]): readonly ScopedRow[] {
  return rows.flatMap(({ chunk_number: number, score, readable }) =>
    number === null || score === null
      ? []
      : [{ chunkNumber: Number(number), score, readable: readable === true }],
  );
}
