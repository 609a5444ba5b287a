import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { takeLockFile } from '../../db/embedded/lock-file.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { databaseUrl, execute } from '../support/database-template.ts';
import { holdPort, spawnProgram, stopProgram } from '../support/spawn-program.ts';
import { startPeer } from './database-peer.ts';

const SERVER = 'dist/server/main.js';
const WORKER = 'dist/ingest/main.js';
const LAUNCHER = 'scripts/start.mjs';
const NOWHERE = 'postgres://user:hidden-password@127.0.0.1:1/none';

let folder: string;
let opened: TestDatabase;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'footnote-start-'));
  opened = await openTestDatabase();
});
afterAll(async () => {
  await opened.close();
  rmSync(folder, { recursive: true });
});

function configFile(text: string): string {
  const path = join(folder, `${randomUUID()}.yaml`);
  writeFileSync(path, text);
  return path;
}

const secretConfig = `embedding:
  adapter: remote
  base_url: https://models.example/v1
  model: small
  dimensions: 8
  api_key_env: MODEL_KEY
`;

interface Refusal {
  readonly of: string;
  readonly environment: () => Readonly<Record<string, string>>;
  readonly line: RegExp;
}

const MISCONFIGURED: readonly Refusal[] = [
  {
    of: 'YAML that cannot be parsed',
    environment: () => ({ FOOTNOTE_CONFIG: configFile('version: 1\nmodels: [\n') }),
    line: /\.yaml, line \d+: .+/,
  },
  {
    of: 'a setting of the wrong type',
    environment: () => ({
      FOOTNOTE_CONFIG: configFile('version: 1\nretrieval:\n  leg_depth: x\n'),
    }),
    line: /\.yaml, line 3: retrieval\.leg_depth: must be a number, not text$/,
  },
  {
    of: 'a setting that does not exist',
    environment: () => ({ FOOTNOTE_CONFIG: configFile('version: 1\n\nretreival: {}\n') }),
    line: /\.yaml, line 3: .*"retreival"/,
  },
  {
    of: 'a configuration file that does not exist',
    environment: () => ({ FOOTNOTE_CONFIG: join(folder, 'absent.yaml') }),
    line: /absent\.yaml does not exist\.$/,
  },
  {
    of: 'a secret that is named and not set',
    environment: () => ({ FOOTNOTE_CONFIG: configFile(secretConfig) }),
    line: /environment variable MODEL_KEY, which is not set\.$/,
  },
  {
    of: 'no DATABASE_URL',
    environment: () => ({ DATABASE_URL: '' }),
    line: /^DATABASE_URL is not set\..*npm start/,
  },
  {
    of: 'a DATABASE_URL of another kind',
    environment: () => ({ DATABASE_URL: 'mysql://user:hidden-password@localhost/none' }),
    line: /^DATABASE_URL must be like postgres:\/\//,
  },
];

/** Waits for the end, and returns all that a person needs to see. */
async function refusalOf(
  path: string,
  environment: Readonly<Record<string, string>>,
  isSupervised = false,
) {
  const program = spawnProgram(path, {
    environment: { DATABASE_URL: NOWHERE, FOOTNOTE_DATA_DIR: folder, ...environment },
    isSupervised,
  });
  const { code } = await program.ended;
  return { code, remarks: program.remarks(), stdout: program.stdout() };
}

function oneLine(line: RegExp): readonly unknown[] {
  return [expect.stringMatching(line)];
}

describe('a server or worker that cannot work', { timeout: 60_000 }, () => {
  it.each(MISCONFIGURED)('ends with one line about $of', async ({ environment, line }) => {
    const wanted = { code: 1, remarks: oneLine(line), stdout: '' };
    expect(await refusalOf(SERVER, environment())).toEqual(wanted);
    expect(await refusalOf(WORKER, environment())).toEqual(wanted);
    expect(await refusalOf(SERVER, environment(), true)).toEqual({ ...wanted, code: 78 });
  });

  it.each([
    { variable: 'PORT', value: 'eighty', line: /^The environment variable PORT must be/ },
    { variable: 'PORT', value: '70000', line: /^The environment variable PORT / },
    { variable: 'FOOTNOTE_ADMIN_KEY', value: 'short', line: /FOOTNOTE_ADMIN_KEY must have 12/ },
    { variable: 'FOOTNOTE_DEMO', value: 'yes', line: /FOOTNOTE_DEMO must be 0 or 1/ },
    { variable: 'LOG_LEVEL', value: 'loud', line: /The environment variable LOG_LEVEL / },
  ])('ends with one line about $variable=$value', async ({ variable, value, line }) => {
    expect(await refusalOf(SERVER, { [variable]: value })).toEqual({
      code: 1,
      remarks: oneLine(line),
      stdout: '',
    });
  });

  it('ends with one line about a port that is taken', async () => {
    const held = await holdPort();
    const environment = { DATABASE_URL: opened.connectionString, PORT: String(held.port) };
    const line = new RegExp(`^Port ${held.port} is taken on 127\\.0\\.0\\.1\\.`);
    const wanted = { code: 1, remarks: oneLine(line), stdout: '' };
    expect(await refusalOf(SERVER, environment)).toEqual(wanted);
    await held.close();
  });

  it('ends with one line about a database that cannot be reached', async () => {
    const line = /^The database cannot be reached: .*ECONNREFUSED/;
    const wanted = { code: 1, remarks: oneLine(line), stdout: '' };
    expect(await refusalOf(SERVER, {})).toEqual(wanted);
    // It may come later: whoever supervises tries again.
    expect(await refusalOf(WORKER, {}, true)).toEqual(wanted);
  });
});

describe('the launcher', { timeout: 120_000 }, () => {
  /** The one line, and how long it took to come. */
  async function launchAgainst(connectionString: string) {
    const startedAt = Date.now();
    const { stdout, ...refused } = await refusalOf(LAUNCHER, { DATABASE_URL: connectionString });
    expect(stdout).not.toContain('ready');
    return { ...refused, isSoon: Date.now() - startedAt < 15_000 };
  }

  function refusedAtOnce(line: RegExp) {
    return { code: 1, remarks: oneLine(line), isSoon: true };
  }

  it('ends with one line about a database that refuses the connection', async () => {
    const line = /^The database cannot be reached: .*ECONNREFUSED/;
    expect(await launchAgainst(NOWHERE)).toEqual(refusedAtOnce(line));
  });

  it('ends with one line about a database of another kind', async () => {
    const line = /^DATABASE_URL must be like postgres:/;
    expect(await launchAgainst('mysql://u:p@127.0.0.1/x')).toEqual(refusedAtOnce(line));
  });

  it('ends with one line about a database that never answers', async () => {
    await using peer = await startPeer(null);
    const line = /^The database cannot be reached: it did not answer in time$/;
    expect(await launchAgainst(peer.url)).toEqual(refusedAtOnce(line));
  });

  it.each([
    ['wants another password', '28P01', 'password authentication failed for user "user"'],
    ['does not exist', '3D000', 'database "none" does not exist'],
  ])('ends with one line about a database that %s', async (_what, state, message) => {
    await using peer = await startPeer({ state, message });
    const line = new RegExp(`^The database cannot be reached: ${message}$`);
    expect(await launchAgainst(peer.url)).toEqual(refusedAtOnce(line));
  });

  it('ends with one line about a data directory that is in use', async () => {
    const dataDirectory = mkdtempSync(join(folder, 'held-'));
    const lock = takeLockFile(join(dataDirectory, 'lock'));
    const environment = { DATABASE_URL: '', FOOTNOTE_DATA_DIR: dataDirectory };
    const line = new RegExp(`in use by process ${process.pid}\\.`);
    expect(await refusalOf(LAUNCHER, environment)).toMatchObject({
      code: 1,
      remarks: oneLine(line),
    });
    lock.release();
  });

  it('ends with one line about a data directory that is a file', async () => {
    const environment = { DATABASE_URL: '', FOOTNOTE_DATA_DIR: configFile('') };
    expect(await refusalOf(LAUNCHER, environment)).toMatchObject({
      code: 1,
      remarks: oneLine(
        /^The data directory \S+ is a file\. Name another folder in FOOTNOTE_DATA_DIR\.$/,
      ),
    });
  });

  it('ends when its server is misconfigured, and starts it only once', async () => {
    const environment = { DATABASE_URL: opened.connectionString, PORT: 'eighty' };
    const { code, remarks } = await refusalOf(LAUNCHER, environment);
    expect({ code, remarks }).toEqual({ code: 1, remarks: oneLine(/PORT must be a port number/) });
  });
});

const template = inject('databaseTemplate');

describe.runIf(template.kind === 'native')('a database of others', { timeout: 60_000 }, () => {
  const serverUrl = template.kind === 'native' ? template.serverUrl : '';

  /** Runs `use` with the URL of a new, empty database for a role without any rights of its own. */
  async function withLowlyRole(use: (url: string, adminUrl: string) => Promise<void>) {
    const name = `lowly_${randomUUID().replaceAll('-', '')}`;
    await execute(serverUrl, `create role ${name} login password 'lowly'`);
    await execute(serverUrl, `create database ${name}`);
    const adminUrl = databaseUrl(serverUrl, name);
    const url = new URL(adminUrl);
    url.username = name;
    url.password = 'lowly';
    try {
      await use(url.href, adminUrl);
    } finally {
      await execute(serverUrl, `drop database ${name} with (force)`);
      await execute(serverUrl, `drop role ${name}`);
    }
  }

  it('without pgvector is refused by the launcher in one line', async () => {
    await withLowlyRole(async (url, adminUrl) => {
      const role = new URL(url).username;
      await execute(adminUrl, 'create schema pretended');
      await execute(
        adminUrl,
        'create view pretended.pg_available_extensions as select * from pg_catalog.pg_available_extensions where false',
      );
      await execute(adminUrl, `grant usage on schema pretended to ${role}`);
      await execute(adminUrl, `grant select on pretended.pg_available_extensions to ${role}`);
      await execute(adminUrl, `alter role ${role} set search_path = pretended, pg_catalog, public`);
      const { code, remarks } = await refusalOf(LAUNCHER, { DATABASE_URL: url });
      expect({ code, remarks }).toEqual({
        code: 1,
        remarks: oneLine(/^The database has no pgvector: install the extension/),
      });
    });
  });

  it.each([SERVER, WORKER])('is refused by %s when it may not be set up', async (path) => {
    await withLowlyRole(async (url) => {
      const line =
        /^The database user may not set the database up \(permission denied.*create extension vector/;
      const wanted = { code: 1, remarks: oneLine(line), stdout: '' };
      expect(await refusalOf(path, { DATABASE_URL: url })).toEqual(wanted);
    });
  });

  it('serves once its administrator has granted what the refusal asks for', async () => {
    await withLowlyRole(async (url, adminUrl) => {
      const role = new URL(url).username;
      await execute(adminUrl, 'create extension vector');
      await execute(adminUrl, `grant create on database ${role} to ${role}`);
      await execute(adminUrl, `grant create on schema public to ${role}`);
      const environment = {
        DATABASE_URL: url,
        FOOTNOTE_DATA_DIR: mkdtempSync(join(folder, 'own-')),
      };
      const program = spawnProgram(SERVER, { environment });
      const ready = new Promise<void>((resolve) => {
        program.child.stdout?.on('data', () => {
          if (program.stdout().includes('ready at')) resolve();
        });
      });
      await Promise.race([ready, program.ended]);
      expect(program.remarks()).toEqual([]);
      expect(await stopProgram(program)).toBe(0);
    });
  });

  it('that does not exist, or wants another password, is named as such', async () => {
    const absent = databaseUrl(serverUrl, 'no_such_database');
    const wrong = new URL(serverUrl);
    wrong.password = 'wrong';
    const line = /^The database cannot be reached: (?:database "no_such|password authentication)/;
    const wanted = { code: 1, remarks: oneLine(line), stdout: '' };
    for (const program of [SERVER, LAUNCHER]) {
      expect(await refusalOf(program, { DATABASE_URL: absent })).toEqual(wanted);
      expect(await refusalOf(program, { DATABASE_URL: wrong.href })).toEqual(wanted);
    }
  });
});
