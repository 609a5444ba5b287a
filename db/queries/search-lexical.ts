import { sql } from 'drizzle-orm';
import { realArray, textArray } from '../array-parameters.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isReadable } from './readable.ts';
import {
  matchesFilters,
  rankVisible,
  splitByAccess,
  type LegRow,
  type LegRows,
  type SearchScope,
} from './search-scope.ts';

export interface LexicalRow extends LegRow {
  /** The query's terms that the chunk holds, the one that contributed most first. */
  readonly matchedTerms: readonly string[];
}

/**
 * The lexical leg: BM25 (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75) over the postings of the
 * workspace's live chunks, with the workspace's own statistics. Constants are `real`: numeric
 * arithmetic is 3.7 times slower.
 */
export async function searchLexical(
  database: WorkspaceDatabase,
  query: {
    /** What each term counts for: 1 for a word of the question, 2 for one that it repeats. */
    readonly weights: ReadonlyMap<string, number>;
    readonly scope: SearchScope;
  },
): Promise<LegRows<LexicalRow>> {
  const { weights, scope } = query;
  if (weights.size === 0) return { found: [], unreadable: [] };
  const result = await database.executor.execute<{
    chunk_number: string;
    score: number;
    readable: boolean;
    matched_terms: string[];
  }>(sql`
    with statistics as materialized (
      select chunk_count::real as chunk_count,
        (total_length::real / greatest(chunk_count, 1)::real)::real as average_length
      from lexical_statistics
      where workspace_id = ${database.workspaceId}),
    query_terms as materialized (
      select t.term,
        (asked.weight * ln(1 + (s.chunk_count - t.chunk_count + 0.5) / (t.chunk_count + 0.5)))::real as weight
      from unnest(${textArray([...weights.keys()])}, ${realArray([...weights.values()])}) as asked (term, weight)
      join lexical_terms t on t.workspace_id = ${database.workspaceId} and t.term = asked.term
      cross join statistics s),
    contributions as (
      select p.chunk_number, q.term,
        q.weight * (p.frequency * 2.2::real
          / (p.frequency + 1.2::real * (0.25::real + 0.75::real * p.length / s.average_length))) as contribution
      from query_terms q
      cross join statistics s
      join postings p on p.workspace_id = ${database.workspaceId} and p.term = q.term),
    scored as materialized (
      select chunk_number, sum(contribution)::double precision as score,
        array_agg(term order by contribution desc, term) as matched_terms
      from contributions
      group by chunk_number),
    visible as materialized (
      select scored.chunk_number, scored.score, scored.matched_terms, ${isReadable(scope.reader)} as readable
      from scored
      join chunks c on c.workspace_id = ${database.workspaceId} and c.number = scored.chunk_number
      join documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      where c.is_live and ${matchesFilters(scope)})
    ${rankVisible(scope)}`);
  return splitByAccess(result.rows, (row) => ({
    chunkNumber: Number(row.chunk_number),
    score: row.score,
    matchedTerms: row.matched_terms,
  }));
}

export interface TermStatistics {
  /** Live chunks of the workspace. */
  readonly chunkCount: number;
  /** In how many of them each term stands; a term that stands in none is absent. */
  readonly chunkCountByTerm: ReadonlyMap<string, number>;
}

export async function findTermStatistics(
  database: WorkspaceDatabase,
  terms: readonly string[],
): Promise<TermStatistics> {
  const totals = await database.executor.execute<{ chunk_count: number }>(sql`
    select chunk_count from lexical_statistics where workspace_id = ${database.workspaceId}`);
  const counts = await database.executor.execute<{ term: string; chunk_count: number }>(sql`
    select term, chunk_count
    from lexical_terms
    where workspace_id = ${database.workspaceId} and term = any(${textArray(terms)})`);
  return {
    chunkCount: totals.rows[0]?.chunk_count ?? 0,
    chunkCountByTerm: new Map(counts.rows.map((row) => [row.term, row.chunk_count])),
  };
}
