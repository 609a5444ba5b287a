import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '../../../db/embedded/start.ts';

let folder: string;
let dataDirectory: string;
const started: EmbeddedDatabase[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-data-'));
  dataDirectory = join(folder, 'data');
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((database) => database.stop()));
  rmSync(folder, { recursive: true });
});

async function start(): Promise<EmbeddedDatabase> {
  const template = inject('databaseTemplate');
  const database = await startEmbeddedDatabase({
    dataDirectory,
    ...(template.kind === 'embedded' ? { templateFile: template.templateFile } : {}),
  });
  started.push(database);
  return database;
}

async function openPool(database: EmbeddedDatabase): Promise<Pool> {
  const pool = new Pool({ connectionString: database.connectionString, max: 4 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

async function countKept(database: EmbeddedDatabase): Promise<readonly number[]> {
  const pool = await openPool(database);
  const { rows } = await pool.query<{ id: number }>('select id from kept order by id');
  await pool.end();
  return rows.map(({ id }) => id);
}

describe('the data directory', () => {
  it('is private, and holds its rows after an orderly stop', async () => {
    const first = await start();
    expect(statSync(dataDirectory).mode & 0o777).toBe(0o700);
    const pool = await openPool(first);
    await pool.query('create table kept (id int primary key)');
    await pool.query('insert into kept values (1), (2)');
    await pool.end();
    await first.stop();
    expect(await first.closed).toEqual({ code: 0, signal: null });
    expect(readdirSync(dataDirectory)).toEqual(['postgres']);
    expect(await countKept(await start())).toEqual([1, 2]);
  });

  it('refuses a second database process while the first lives', async () => {
    const first = await start();
    await expect(start()).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: expect.stringMatching(
        `^The data directory ${dataDirectory} is in use by process ${first.pid}\\.[^\n]*$`,
      ),
    });
  });

  it('holds every acknowledged row after kill -9 in the middle of writing', async () => {
    const first = await start();
    const pool = await openPool(first);
    await pool.query('create table kept (id int primary key)');
    const acknowledged: number[] = [];
    for (let id = 1; id <= 500; id += 1) {
      const written = pool.query('insert into kept values ($1)', [id]).then(
        () => acknowledged.push(id),
        () => 0,
      );
      if (id === 300) process.kill(first.pid, 'SIGKILL');
      if (id % 4 === 0) await written;
    }
    expect(await first.closed).toEqual({ code: null, signal: 'SIGKILL' });
    await pool.end();

    const kept = await countKept(await start());
    expect(acknowledged.length).toBeGreaterThan(200);
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
  });

  it('makes the cluster anew when its making was interrupted', async () => {
    const unfinished = join(dataDirectory, 'postgres.unfinished-1');
    mkdirSync(unfinished, { recursive: true });
    writeFileSync(join(unfinished, 'PG_VERSION'), '18');
    const pool = await openPool(await start());
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
    expect(readdirSync(dataDirectory).toSorted()).toEqual(['lock', 'postgres']);
  });

  it('keeps a directory usable after a start that failed', async () => {
    mkdirSync(join(dataDirectory, 'postgres'), { recursive: true });
    writeFileSync(join(dataDirectory, 'postgres', 'PG_VERSION'), '9');
    await expect(start()).rejects.toMatchObject({ code: 'invalid_configuration' });
    expect(readdirSync(dataDirectory)).toEqual(['postgres']);
  });
});
