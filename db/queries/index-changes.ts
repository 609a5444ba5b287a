import { sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { executePrepared } from '../execute-prepared.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

/** Longer than any cached retrieval is kept: a change that is forgotten sooner might make an old state look like now. */
const KEPT = '1 day';

/**
 * Names the state of what is searched: two readings are the same only if no transaction that changed it committed in
 * between, in whatever order they began.
 */
export async function readIndexEpoch(database: WorkspaceDatabase): Promise<string> {
  const { rows } = await executePrepared<{ epoch: string }>(
    database.executor,
    sql`
    select coalesce(md5(string_agg(transaction_id::text, ' ' order by transaction_id)), '') as epoch
    from index_changes
    where workspace_id = ${database.workspaceId}`,
  );
  return rows[0]?.epoch ?? '';
}

export async function forgetOldIndexChanges(database: Database): Promise<void> {
  await database.executor.execute(
    sql`delete from index_changes where changed_at < now() - ${KEPT}::interval`,
  );
}
