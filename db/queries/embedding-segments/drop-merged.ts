import { sql } from 'drizzle-orm';
import type { Database } from '../../client.ts';
import { refusalOf } from '../../refusal-of.ts';
import { partitionOf } from './find-segments.ts';

/** Longer than any search takes that may have begun before the segments were merged. */
const KEPT_SECONDS = 600;
/** Who reads or writes vectors meanwhile waits behind whoever waits to drop a table. */
const MAX_WAIT = '500ms';
const LOCK_NOT_AVAILABLE = '55P03';

/** Drops the table of a segment that was merged some while ago; false where there is none, or somebody uses it. */
export async function dropMergedSegment(
  database: Database,
  keptSeconds = KEPT_SECONDS,
): Promise<boolean> {
  try {
    return await database.executor.transaction(async (transaction) => {
      const { rows } = await transaction.execute<{ number: number }>(sql`
        with dropped as materialized (
          select workspace_id, number
          from merged_embedding_segments
          where merged_at <= now() - make_interval(secs => ${keptSeconds})
          order by number
          limit 1
          for update skip locked)
        delete from merged_embedding_segments merged
        using dropped
        where merged.workspace_id = dropped.workspace_id and merged.number = dropped.number
        returning merged.number, set_config('lock_timeout', ${MAX_WAIT}, true)`);
      const [segment] = rows;
      if (segment === undefined) return false;
      await transaction.execute(sql`drop table ${partitionOf(segment)}`);
      return true;
    });
  } catch (error) {
    if (refusalOf(error)?.code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}
