import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { join } from 'node:path';
import { AppError } from '../platform/errors.ts';
import { projectRoot } from '../platform/project-root.ts';
import type { Database, Executor } from './client.ts';
import { refusalOf } from './refusal-of.ts';

const migrationsFolder = join(projectRoot, 'db', 'migrations');

/** An arbitrary number that all our processes agree on. */
const MIGRATION_LOCK = 7_361_240_511;
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Brings the schema up to date: the SQL that drizzle-kit generated, in one transaction, with drizzle's
 * own journal. Drizzle's migrator is not used because it takes no lock, and of three processes that
 * start together two die; a session-level lock would exclude nobody on the embedded database.
 * Throws `AppError('invalid_configuration')` with one line when the database user may not do it.
 */
export async function migrate(database: Database): Promise<void> {
  try {
    await applyMigrations(database);
  } catch (error) {
    throw explainRefusal(error);
  }
}

async function applyMigrations(database: Database): Promise<void> {
  await database.executor.transaction(async (transaction) => {
    await transaction.execute(sql`select pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    await createJournal(transaction);
    const newest = await newestApplied(transaction);
    for (const migration of readMigrationFiles({ migrationsFolder })) {
      if (migration.folderMillis <= newest) continue;
      for (const statement of migration.sql) await transaction.execute(sql.raw(statement));
      await transaction.execute(
        sql`insert into drizzle.__drizzle_migrations (hash, created_at)
            values (${migration.hash}, ${migration.folderMillis})`,
      );
    }
  });
}

/** Whether every migration of this build has been applied. */
export async function isMigrated(database: Database): Promise<boolean> {
  const newestFile = readMigrationFiles({ migrationsFolder }).at(-1)?.folderMillis ?? 0;
  return (await newestApplied(database.executor)) >= newestFile;
}

async function createJournal(executor: Executor): Promise<void> {
  await executor.execute(sql`create schema if not exists drizzle`);
  await executor.execute(sql`
    create table if not exists drizzle.__drizzle_migrations (
      id serial primary key,
      hash text not null,
      created_at bigint
    )`);
}

async function newestApplied(executor: Executor): Promise<number> {
  const result = await executor.execute<{ newest: string | null }>(
    sql`select max(created_at)::text as newest from drizzle.__drizzle_migrations`,
  );
  return Number(result.rows[0]?.newest ?? 0);
}

/** Managed databases often give users without the right to create an extension. */
function explainRefusal(error: unknown): unknown {
  const refusal = refusalOf(error);
  if (refusal?.code !== INSUFFICIENT_PRIVILEGE) return error;
  return new AppError(
    'invalid_configuration',
    `The database user may not set the database up (${refusal.message}). Have an administrator run ` +
      '`create extension vector` in it and grant the user `create` on the database and its schema `public`.',
    { cause: error },
  );
}
