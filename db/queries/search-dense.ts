import { sql, type SQL } from 'drizzle-orm';
import { binaryVector } from '../binary-array.ts';
import { executePrepared } from '../execute-prepared.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { chunkServes } from './as-of.ts';
import type { StoredProfile } from './collections.ts';
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
  const ranking = rankVectors(database, query);
  const best = await findBestInScope(ranking, query.scope);
  const isUnderFilled =
    best.found.length < query.scope.depth &&
    (await isMoreReadable(database, query, best.found.length));
  return { ...best, search: { ...ranking.describe(), isUnderFilled } };
}

type Described = Omit<DenseSearch, 'isUnderFilled'>;

function rankVectors(
  database: WorkspaceDatabase,
  query: DenseQuery,
): Ranking & { describe(): Described } {
  let described: Described = { method: 'exact', segments: 0, looks: 0 };
  return {
    async look(count) {
      let look = await lookAtNearest(database, query, { count, indexedShare: MAX_INDEXED_SHARE });
      // An index may lose sight of some of its rows; a scan does not.
      if (look.method === 'index' && look.isWhole) {
        look = await lookAtNearest(database, query, { count, indexedShare: 0 });
      }
      described = { method: look.method, segments: look.segments, looks: described.looks + 1 };
      return look;
    },
    async rankSmallScope(part) {
      const rows = await rankScope(database, query, part);
      if (rows === null) return null;
      described = { ...described, method: 'exact', looks: described.looks + 1 };
      return rows;
    },
    describe: () => described,
  };
}

/** Through an index, finding more than this share of a segment takes longer than scanning all of it. */
const MAX_INDEXED_SHARE = 0.05;

/** How many an index keeps in sight: the more, the more surely it finds the nearest, and the longer it takes. */
const MIN_EF_SEARCH = 200;
const MAX_EF_SEARCH = 1_000;

async function lookAtNearest(
  database: WorkspaceDatabase,
  { profile, scope, vector }: DenseQuery,
  { count, indexedShare }: { readonly count: number; readonly indexedShare: number },
): Promise<Look & Pick<DenseSearch, 'method' | 'segments'>> {
  const efSearch = Math.min(Math.max(MIN_EF_SEARCH, count * 2), MAX_EF_SEARCH);
  const { rows } = await executePrepared<RankedRow & LookFacts>(
    database.executor,
    sql`
    with nearest as materialized (
      select hash, min(distance) as distance, bool_or(by_index) as by_index
      from nearest_texts(${database.workspaceId}, ${profile.id}, ${binaryVector(vector)}, ${count},
        ${efSearch}, ${indexedShare})
      group by hash
      order by min(distance), hash
      limit ${count}),
    visible as materialized (
      select c.number as chunk_number, 1 - n.distance as score, ${isReadable(scope.reader)} as readable
      from nearest n
      join chunks c on c.workspace_id = ${database.workspaceId} and c.embedding_hash = n.hash
      join documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      where k.profile_id = ${profile.id}
        and ${chunkServes(scope.asOf)}
        and ${matchesFilters(scope)})
    select looked.*, ${RANKED}
    from (
      select count(*)::int as total, coalesce(bool_or(by_index), false) as by_index,
        (select count(*)::int from embedding_segments
         where workspace_id = ${database.workspaceId} and profile_id = ${profile.id}) as segments
      from nearest) looked
    ${joinRanked(scope)}`,
  );
  const { total, by_index: byIndex, segments } = rows[0] ?? NOTHING_LOOKED_AT;
  return {
    rows: toScopedRows(rows),
    isWhole: total < count,
    method: byIndex ? 'index' : 'exact',
    segments,
  };
}

interface LookFacts {
  readonly total: number;
  readonly by_index: boolean;
  readonly segments: number;
}

const NOTHING_LOOKED_AT: LookFacts = { total: 0, by_index: false, segments: 0 };

/** Null when the scope is not small. Reads the vectors of its chunks alone. */
async function rankScope(
  database: WorkspaceDatabase,
  { profile, scope, vector }: DenseQuery,
  part: 'whole' | 'readable',
): Promise<readonly ScopedRow[] | null> {
  const readable = isReadable(scope.reader);
  const { rows } = await executePrepared<RankedRow & { readonly total: number }>(
    database.executor,
    sql`
    with held as materialized (
      select c.number, c.embedding_hash, ${readable} as readable
      from documents d
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      join chunks c on c.workspace_id = d.workspace_id and c.document_id = d.id
      where ${isInScope(database, { profile, scope })}
        and ${part === 'whole' ? sql`true` : readable}
      limit ${SMALL_SCOPE + 1}),
    visible as materialized (
      select held.number as chunk_number, 1 - min(near.distance) as score, held.readable
      from text_distances(${database.workspaceId}, ${profile.id}, ${binaryVector(vector)},
        (select array_agg(distinct embedding_hash) from held having count(*) <= ${SMALL_SCOPE})) near
      join held on held.embedding_hash = near.hash
      group by held.number, held.readable)
    select looked.*, ${RANKED}
    from (select count(*)::int as total from held) looked
    ${joinRanked(scope)}`,
  );
  return (rows[0]?.total ?? 0) > SMALL_SCOPE ? null : toScopedRows(rows);
}

/** Whether the reader may read more chunks of the profile's collections in scope than so many. */
async function isMoreReadable(
  database: WorkspaceDatabase,
  { profile, scope }: DenseQuery,
  count: number,
): Promise<boolean> {
  const { rows } = await executePrepared(
    database.executor,
    sql`
    select 1
    from documents d
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    join chunks c on c.workspace_id = d.workspace_id and c.document_id = d.id
    where ${isInScope(database, { profile, scope })}
      and ${isReadable(scope.reader)}
    limit ${count + 1}`,
  );
  return rows.length > count;
}

function isInScope(
  database: WorkspaceDatabase,
  { profile, scope }: Pick<DenseQuery, 'profile' | 'scope'>,
): SQL {
  return sql`d.workspace_id = ${database.workspaceId}
    and k.profile_id = ${profile.id}
    and ${chunkServes(scope.asOf)}
    and ${matchesFilters(scope)}`;
}

/**
 * To one row of what was looked at, joins of a `visible` relation the best that may be read, and those that
 * may not but would have outranked the cut-off.
 */
function joinRanked({ depth }: SearchScope): SQL {
  return sql`
    left join (
      select chunk_number::text as chunk_number, score, readable,
        row_number() over (order by score desc, visible.chunk_number) as overall_rank,
        row_number() over (partition by readable order by score desc, visible.chunk_number) as own_rank
      from visible) ranked
      on (readable and own_rank <= ${depth}) or (not readable and overall_rank <= ${depth})
    order by overall_rank`;
}

const RANKED = sql`ranked.chunk_number, ranked.score, ranked.readable`;

/** Null in the one row that there is when nothing was found. */
interface RankedRow extends Record<string, unknown> {
  readonly chunk_number: string | null;
  readonly score: number | null;
  readonly readable: boolean | null;
}

function toScopedRows(rows: readonly RankedRow[]): readonly ScopedRow[] {
  return rows.flatMap(({ chunk_number: number, score, readable }) =>
    number === null || score === null
      ? []
      : [{ chunkNumber: Number(number), score, readable: readable === true }],
  );
}
