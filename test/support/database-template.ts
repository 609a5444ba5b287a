import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../db/client.ts';
import { PgliteBackend } from '../../db/embedded/backend.ts';
import { Bridge } from '../../db/embedded/bridge.ts';
import { migrate } from '../../db/migrate.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { nativeDatabaseUrl } from './config.ts';

/** What every test file's own database is copied from. */
export type DatabaseTemplate =
  | { readonly kind: 'embedded'; readonly templateFile: string }
  | { readonly kind: 'native'; readonly serverUrl: string; readonly templateName: string };

declare module 'vitest' {
  interface ProvidedContext {
    databaseTemplate: DatabaseTemplate;
  }
}

/** Makes one migrated, empty database per run; `openTestDatabase` copies it. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | void> {
  if (nativeDatabaseUrl === null) {
    project.provide('databaseTemplate', { kind: 'embedded', templateFile: await dumpTemplate() });
    return;
  }
  const serverUrl = nativeDatabaseUrl;
  const templateName = `footnote_template_${randomUUID().replaceAll('-', '')}`;
  await execute(serverUrl, `create database ${templateName}`);
  await migrateAt(databaseUrl(serverUrl, templateName));
  project.provide('databaseTemplate', { kind: 'native', serverUrl, templateName });
  return () => execute(serverUrl, `drop database ${templateName} with (force)`);
}

/** The URL of another database of the same server. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs one statement that needs a connection of its own, such as `create database`. */
export async function execute(connectionString: string, statement: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Dumps a migrated embedded cluster, or finds the dump that an earlier run made of the same files. */
async function dumpTemplate(): Promise<string> {
  const folder = join(projectRoot, 'node_modules', '.cache', 'footnote');
  const file = join(folder, `template-${hashOfMigrations()}.tar`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const backend = await PgliteBackend.open({ clusterDirectory: null, template: null });
  const { serverVersion } = backend;
  const bridge = await Bridge.listen({ backend, serverVersion, onBroken: rethrow });
  await migrateAt(bridge.connectionString);
  await bridge.close();
  const unfinished = `${file}.${randomUUID()}`;
  writeFileSync(unfinished, Buffer.from(await (await backend.dump()).arrayBuffer()));
  renameSync(unfinished, file);
  await backend.close();
  return file;
}

function rethrow(error: unknown): never {
  throw error;
}

async function migrateAt(connectionString: string): Promise<void> {
  await using database = openDatabase({
    connectionString,
    maxConnections: 1,
    applicationName: 'footnote-test-template',
  });
  await migrate(database);
}

function hashOfMigrations(): string {
  const hash = createHash('sha256');
  const folder = join(projectRoot, 'db', 'migrations');
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted()) {
    if (path.endsWith('.sql')) hash.update(path).update(readFileSync(join(folder, path)));
  }
  for (const path of ['db/migrate.ts', 'db/embedded/backend.ts', 'package-lock.json']) {
    hash.update(readFileSync(join(projectRoot, path)));
  }
  return hash.digest('hex').slice(0, 16);
}
