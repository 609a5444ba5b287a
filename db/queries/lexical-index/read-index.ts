import { sql } from 'drizzle-orm';
import { textArray } from '../../array-parameters.ts';
import { executePrepared } from '../../execute-prepared.ts';
import type { WorkspaceDatabase } from '../../workspace-database.ts';
import { chunkNumbersAt } from './posting-list.ts';

/** What an index holds of some terms, all of one moment. */
export interface IndexedTerms {
  /** Chunks that serve. */
  readonly chunkCount: number;
  /** Of them, in terms. */
  readonly averageLength: number;
  /** Chunks of live segments that do not serve any more. */
  readonly dead: ReadonlySet<number>;
  /** A term that stands nowhere is absent. */
  readonly lists: ReadonlyMap<string, readonly TermList[]>;
}

/** The postings of a term in one segment. */
export interface TermList {
  readonly isHistory: boolean;
  readonly postingCount: number;
  readonly postings: Buffer;
}

/**
 * Reads the lists of live segments; with history those of chunks that served once, too. One statement, so that
 * no merge comes in between. Each segment is looked up by itself: a join would make the planner read every list
 * where its statistics are old. As base64 the lists take two thirds of the way that their usual form, hex, takes.
 */
export async function readPostings(
  database: WorkspaceDatabase,
  wanted: { readonly terms: readonly string[]; readonly hasHistory: boolean },
): Promise<IndexedTerms> {
  const result = await executePrepared<ListRow>(
    database.executor,
    sql`
    with searched as materialized (
      select id, is_history, chunk_count, total_length
      from lexical_segments
      where workspace_id = ${database.workspaceId}
        and staged_for is null
        and (not is_history or ${wanted.hasHistory})),
    entombed as materialized (
      select count(*) as chunk_count, coalesce(sum(length), 0) as total_length,
        string_agg(int4send(chunk_number::integer), ''::bytea) as dead
      from lexical_tombstones
      where workspace_id = ${database.workspaceId})
    select null::text as term, false as is_history,
      (coalesce(sum(s.chunk_count), 0) - (select chunk_count from entombed))::integer as posting_count,
      encode((select dead from entombed), 'base64') as postings,
      (coalesce(sum(s.total_length), 0) - (select total_length from entombed))::text as total_length
    from searched s
    where not s.is_history
    union all
    select list.term, s.is_history, list.posting_count, encode(list.postings, 'base64'), '0'
    from searched s
    cross join lateral (
      select p.term, p.posting_count, p.postings
      from posting_lists p
      where p.workspace_id = ${database.workspaceId}
        and p.segment_id = s.id
        and p.term = any(${textArray(wanted.terms)})
      offset 0) list`,
  );
  const totals = result.rows.find((row) => row.term === null);
  const chunkCount = totals?.posting_count ?? 0;
  return {
    chunkCount,
    averageLength: Number(totals?.total_length ?? 0) / Math.max(chunkCount, 1),
    dead: new Set(chunkNumbersAt(Buffer.from(totals?.postings ?? '', 'base64'), DEAD_BYTES)),
    lists: groupByTerm(result.rows),
  };
}

const DEAD_BYTES = 4;

/** The totals, whose term is null, or a list. */
interface ListRow extends Record<string, unknown> {
  readonly term: string | null;
  readonly is_history: boolean;
  readonly posting_count: number;
  readonly postings: string | null;
  readonly total_length: string;
}

function groupByTerm(rows: readonly ListRow[]): ReadonlyMap<string, readonly TermList[]> {
  const lists = new Map<string, TermList[]>();
  for (const { term, is_history, posting_count, postings } of rows) {
    if (term === null || postings === null) continue;
    const known = lists.get(term) ?? [];
    known.push({
      isHistory: is_history,
      postingCount: posting_count,
      postings: Buffer.from(postings, 'base64'),
    });
    lists.set(term, known);
  }
  return lists;
}
