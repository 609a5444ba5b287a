import { sql } from 'drizzle-orm';
import type { Database, Executor } from './client.ts';

/**
 * A transaction that may take minutes: no statement of it is timed, and aborting ends the one that runs and undoes
 * all. Returns what `work` does, false once it was aborted.
 */
export async function inLongTransaction(
  database: Database,
  signal: AbortSignal,
  work: (transaction: Executor) => Promise<boolean>,
): Promise<boolean> {
  const ended = new AbortController();
  try {
    signal.throwIfAborted();
    return await database.executor.transaction(async (transaction) => {
      const { rows } = await transaction.execute<{ backend: number }>(
        sql`select pg_backend_pid() as backend, set_config('statement_timeout', '0', true)`,
      );
      const cancel = () => void cancelBackend(database, rows[0]?.backend ?? 0);
      signal.addEventListener('abort', cancel, { signal: ended.signal });
      signal.throwIfAborted();
      return await work(transaction);
    });
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    ended.abort();
  }
}

async function cancelBackend(database: Database, backend: number): Promise<void> {
  await database.executor.execute(sql`select pg_cancel_backend(${backend})`).catch(() => undefined);
}
