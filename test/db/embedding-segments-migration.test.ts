import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EmbeddingProfileId, WorkspaceId } from '../../contract/ids.ts';
import { migrate } from '../../db/migrate.ts';
import { findEmbedded } from '../../db/queries/embeddings.ts';
import { findSegments } from '../../db/queries/embedding-segments/find-segments.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';

const MIGRATIONS_BEFORE = 8;

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
  await applyOlderMigrations();
});
afterAll(() => opened.close());

/** The schema from before there were segments. */
async function applyOlderMigrations(): Promise<void> {
  const { pool } = opened.database;
  await pool.query(`drop schema public cascade; drop schema drizzle cascade; create schema public;
    create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`);
  const migrationsFolder = join(projectRoot, 'db', 'migrations');
  const older = readMigrationFiles({ migrationsFolder }).slice(0, MIGRATIONS_BEFORE);
  for (const { sql: statements, hash, folderMillis } of older) {
    for (const statement of statements) await opened.database.executor.execute(sql.raw(statement));
    await pool.query(
      'insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)',
      [hash, folderMillis],
    );
  }
}

interface Held {
  readonly workspaceId: WorkspaceId;
  readonly profile: { readonly id: EmbeddingProfileId; readonly dimensions: number };
  readonly hashes: readonly Buffer[];
}

async function insertVectors(dimensions: number, count: number): Promise<Held> {
  const { pool } = opened.database;
  const workspaceId = WorkspaceId.parse(uuidv7());
  const id = EmbeddingProfileId.parse(uuidv7());
  await pool.query('insert into workspaces (id, name) values ($1, $2)', [workspaceId, workspaceId]);
  await pool.query(
    `insert into embedding_profiles (workspace_id, id, adapter, name, version, dimensions)
     values ($1, $2, 'local', 'old', '1', $3)`,
    [workspaceId, id, dimensions],
  );
  const hashes = Array.from({ length: count }, (_, index) => Buffer.from([dimensions, index]));
  for (const hash of hashes) {
    await pool.query(
      `insert into embeddings (workspace_id, profile_id, text_hash, dimensions, embedding) values ($1, $2, $3, $4, $5)`,
      [workspaceId, id, hash, dimensions, JSON.stringify(Array(dimensions).fill(0.5))],
    );
  }
  return { workspaceId, profile: { id, dimensions }, hashes };
}

it('carries the vectors of every workspace and profile over', async () => {
  const all = [await insertVectors(4, 5), await insertVectors(3, 2)];
  await migrate(opened.database);
  for (const { workspaceId, profile, hashes } of all) {
    const database = inWorkspace(opened.database, workspaceId);
    const stored = { ...profile, adapter: 'local', name: 'old', version: '1' } as const;
    expect((await findEmbedded(database, { profile: stored, hashes })).size).toBe(hashes.length);
    expect(await findSegments(database, profile.id)).toMatchObject([
      {
        dimensions: profile.dimensions,
        state: 'open',
        vectorType: opened.kind === 'native' ? 'halfvec' : 'vector',
      },
    ]);
  }
  const { rows } = await opened.database.pool.query(
    `select count(*)::int as count, min(embedding::text) as least from embeddings`,
  );
  expect(rows).toEqual([{ count: 7, least: '[0.5,0.5,0.5,0.5]' }]);
});
