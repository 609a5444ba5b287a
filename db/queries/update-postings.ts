import { sql } from 'drizzle-orm';
import { bigintArray, integerArray, textArray } from '../array-parameters.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

export interface ChunkTerms {
  readonly chunkNumber: number;
  /** With repeats. */
  readonly terms: readonly string[];
}

/** Rows in one statement: keeps its parameters at a few megabytes. */
const ROWS_PER_STATEMENT = 20_000;
const MAX_FREQUENCY = 32_767;

/** One writer of a workspace's statistics at a time: sums stay right and writers never deadlock. */
export async function lockLexicalIndex(database: WorkspaceDatabase): Promise<void> {
  await database.executor.execute(sql`
    insert into lexical_statistics (workspace_id, chunk_count, total_length)
    values (${database.workspaceId}, 0, 0)
    on conflict do nothing`);
  await database.executor.execute(sql`
    select 1 from lexical_statistics where workspace_id = ${database.workspaceId} for update`);
}

/** Makes chunks that have become live findable by their terms. Needs the lock. */
export async function addPostings(
  database: WorkspaceDatabase,
  added: readonly ChunkTerms[],
): Promise<void> {
  if (added.length === 0) return;
  const rows = added.flatMap(postingRows);
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    await insertPostings(database, rows.slice(start, start + ROWS_PER_STATEMENT));
  }
  await changeTermCounts(database, countByTerm(rows));
  await changeStatistics(database, {
    chunkCount: added.length,
    totalLength: added.reduce((total, chunk) => total + chunk.terms.length, 0),
  });
}

/** Makes chunks that have been retired unfindable. Needs the lock. */
export async function removePostings(
  database: WorkspaceDatabase,
  chunkNumbers: readonly number[],
): Promise<void> {
  if (chunkNumbers.length === 0) return;
  const result = await database.executor.execute<{
    term: string;
    chunk_number: string;
    length: number;
  }>(sql`
    delete from postings
    where workspace_id = ${database.workspaceId} and chunk_number = any(${bigintArray(chunkNumbers)})
    returning term, chunk_number::text as chunk_number, length`);
  const lengths = new Map(result.rows.map((row) => [row.chunk_number, row.length]));
  const lost = countByTerm(result.rows);
  await changeTermCounts(database, new Map([...lost].map(([term, count]) => [term, -count])));
  await changeStatistics(database, {
    chunkCount: -chunkNumbers.length,
    totalLength: -[...lengths.values()].reduce((total, length) => total + length, 0),
  });
}

interface PostingRow {
  readonly term: string;
  readonly chunkNumber: number;
  readonly frequency: number;
  readonly length: number;
}

function postingRows(chunk: ChunkTerms): readonly PostingRow[] {
  const frequencies = new Map<string, number>();
  for (const term of chunk.terms) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  return [...frequencies].map(([term, frequency]) => ({
    term,
    chunkNumber: chunk.chunkNumber,
    frequency: Math.min(frequency, MAX_FREQUENCY),
    length: chunk.terms.length,
  }));
}

async function insertPostings(
  database: WorkspaceDatabase,
  rows: readonly PostingRow[],
): Promise<void> {
  await database.executor.execute(sql`
    insert into postings (workspace_id, term, chunk_number, frequency, length)
    select ${database.workspaceId}, new.term, new.chunk_number, new.frequency, new.length
    from unnest(
      ${textArray(rows.map((row) => row.term))},
      ${bigintArray(rows.map((row) => row.chunkNumber))},
      ${integerArray(rows.map((row) => row.frequency))},
      ${integerArray(rows.map((row) => row.length))}) as new (term, chunk_number, frequency, length)`);
}

function countByTerm(rows: readonly { readonly term: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { term } of rows) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

async function changeTermCounts(
  database: WorkspaceDatabase,
  changes: ReadonlyMap<string, number>,
): Promise<void> {
  const terms = [...changes.keys()];
  const counts = [...changes.values()];
  await database.executor.execute(sql`
    insert into lexical_terms as known (workspace_id, term, chunk_count)
    select ${database.workspaceId}, new.term, new.change
    from unnest(${textArray(terms)}, ${integerArray(counts)}) as new (term, change)
    on conflict (workspace_id, term) do update set chunk_count = known.chunk_count + excluded.chunk_count`);
  await database.executor.execute(sql`
    delete from lexical_terms
    where workspace_id = ${database.workspaceId} and term = any(${textArray(terms)}) and chunk_count <= 0`);
}

async function changeStatistics(
  database: WorkspaceDatabase,
  change: { readonly chunkCount: number; readonly totalLength: number },
): Promise<void> {
  await database.executor.execute(sql`
    update lexical_statistics
    set chunk_count = chunk_count + ${change.chunkCount}, total_length = total_length + ${change.totalLength}
    where workspace_id = ${database.workspaceId}`);
}
