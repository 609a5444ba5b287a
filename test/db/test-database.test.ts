import { afterAll, beforeAll, expect, it } from 'vitest';
import { isMigrated } from '../../db/migrate.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

it('gives a migrated database with pgvector', async () => {
  expect(await isMigrated(opened.database)).toBe(true);
  const { rows } = await opened.database.pool.query(`select '[3,4]'::vector <-> '[0,0]' as length`);
  expect(rows).toEqual([{ length: 5 }]);
});

it('gives each caller a database of its own', async () => {
  await using other = await openTestDatabase();
  await opened.database.pool.query('create table only_here (id int)');
  const { rows } = await other.database.pool.query(`select to_regclass('only_here') as found`);
  expect(rows).toEqual([{ found: null }]);
});
