import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkDatabase } from '../../db/check-database.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

/** A database whose list of extensions, found first on the search path, is ours. */
async function checkWithPgvector(version: string | null) {
  const { pool } = opened.database;
  await pool.query('drop schema if exists pretended cascade');
  await pool.query('create schema pretended');
  await pool.query(
    `create view pretended.pg_available_extensions as
     select 'vector'::name as name, $$${version ?? ''}$$::text as installed_version, null::text as default_version
     where ${version !== null}`,
  );
  const { executor } = opened.database;
  return executor.transaction(async (transaction) => {
    await transaction.execute(`set local search_path to pretended, pg_catalog, public`);
    return checkDatabase({ ...opened.database, executor: transaction });
  });
}

it('refuses a server without pgvector', async () => {
  await expect(checkWithPgvector(null)).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringContaining('The database has no pgvector'),
  });
});

it.each(['0.7.4', '0.5'])('refuses pgvector %s', async (version) => {
  await expect(checkWithPgvector(version)).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: `The database has pgvector ${version}; 0.8.0 or newer is needed.`,
  });
});

it.each(['0.8.0', '0.8.5'])('works with pgvector %s, and warns', async (version) => {
  const { warning } = await checkWithPgvector(version);
  expect(warning).toContain(`pgvector ${version} has known faults`);
});

it.each(['0.8.6', '0.9.0', '1.0'])('is content with pgvector %s', async (version) => {
  expect(await checkWithPgvector(version)).toMatchObject({
    pgvectorVersion: version,
    warning: null,
  });
});
