import { performance } from 'node:perf_hooks';
import { v7 as uuidv7 } from 'uuid';
import { ChunkId } from '../contract/ids.ts';
import { checkDatabase } from '../db/check-database.ts';
import { openDatabase } from '../db/client.ts';
import { mergeSegments } from '../db/queries/lexical-index/merge-segments.ts';
import { migrate } from '../db/migrate.ts';
import { openEmbedders } from '../models/open-embedders.ts';
import type { Logger } from '../platform/log.ts';
import { modelsFolder } from '../platform/read-settings.ts';
import { createBackground } from './background.ts';
import type { WorkerSettings } from './config.ts';
import { createPreparer } from './prepare/prepare-in-child.ts';
import { createSegmentIndexer } from './reindex/create-segment-indexer.ts';
import { connectorDeps } from './sources/open-connector.ts';
import { syncNext } from './sync/sync-next.ts';
import { openWebhooks } from './webhooks/open-webhooks.ts';
import { DEFAULT_WORKER_OPTIONS, type WorkerDeps } from './worker.ts';

const MAX_CONNECTIONS = 6;

export interface ComposedWorker {
  readonly deps: WorkerDeps;
  close(): Promise<void>;
}

/** Puts a worker together: the one place that knows which adapter stands behind which port. */
export async function compose(settings: WorkerSettings, logger: Logger): Promise<ComposedWorker> {
  const database = openDatabase({
    connectionString: settings.databaseUrl,
    maxConnections: MAX_CONNECTIONS,
    applicationName: 'footnote-worker',
    onIdleError: (error) => logger.warn({ err: error }, 'database.connection_lost'),
  });
  await checkDatabase(database);
  await migrate(database);
  const embedders = await openEmbedders({
    config: settings.config.embedding,
    secrets: settings.secrets,
    modelsFolder: modelsFolder(settings),
    onProgress: (progress) => logger.info(progress, 'model.download'),
  });
  const preparer = createPreparer();
  const connectors = connectorDeps(settings.config.sources, settings.secrets);
  const webhooks = openWebhooks(settings.config.webhooks, settings.secrets);
  return {
    deps: {
      database,
      preparer,
      policy: settings.config.documents,
      embedderFor: embedders.embedderFor,
      newChunkId: () => ChunkId.parse(uuidv7()),
      now: monotonicMs,
      logger,
      options: { ...DEFAULT_WORKER_OPTIONS, name: settings.workerName },
      background: [
        createBackground({
          database,
          embedderFor: embedders.embedderFor,
          webhooks,
          publicUrl: settings.config.public_url,
          clock: () => new Date(),
          now: monotonicMs,
          logger,
        }),
        ({ signal }) => syncNext({ database, connectors, newId: uuidv7, logger }, signal),
        ({ isBusy }) => mergeSegments(database, { isBusy }),
        createSegmentIndexer({ database, now: monotonicMs }),
      ],
    },
    async close() {
      await preparer.close();
      for (const webhook of webhooks) await webhook.close();
      await embedders.close();
      await database.close();
    },
  };
}

function monotonicMs(): number {
  return performance.now();
}
