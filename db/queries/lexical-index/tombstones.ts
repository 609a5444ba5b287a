import { sql } from 'drizzle-orm';
import { binaryBigintArray } from '../../binary-array.ts';
import type { WorkspaceDatabase } from '../../workspace-database.ts';
import { MAX_LENGTH } from './posting-list.ts';

/** Makes chunks of live segments unfindable. Chunks that are in none must not be named: they would be counted off. */
export async function entombChunks(
  database: WorkspaceDatabase,
  chunkNumbers: readonly number[],
): Promise<void> {
  if (chunkNumbers.length === 0) return;
  await database.executor.execute(sql`
    insert into lexical_tombstones (workspace_id, chunk_number, length)
    select c.workspace_id, c.number, least(c.term_count, ${MAX_LENGTH})
    from chunks c
    where c.workspace_id = ${database.workspaceId} and c.number = any(${binaryBigintArray(chunkNumbers)})
    on conflict do nothing`);
}

/**
 * Makes entombed chunks findable again, and returns those that were not entombed: their postings are in no
 * live segment, because they never were or because merging has moved them to history, so the caller indexes
 * them. Waits for a merge that is just moving some.
 */
export async function reviveChunks(
  database: WorkspaceDatabase,
  chunkNumbers: readonly number[],
): Promise<readonly number[]> {
  if (chunkNumbers.length === 0) return [];
  const result = await database.executor.execute<{ chunk_number: string }>(sql`
    delete from lexical_tombstones
    where workspace_id = ${database.workspaceId} and chunk_number = any(${binaryBigintArray(chunkNumbers)})
    returning chunk_number::text as chunk_number`);
  const revived = new Set(result.rows.map((row) => Number(row.chunk_number)));
  return chunkNumbers.filter((number) => !revived.has(number));
}
