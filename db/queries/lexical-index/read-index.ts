import { sql } from 'drizzle-orm';
import { sumOf } from '../../../core/statistics/sum-of.ts';
import { textArray } from '../../array-parameters.ts';
import { binaryUuidArray } from '../../binary-array.ts';
import { executePrepared } from '../../execute-prepared.ts';
import type { Postings } from '../../posting-cache.ts';
import type { WorkspaceDatabase } from '../../workspace-database.ts';
import { chunkNumbersAt, decodePostings } from './posting-list.ts';

/** What an index holds of some terms, all of one moment. */
export interface IndexedTerms {
  /** Chunks that serve. */
  readonly chunkCount: number;
  /** Of them, in terms. */
  readonly averageLength: number;
  /** Chunks of live segments that do not serve any more. */
  readonly dead: ReadonlySet<number>;
  readonly segments: readonly SegmentTerms[];
}

export interface SegmentTerms {
  readonly isHistory: boolean;
  /** A term that the segment does not hold is absent. */
  readonly lists: ReadonlyMap<string, Postings>;
}

/**
 * Reads the lists of live segments; with history those of chunks that served once, too. One statement, so that
 * no merge comes in between; it sends only what the cache does not hold. Each segment is looked up by itself: a
 * join would make the planner read every list where its statistics are old. As base64 the lists take two thirds
 * of the way that their usual form, hex, takes.
 */
export async function readPostings(
  database: WorkspaceDatabase,
  wanted: { readonly terms: readonly string[]; readonly hasHistory: boolean },
): Promise<IndexedTerms> {
  const known = findKnown(database, wanted.terms);
  const result = await executePrepared<IndexRow>(
    database.executor,
    sql`
    with searched as materialized (
      select id, is_history, chunk_count, total_length
      from lexical_segments
      where workspace_id = ${database.workspaceId}
        and staged_for is null
        and (not is_history or ${wanted.hasHistory}))
    select 'dead' as kind, null::uuid as segment_id, null::text as term, false as is_history,
      count(*)::integer as chunk_count, coalesce(sum(length), 0)::text as total_length,
      encode(string_agg(int4send(chunk_number::integer), ''::bytea), 'base64') as postings
    from lexical_tombstones
    where workspace_id = ${database.workspaceId}
    union all
    select 'segment', id, null, is_history, chunk_count, total_length::text, null
    from searched
    union all
    select 'list', s.id, list.term, s.is_history, 0, '0', encode(list.postings, 'base64')
    from searched s
    cross join lateral (
      select p.term, p.postings
      from posting_lists p
      where p.workspace_id = ${database.workspaceId}
        and p.segment_id = s.id
        and p.term = any(
          case when s.id = any(${binaryUuidArray([...known.segments.keys()])})
          then ${textArray(known.missing)} else ${textArray(wanted.terms)} end)
      offset 0) list`,
  );
  const rows = groupRows(result.rows);
  const live = rows.segments.filter((segment) => !segment.is_history);
  const chunkCount = sumOf(live.map((row) => row.chunk_count)) - rows.dead.chunk_count;
  const totalLength =
    sumOf(live.map((row) => Number(row.total_length))) - Number(rows.dead.total_length);
  rememberSegments(database, rows.segments);
  return {
    chunkCount,
    averageLength: totalLength / Math.max(chunkCount, 1),
    dead: new Set(chunkNumbersAt(Buffer.from(rows.dead.postings ?? '', 'base64'), DEAD_BYTES)),
    segments: rows.segments.map(({ segment_id: id, is_history }) => ({
      isHistory: is_history,
      lists: completeLists(database, { id, terms: wanted.terms, known, read: rows.lists.get(id) }),
    })),
  };
}

const DEAD_BYTES = 4;

/** The totals of what is dead, a segment, or a list of one. */
interface IndexRow extends Record<string, unknown> {
  readonly kind: 'dead' | 'segment' | 'list';
  readonly segment_id: string;
  readonly term: string;
  readonly is_history: boolean;
  readonly chunk_count: number;
  readonly total_length: string;
  readonly postings: string | null;
}

type Lists = ReadonlyMap<string, Postings>;

/** What the cache holds of segments that are probably searched. */
interface Known {
  readonly segments: ReadonlyMap<string, ReadonlyMap<string, Postings | null>>;
  /** Terms that are not known of all of them. */
  readonly missing: readonly string[];
}

function findKnown({ postings, workspaceId }: WorkspaceDatabase, terms: readonly string[]): Known {
  const missing = new Set<string>();
  const segments = new Map<string, ReadonlyMap<string, Postings | null>>();
  for (const id of postings.segmentsOf(workspaceId)) {
    const lists = new Map<string, Postings | null>();
    for (const term of terms) {
      const list = postings.find(id, term);
      if (list === undefined) missing.add(term);
      else lists.set(term, list);
    }
    segments.set(id, lists);
  }
  return { segments, missing: [...missing] };
}

function rememberSegments(
  { postings, workspaceId }: WorkspaceDatabase,
  segments: readonly IndexRow[],
): void {
  postings.keepSegments(
    workspaceId,
    segments.map((segment) => segment.segment_id),
  );
}

/** What has been read of a segment, and what was known of it. */
function completeLists(
  { postings: cache }: WorkspaceDatabase,
  {
    id,
    terms,
    known,
    read,
  }: {
    readonly id: string;
    readonly terms: readonly string[];
    readonly known: Known;
    readonly read: Lists | undefined;
  },
): Lists {
  const knownLists = known.segments.get(id);
  const isMissing = new Set(knownLists === undefined ? terms : known.missing);
  const lists = new Map<string, Postings>();
  for (const term of terms) {
    const list = (isMissing.has(term) ? read : knownLists)?.get(term) ?? null;
    if (list !== null) lists.set(term, list);
    if (isMissing.has(term)) cache.keep(id, term, list);
  }
  return lists;
}

function groupRows(rows: readonly IndexRow[]) {
  const dead = rows.find(({ kind }) => kind === 'dead');
  if (dead === undefined) throw new Error('The totals of dead chunks are missing.');
  const lists = new Map<string, Map<string, Postings>>();
  for (const { kind, segment_id: id, term, postings } of rows) {
    if (kind !== 'list' || postings === null) continue;
    const known = lists.get(id) ?? new Map<string, Postings>();
    lists.set(id, known.set(term, decodePostings(postings)));
  }
  return { dead, segments: rows.filter(({ kind }) => kind === 'segment'), lists };
}
