import { sql } from 'drizzle-orm';
import { WorkspaceId } from '../../../contract/ids.ts';
import type { Database, Executor } from '../../client.ts';
import { inLongTransaction } from '../../long-transaction.ts';
import type { VectorType } from '../../schema/embeddings.ts';
import { buildIndex } from './build-index.ts';
import { partitionOf } from './find-segments.ts';
import { planMerge } from './plan-merge.ts';
import type { SegmentLimits } from './segment-limits.ts';

interface Merge {
  readonly workspaceId: WorkspaceId;
  readonly numbers: readonly number[];
}

/**
 * Replaces some indexed segments of a profile by one with their rows, in one transaction: it changes nothing that a
 * search finds, but for what an index misses. False where nothing is worth it, and when another one is at it.
 */
export async function mergeIndexedSegments(
  database: Database,
  { signal, limits }: { readonly signal: AbortSignal; readonly limits: SegmentLimits },
): Promise<boolean> {
  for (const merge of await planMerges(database, limits)) {
    const isDone = await inLongTransaction(database, signal, (transaction) =>
      mergeIntoOne(transaction, merge),
    );
    if (isDone) return true;
  }
  return false;
}

async function planMerges(database: Database, limits: SegmentLimits): Promise<readonly Merge[]> {
  const { rows } = await database.executor.execute<{
    workspace_id: string;
    segments: { number: number; rowCount: number }[];
  }>(sql`
    select workspace_id, jsonb_agg(jsonb_build_object('number', number, 'rowCount', row_count)) as segments
    from embedding_segments
    where state = 'indexed'
    group by workspace_id, profile_id
    order by min(number)`);
  return rows.flatMap(({ workspace_id: workspaceId, segments }) => {
    const numbers = planMerge(segments, limits);
    return numbers === null ? [] : [{ workspaceId: WorkspaceId.parse(workspaceId), numbers }];
  });
}

async function mergeIntoOne(
  transaction: Executor,
  { workspaceId, numbers }: Merge,
): Promise<boolean> {
  const areMerged = sql`workspace_id = ${workspaceId} and number in ${numbers}`;
  const { rows } = await transaction.execute<{ dimensions: number; vector_type: VectorType }>(sql`
    select dimensions, vector_type
    from embedding_segments
    where ${areMerged} and state = 'indexed'
    for update skip locked`);
  const [like] = rows;
  if (like === undefined || rows.length < numbers.length) return false;
  const { dimensions, vector_type: vectorType } = like;
  const number = await createTable(transaction, { workspaceId, dimensions, vectorType });
  const rowCount = await copyRows(transaction, { workspaceId, numbers, to: number });
  await buildIndex(transaction, { number, dimensions, vectorType, rowCount });
  // Attaching keeps others from opening segments, so it comes last.
  await transaction.execute(sql`select attach_embedding_table(${number})`);
  await transaction.execute(sql`
    insert into embedding_segments
      (workspace_id, number, profile_id, dimensions, vector_type, state, row_count)
    overriding system value
    select workspace_id, ${number}::integer, profile_id, dimensions, vector_type, state, ${rowCount}::integer
    from embedding_segments
    where ${areMerged}
    limit 1`);
  await transaction.execute(sql`
    with merged as (delete from embedding_segments where ${areMerged} returning workspace_id, number)
    insert into merged_embedding_segments (workspace_id, number) select workspace_id, number from merged`);
  return true;
}

/** Returns its number. */
async function createTable(
  transaction: Executor,
  segment: {
    readonly workspaceId: WorkspaceId;
    readonly dimensions: number;
    readonly vectorType: VectorType;
  },
): Promise<number> {
  const { rows } = await transaction.execute<{ number: number }>(sql`
    with next as materialized (
      select nextval(pg_get_serial_sequence('embedding_segments', 'number'))::integer as number)
    select number,
      create_embedding_table(number, ${segment.workspaceId}, ${segment.dimensions}, ${segment.vectorType})
    from next`);
  const [row] = rows;
  if (row === undefined) throw new Error('A sequence gives a number.');
  return row.number;
}

/** Of a text that lies in several of them one row is kept. Returns how many there are. */
async function copyRows(
  transaction: Executor,
  { workspaceId, numbers, to }: Merge & { readonly to: number },
): Promise<number> {
  const parts = numbers.map(
    (number) => sql`
      select workspace_id, text_hash, embedding
      from ${partitionOf({ number })}
      where workspace_id = ${workspaceId}`,
  );
  const { rowCount } = await transaction.execute(sql`
    insert into ${partitionOf({ number: to })} (segment_number, workspace_id, text_hash, embedding)
    select ${to}::integer, held.* from (${sql.join(parts, sql` union all `)}) held
    on conflict do nothing`);
  return rowCount ?? 0;
}
