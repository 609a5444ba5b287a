import { checkDatabase } from './check-database.ts';
import { openDatabase } from './client.ts';

const TIMEOUTS = { connectMs: 5_000, queryMs: 5_000 };

/**
 * Looks once, before anything is started, whether the database that an operator named can be worked
 * with, and says so within seconds. Throws `AppError` with one line that says what is wrong.
 */
export async function checkGivenDatabase(connectionString: string): Promise<void> {
  const database = openDatabase({
    connectionString,
    maxConnections: 1,
    applicationName: 'footnote-launcher',
    timeouts: TIMEOUTS,
  });
  try {
    await checkDatabase(database);
  } finally {
    await database.close();
  }
}
