import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { openDatabase, type Database } from '../../db/client.ts';
import { startEmbeddedDatabase } from '../../db/embedded/start.ts';
import { databaseUrl, execute, type DatabaseTemplate } from './database-template.ts';

/** A database of the test file's own: migrated, empty, and gone after `close`. */
export interface TestDatabase extends AsyncDisposable {
  /** `native` has several real sessions; `embedded` is PGlite behind the bridge. */
  readonly kind: DatabaseTemplate['kind'];
  readonly connectionString: string;
  readonly database: Database;
  close(): Promise<void>;
}

const MAX_CONNECTIONS = 8;

/** Open it in `beforeAll`, close it in `afterAll`. Takes about a second. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const template = inject('databaseTemplate');
  const { connectionString, remove } =
    template.kind === 'native' ? await copyNative(template) : await copyEmbedded(template);
  const database = openDatabase({
    connectionString,
    maxConnections: MAX_CONNECTIONS,
    applicationName: 'footnote-test',
  });
  const close = async () => {
    await database.close();
    await remove();
  };
  return { kind: template.kind, connectionString, database, close, [Symbol.asyncDispose]: close };
}

interface DatabaseCopy {
  readonly connectionString: string;
  readonly remove: () => Promise<void>;
}

async function copyNative(
  template: Extract<DatabaseTemplate, { kind: 'native' }>,
): Promise<DatabaseCopy> {
  const { serverUrl, templateName } = template;
  const name = `footnote_test_${randomUUID().replaceAll('-', '')}`;
  await execute(serverUrl, `create database ${name} template ${templateName}`);
  return {
    connectionString: databaseUrl(serverUrl, name),
    remove: () => execute(serverUrl, `drop database ${name} with (force)`),
  };
}

async function copyEmbedded(
  template: Extract<DatabaseTemplate, { kind: 'embedded' }>,
): Promise<DatabaseCopy> {
  const { templateFile } = template;
  const embedded = await startEmbeddedDatabase({ dataDirectory: null, templateFile });
  return { connectionString: embedded.connectionString, remove: () => embedded.stop() };
}
