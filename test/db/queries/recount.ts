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

/** Live segments without what is entombed; every list decoded. */
export async function readLexicalIndex(
  database: Database,
  workspaceId: WorkspaceId,
): Promise<LexicalIndex> {
  const rowsOf = async <Row>(text: string): Promise<readonly Row[]> =>
    (await database.pool.query(text, [workspaceId])).rows;
  const lists = await rowsOf<{ term: string; postings: Buffer }>(
    `select p.term, p.postings from posting_lists p
     join lexical_segments s on s.workspace_id = p.workspace_id and s.id = p.segment_id
     where p.workspace_id = $1 and p.term <> '' and s.staged_for is null and not s.is_history`,
  );
  const tombstones = await rowsOf<{ chunk_number: number; length: number }>(
    'select chunk_number::int, length from lexical_tombstones where workspace_id = $1',
  );
  const [totals] = await rowsOf<{ chunk_count: number; total_length: number }>(
    `select coalesce(sum(chunk_count), 0)::int as chunk_count, coalesce(sum(total_length), 0)::int as total_length
     from lexical_segments where workspace_id = $1 and staged_for is null and not is_history`,
  );
  const dead = new Set(tombstones.map((row) => row.chunk_number));
  const postings = lists
    .flatMap(({ term, postings: encoded }) => decodePostings(term, encoded))
    .filter((posting) => !dead.has(posting.chunk_number));
  const chunkCounts = new Map<string, number>();
  for (const { term } of postings) chunkCounts.set(term, (chunkCounts.get(term) ?? 0) + 1);
  return {
    postings: postings.map(describePosting).toSorted(),
    terms: [...chunkCounts].map(([term, count]) => `${term} ${count}`).toSorted(),
    chunkCount: (totals?.chunk_count ?? 0) - tombstones.length,
    totalLength:
      (totals?.total_length ?? 0) - tombstones.reduce((total, row) => total + row.length, 0),
  };
}

function decodePostings(term: string, encoded: Buffer): readonly PostingRow[] {
  return Array.from({ length: encoded.length / 8 }, (_, index) => ({
    term,
    chunk_number: encoded.readInt32BE(index * 8),
    frequency: encoded.readInt16BE(index * 8 + 4),
    length: encoded.readUInt16BE(index * 8 + 6),
  }));
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
