import type { Database } from '../../../db/client.ts';
import type { WorkspaceId } from '../../../contract/ids.ts';
import { extractTerms } from '../../../core/text/terms.ts';

/** The lexical index of a workspace, as it is stored or as its live chunks say it should be. */
export interface LexicalIndex {
  /** `term chunk frequency length`, in order. */
  readonly postings: readonly string[];
  /** `term count`, in order. */
  readonly terms: readonly string[];
  readonly chunkCount: number;
  readonly totalLength: number;
}

export async function readLexicalIndex(
  database: Database,
  workspaceId: WorkspaceId,
): Promise<LexicalIndex> {
  const rowsOf = async <Row>(text: string): Promise<readonly Row[]> =>
    (await database.pool.query(text, [workspaceId])).rows;
  const postings = await rowsOf<PostingRow>(
    'select term, chunk_number::int, frequency, length from postings where workspace_id = $1',
  );
  const terms = await rowsOf<{ term: string; chunk_count: number }>(
    'select term, chunk_count from lexical_terms where workspace_id = $1',
  );
  const [totals] = await rowsOf<{ chunk_count: number; total_length: number }>(
    'select chunk_count, total_length::int from lexical_statistics where workspace_id = $1',
  );
  return {
    postings: postings.map(describePosting).toSorted(),
    terms: terms.map((row) => `${row.term} ${row.chunk_count}`).toSorted(),
    chunkCount: totals?.chunk_count ?? 0,
    totalLength: totals?.total_length ?? 0,
  };
}

/** Counts again from the live chunks; `searchedText` is what the terms were read from. */
export async function recountLexicalIndex(
  database: Database,
  workspaceId: WorkspaceId,
  searchedText: (chunk: LiveChunk) => string = (chunk) => chunk.text,
): Promise<LexicalIndex> {
  const { rows } = await database.pool.query<LiveChunk>(
    `select c.number::int, c.text, c.heading_path, d.title
     from chunks c join documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
     where c.workspace_id = $1 and c.is_live`,
    [workspaceId],
  );
  const postings: PostingRow[] = [];
  const chunkCounts = new Map<string, number>();
  let totalLength = 0;
  for (const chunk of rows) {
    const terms = extractTerms(searchedText(chunk));
    totalLength += terms.length;
    for (const term of new Set(terms)) {
      const frequency = terms.filter((other) => other === term).length;
      postings.push({ term, chunk_number: chunk.number, frequency, length: terms.length });
      chunkCounts.set(term, (chunkCounts.get(term) ?? 0) + 1);
    }
  }
  return {
    postings: postings.map(describePosting).toSorted(),
    terms: [...chunkCounts].map(([term, count]) => `${term} ${count}`).toSorted(),
    chunkCount: rows.length,
    totalLength,
  };
}

export interface LiveChunk {
  readonly number: number;
  readonly text: string;
  readonly heading_path: readonly string[];
  readonly title: string;
}

interface PostingRow {
  readonly term: string;
  readonly chunk_number: number;
  readonly frequency: number;
  readonly length: number;
}

function describePosting(row: PostingRow): string {
  return `${row.term} ${row.chunk_number} ${row.frequency} ${row.length}`;
}
