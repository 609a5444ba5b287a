import { sql } from 'drizzle-orm';
import { AppError, messageOf } from '../platform/errors.ts';
import type { Database } from './client.ts';

export interface DatabaseFacts {
  readonly postgresVersion: string;
  /** Null when the server has no pgvector to create. */
  readonly pgvectorVersion: string | null;
  /** Whether what has been committed survives a loss of power. The embedded database never syncs. */
  readonly isSynced: boolean;
  /** What an operator should know, in one line; null when all is well. */
  readonly warning: string | null;
}

const MINIMUM_PGVECTOR = [0, 8, 0];
const RECOMMENDED_PGVECTOR = [0, 8, 6];

/**
 * Checks, before anything is migrated, that this is a database we can work with.
 * Throws `AppError('invalid_configuration')` with one line that says what to do.
 */
export async function checkDatabase(database: Database): Promise<DatabaseFacts> {
  const facts = await readFacts(database);
  const installed = facts.pgvectorVersion;
  if (installed === null) {
    throw new AppError(
      'invalid_configuration',
      'The database has no pgvector: install the extension (0.8.0 or newer) on the Postgres server.',
    );
  }
  if (isOlder(installed, MINIMUM_PGVECTOR)) {
    throw new AppError(
      'invalid_configuration',
      `The database has pgvector ${installed}; 0.8.0 or newer is needed.`,
    );
  }
  const warning = isOlder(installed, RECOMMENDED_PGVECTOR)
    ? `pgvector ${installed} has known faults that 0.8.6 mends; update it when you can.`
    : null;
  return { ...facts, warning };
}

/** The installed version where there is one, else the one that could be installed. */
async function readFacts(database: Database): Promise<Omit<DatabaseFacts, 'warning'>> {
  try {
    const result = await database.executor.execute<{
      postgres_version: string;
      pgvector_version: string | null;
      is_synced: boolean;
    }>(sql`
      select current_setting('server_version') as postgres_version,
        current_setting('fsync') = 'on' as is_synced,
        (select coalesce(installed_version, default_version)
         from pg_available_extensions where name = 'vector') as pgvector_version`);
    const [row] = result.rows;
    return {
      postgresVersion: row?.postgres_version ?? 'unknown',
      pgvectorVersion: row?.pgvector_version ?? null,
      isSynced: row?.is_synced ?? false,
    };
  } catch (error) {
    throw new AppError('unavailable', `The database cannot be reached: ${causeOf(error)}`, {
      cause: error,
    });
  }
}

/** What `pg` says when its own times run out. */
const TIMED_OUT =
  /^(?:Connection terminated due to connection timeout|timeout exceeded|Query read timeout)/;

function causeOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  if (TIMED_OUT.test(messageOf(error))) return 'it did not answer in time';
  return error instanceof Error && error.cause !== undefined
    ? causeOf(error.cause)
    : messageOf(error);
}

function isOlder(version: string, than: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, wanted] of than.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part < wanted;
  }
  return false;
}
