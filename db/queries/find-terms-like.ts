import { sql } from 'drizzle-orm';
import type { WorkspaceDatabase } from '../workspace-database.ts';

/** A term of what is searched now. */
export interface VocabularyTerm {
  readonly term: string;
  /** In about how many chunks it stands, whoever may read them. */
  readonly holderCount: number;
}

/** Sorts behind all that begins with what stands before it, in the order of bytes. */
const LAST = '\u{10ffff}';

/** Terms that begin alike and are of similar length. Who may read where they stand is not asked. */
export async function findTermsLike(
  database: WorkspaceDatabase,
  wanted: { readonly prefix: string; readonly minLength: number; readonly maxLength: number },
): Promise<readonly VocabularyTerm[]> {
  const { prefix, minLength, maxLength } = wanted;
  const { rows } = await database.executor.execute<{ term: string; holder_count: number }>(sql`
    with searched as materialized (
      select id
      from lexical_segments
      where workspace_id = ${database.workspaceId} and staged_for is null and not is_history)
    select list.term, sum(list.posting_count)::integer as holder_count
    from searched s
    cross join lateral (
      select p.term, p.posting_count
      from posting_lists p
      where p.workspace_id = ${database.workspaceId}
        and p.segment_id = s.id
        and p.term >= ${prefix} and p.term <= ${prefix + LAST}
        and starts_with(p.term, ${prefix})
        and length(p.term) between ${minLength}::integer and ${maxLength}::integer
      offset 0) list
    group by list.term`);
  return rows.map((row) => ({ term: row.term, holderCount: row.holder_count }));
}
