import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { v7 as uuidv7 } from 'uuid';
import { checkDatabase } from '../db/check-database.ts';
import { openDatabase, type Database } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { openChatModels } from '../models/open-chat-models.ts';
import { openEmbedders, type Embedders } from '../models/open-embedders.ts';
import type { ChatModel } from '../models/chat-model.ts';
import type { Logger } from '../platform/log.ts';
import { modelsFolder } from '../platform/read-settings.ts';
import { codeVersion } from '../platform/version.ts';
import type { ServerSettings } from './config.ts';
import type { AnswerModel } from './generation/generate-answer.ts';
import { createAskHandlers } from './handlers/ask-handlers.ts';
import { createCollectionHandlers } from './handlers/collection-handlers.ts';
import { createDocumentChangeHandlers } from './handlers/document-change-handlers.ts';
import { createDocumentHandlers } from './handlers/document-handlers.ts';
import { createHealthHandlers } from './handlers/health-handlers.ts';
import { createIngestRunHandlers } from './handlers/ingest-run-handlers.ts';
import { createKeyHandlers } from './handlers/key-handlers.ts';
import { createStaleAnswerHandlers } from './handlers/stale-answer-handlers.ts';
import { createSourceHandlers } from './handlers/source-handlers.ts';
import { createTraceHandlers } from './handlers/trace-handlers.ts';
import { createVersionHandlers } from './handlers/version-handlers.ts';
import type { Handlers } from './http/handlers.ts';
import { createChunkFeatureCache } from './retrieval/rerank/chunk-feature-cache.ts';
import { costOf, listConfiguredModels, type ConfiguredModel } from './routing/configured-model.ts';
import { createTopicMatcher } from './routing/match-topic.ts';
import type { Services } from './services.ts';

const MAX_CONNECTIONS = 10;

export interface Composed {
  readonly services: Services;
  readonly handlers: Handlers;
  /** Ends the streams that would hold a stopping server up. */
  beginToStop(): void;
  close(): Promise<void>;
}

/** Puts the server together: the one place that knows which adapter stands behind which port. */
export async function compose(settings: ServerSettings, logger: Logger): Promise<Composed> {
  const database = await openMigrated(settings, logger);
  const embedders = await openEmbedders({
    config: settings.config.embedding,
    secrets: settings.secrets,
    modelsFolder: modelsFolder(settings),
    onProgress: (progress) => logger.info(progress, 'model.download'),
  });
  const chatModels = await openChatModels(settings.config.models, settings.secrets);
  const stopping = new AbortController();
  const parts = { ...database, embedders, chatModels, logger, stopping: stopping.signal };
  const services = createServices(settings, parts);
  return {
    services,
    handlers: createHandlers(services),
    beginToStop: () => stopping.abort(),
    async close() {
      await embedders.close();
      await services.database.close();
    },
  };
}

export function createHandlers(services: Services): Handlers {
  return {
    ...createAskHandlers(services),
    ...createCollectionHandlers(services),
    ...createDocumentChangeHandlers(services),
    ...createDocumentHandlers(services),
    ...createHealthHandlers(services),
    ...createIngestRunHandlers(services),
    ...createKeyHandlers(services),
    ...createStaleAnswerHandlers(services),
    ...createSourceHandlers(services),
    ...createTraceHandlers(services),
    ...createVersionHandlers(services),
  };
}

async function openMigrated(
  settings: ServerSettings,
  logger: Logger,
): Promise<{ readonly database: Database; readonly isSynced: boolean }> {
  const database = openDatabase({
    connectionString: settings.databaseUrl,
    maxConnections: MAX_CONNECTIONS,
    applicationName: 'footnote-server',
    onIdleError: (error) => logger.warn({ err: error }, 'database.connection_lost'),
  });
  const facts = await checkDatabase(database);
  if (facts.warning !== null) logger.warn(facts.warning);
  await migrate(database);
  return { database, isSynced: facts.isSynced };
}

function createServices(
  settings: ServerSettings,
  parts: {
    readonly database: Database;
    readonly isSynced: boolean;
    readonly embedders: Embedders;
    readonly chatModels: ReadonlyMap<string, ChatModel>;
    readonly logger: Logger;
    readonly stopping: AbortSignal;
  },
): Services {
  const { config, hash } = settings;
  return {
    database: parts.database,
    config,
    configHash: hash,
    codeVersion,
    durability: parts.isSynced ? 'power_safe' : 'kill_safe',
    publicUrl: publicUrlOf(settings),
    embedder: parts.embedders.configured,
    embedderFor: parts.embedders.embedderFor,
    chunkFeatures: createChunkFeatureCache(),
    policy: {
      models: listConfiguredModels(config.models),
      rules: config.routes,
      matchTopic: createTopicMatcher(config.regulated_topics),
      configHash: hash,
      now: monotonicMs,
    },
    answerModel: (model) => toAnswerModel(model, parts.chatModels),
    checksResponses: settings.checksResponses,
    logger: parts.logger,
    stopping: parts.stopping,
    clock: () => new Date(),
    now: monotonicMs,
    newId: () => uuidv7(),
    newFence: () => randomBytes(12).toString('hex'),
  };
}

function monotonicMs(): number {
  return performance.now();
}

function toAnswerModel(
  model: ConfiguredModel,
  chatModels: ReadonlyMap<string, ChatModel>,
): AnswerModel {
  return {
    name: model.name,
    provider: model.provider,
    tier: model.tier,
    maxOutputTokens: model.maxOutputTokens,
    chat: chatModels.get(model.name) ?? null,
    costOf: (tokens) => costOf(model, tokens),
  };
}

function publicUrlOf(settings: ServerSettings): string {
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  const url = settings.config.public_url ?? `http://${host}:${settings.port}`;
  return url.replace(/\/+$/, '');
}
