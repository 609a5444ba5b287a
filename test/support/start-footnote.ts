import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose as composeWorker } from '../../ingest/compose.ts';
import { startWorker } from '../../ingest/worker.ts';
import { createLogger } from '../../platform/log.ts';
import { parseConfig } from '../../platform/load-config.ts';
import { compose, type Composed } from '../../server/compose.ts';
import type { ServerSettings } from '../../server/config.ts';
import { startServer } from '../../server/start-server.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

export interface RunningFootnote extends AsyncDisposable {
  readonly url: string;
  readonly adminKey: string;
  readonly database: TestDatabase['database'];
  /** As when the configuration file changes. */
  readonly reload: Composed['reload'];
  stop(): Promise<void>;
}

export interface FootnoteOptions {
  /** The text of a configuration file. */
  readonly config?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly hasDemo?: boolean;
  readonly hasWorker?: boolean;
  /** A database that outlives this server; default: one of its own, gone when it stops. */
  readonly testDatabase?: TestDatabase;
}

/** The real server and worker in this process, on a database of their own and a free port. */
export async function startFootnote(options: FootnoteOptions = {}): Promise<RunningFootnote> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'footnote-test-'));
  const testDatabase = options.testDatabase ?? (await openTestDatabase());
  const adminKey = 'fn_test_admin_key';
  const settings: ServerSettings = {
    config: parseConfig(options.config ?? '', 'test.yaml'),
    hash: 'test',
    path: null,
    databaseUrl: testDatabase.connectionString,
    dataDirectory,
    logLevel: 'silent',
    otlpEndpoint: undefined,
    secrets: new Map(Object.entries(options.secrets ?? {})),
    host: '127.0.0.1',
    port: 0,
    adminKey,
    hasDemo: options.hasDemo ?? false,
    checksResponses: true,
  };
  const logger = createLogger({ name: 'test', level: 'silent' });
  const composed = await compose(settings, logger);
  const server = await startServer(composed, settings);
  const worker = (options.hasWorker ?? true) ? await startTestWorker(settings) : null;
  const stop = async () => {
    await worker?.stop();
    await server.close();
    await composed.close();
    if (options.testDatabase === undefined) await testDatabase.close();
    await rm(dataDirectory, { recursive: true, force: true });
  };
  return {
    url: server.url,
    adminKey,
    database: testDatabase.database,
    reload: composed.reload,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function startTestWorker(settings: ServerSettings) {
  const logger = createLogger({ name: 'test-worker', level: 'silent' });
  const { deps, close } = await composeWorker({ ...settings, workerName: 'test' }, logger);
  const worker = startWorker({ ...deps, options: { ...deps.options, pollMs: 20 } });
  return {
    async stop() {
      await worker.stop();
      await close();
    },
  };
}
