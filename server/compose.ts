import { randomBytes, randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { v7 as uuidv7 } from 'uuid';
import { checkDatabase } from '../db/check-database.ts';
import { openDatabase, type Database } from '../db/client.ts';
import { migrate } from '../db/migrate.ts';
import { rememberConfig } from '../db/queries/config-versions.ts';
import type { CrossEncoderConfig, QueryCacheConfig } from '../contract/config.ts';
import type { ClaimScorer } from '../models/claim-scorer.ts';
import type { CrossEncoder } from '../models/cross-encoder.ts';
import { openClaimScorer } from '../models/open-claim-scorer.ts';
import { openCrossEncoder } from '../models/open-cross-encoder.ts';
import { openChatModels } from '../models/open-chat-models.ts';
import { openEmbedders, type Embedders } from '../models/open-embedders.ts';
import type { ChatModel } from '../models/chat-model.ts';
import type { Logger } from '../platform/log.ts';
import { modelsFolder } from '../platform/read-settings.ts';
import { codeVersion } from '../platform/version.ts';
import { createClassifierCache } from './classifiers/open-classifiers.ts';
import { createTrainer } from './classifiers/train-in-thread.ts';
import type { ServerSettings } from './config.ts';
import { createAskHandlers } from './handlers/ask-handlers.ts';
import { createCanaryHandlers } from './handlers/canary-handlers.ts';
import { createClassifierHandlers } from './handlers/classifier-handlers.ts';
import { createClassifierTrainingHandlers } from './handlers/classifier-training-handlers.ts';
import { createBudgetHandlers } from './handlers/budget-handlers.ts';
import { createCollectionHandlers } from './handlers/collection-handlers.ts';
import { createDocumentChangeHandlers } from './handlers/document-change-handlers.ts';
import { createDocumentHandlers } from './handlers/document-handlers.ts';
import { createDriftHandlers } from './handlers/drift-handlers.ts';
import { createEvaluationHandlers } from './handlers/evaluation-handlers.ts';
import { createGoldDraftHandlers } from './handlers/gold-draft-handlers.ts';
import { createGoldSetHandlers } from './handlers/gold-set-handlers.ts';
import { createHealthHandlers } from './handlers/health-handlers.ts';
import { createIngestRunHandlers } from './handlers/ingest-run-handlers.ts';
import { createKeyHandlers } from './handlers/key-handlers.ts';
import { createReadingHandlers } from './handlers/reading-handlers.ts';
import { createReviewHandlers } from './handlers/review-handlers.ts';
import { createRouteReplayHandlers } from './handlers/route-replay-handlers.ts';
import { createConfigurationHandlers } from './handlers/configuration-handlers.ts';
import { createRoutingHandlers } from './handlers/routing-handlers.ts';
import { createStaleAnswerHandlers } from './handlers/stale-answer-handlers.ts';
import { createSourceHandlers } from './handlers/source-handlers.ts';
import { createCostHandlers } from './handlers/cost-handlers.ts';
import { createMetricsHandlers } from './handlers/metrics-handlers.ts';
import { createReadinessHandlers } from './handlers/readiness-handlers.ts';
import { createReplayHandlers } from './handlers/replay-handlers.ts';
import { createTraceHandlers } from './handlers/trace-handlers.ts';
import { createTraceListHandlers } from './handlers/trace-list-handlers.ts';
import { createVerificationRunHandlers } from './handlers/verification-run-handlers.ts';
import { createVersionHandlers } from './handlers/version-handlers.ts';
import { createWorkflowHandlers } from './handlers/workflow-handlers.ts';
import { createWorkflowRunHandlers } from './handlers/workflow-run-handlers.ts';
import type { Handlers } from './http/handlers.ts';
import { holdRules } from './live-rules.ts';
import { openModelPath } from './open-model-path.ts';
import { createIncidentLog, type IncidentLog } from './incidents/incident-log.ts';
import { createServiceMetrics } from './metrics/service-metrics.ts';
import type { Reload } from './reload-config.ts';
import { createQueryCache, type QueryCache } from './retrieval/query-cache.ts';
import { createChunkFeatureCache } from './retrieval/rerank/chunk-feature-cache.ts';
import type { PairScoring } from './retrieval/score-pairs.ts';
import type { Services } from './services.ts';
import { BackgroundWork } from './verification-runs/background-work.ts';
import { setUpTiers } from './verification/tiers/set-up-tiers.ts';
import { openWorkflowPorts } from './workflows/open-workflow-ports.ts';

const MAX_CONNECTIONS = 10;

export interface Composed {
  readonly services: Services;
  readonly handlers: Handlers;
  /** Takes the rules of a changed configuration file, or keeps those that hold and says why. */
  reload(text: string): Reload;
  /** Ends the streams that would hold a stopping server up. */
  beginToStop(): void;
  close(): Promise<void>;
}

/** Puts the server together: the one place that knows which adapter stands behind which port. */
export async function compose(settings: ServerSettings, logger: Logger): Promise<Composed> {
  const database = await openMigrated(settings, logger);
  const modelOptions = {
    secrets: settings.secrets,
    modelsFolder: modelsFolder(settings),
    onProgress: (progress: object) => logger.info(progress, 'model.download'),
  };
  const embedders = await openEmbedders({ config: settings.config.embedding, ...modelOptions });
  const encoder = await openCrossEncoder(settings.config.retrieval.cross_encoder, modelOptions);
  const claimScorer = await openClaimScorer(settings.config.verification.local, modelOptions);
  const chatModels = await openChatModels(settings.config.models, modelOptions);
  const stopping = new AbortController();
  const models = { embedders, encoder, claimScorer, chatModels };
  const parts = { ...database, ...models, logger, stopping: stopping.signal };
  const { services, reload } = createServices(settings, parts);
  const remember = () =>
    services.background.start(() =>
      rememberConfig(services.database, { hash: services.configHash, config: services.config }),
    );
  remember();
  return {
    services,
    reload(text) {
      const result = reload(text);
      if (result.kind === 'reloaded') remember();
      return result;
    },
    handlers: createHandlers(services),
    beginToStop: () => stopping.abort(),
    async close() {
      await services.background.settled();
      await embedders.close();
      await encoder?.close();
      await claimScorer?.close();
      for (const model of chatModels.values()) await model.close();
      await services.database.close();
    },
  };
}

export function createHandlers(services: Services): Handlers {
  return {
    ...createAskHandlers(services),
    ...createCanaryHandlers(services),
    ...createClassifierHandlers(services),
    ...createClassifierTrainingHandlers(services),
    ...createBudgetHandlers(services),
    ...createCollectionHandlers(services),
    ...createDocumentChangeHandlers(services),
    ...createDocumentHandlers(services),
    ...createEvaluationHandlers(services),
    ...createGoldSetHandlers(services),
    ...createGoldDraftHandlers(services),
    ...createHealthHandlers(services),
    ...createIngestRunHandlers(services),
    ...createKeyHandlers(services),
    ...createReadinessHandlers(services),
    ...createReadingHandlers(services),
    ...createReviewHandlers(services),
    ...createRouteReplayHandlers(services),
    ...createConfigurationHandlers(services),
    ...createRoutingHandlers(services),
    ...createStaleAnswerHandlers(services),
    ...createSourceHandlers(services),
    ...createTraceHandlers(services),
    ...createTraceListHandlers(services),
    ...createReplayHandlers(services),
    ...createCostHandlers(services),
    ...createMetricsHandlers(services),
    ...createDriftHandlers(services),
    ...createVerificationRunHandlers(services),
    ...createVersionHandlers(services),
    ...createWorkflowHandlers(services),
    ...createWorkflowRunHandlers(services),
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

interface Parts {
  readonly database: Database;
  readonly isSynced: boolean;
  readonly embedders: Embedders;
  readonly encoder: CrossEncoder | null;
  readonly claimScorer: ClaimScorer | null;
  readonly chatModels: ReadonlyMap<string, ChatModel>;
  readonly logger: Logger;
  readonly stopping: AbortSignal;
}

function createServices(
  settings: ServerSettings,
  parts: Parts,
): { readonly services: Services; readonly reload: Composed['reload'] } {
  const { config } = settings;
  const background = openBackground(parts.logger);
  const incidents = openIncidents(parts, background);
  const { policyFor, ...modelPath } = openModelPath(config, {
    chatModels: parts.chatModels,
    now: monotonicMs,
    clock: () => new Date(),
    seed: randomInt(2 ** 31),
    onTransition: (upstream, transition, firstBadAt) => {
      parts.logger.warn({ upstream, ...transition }, 'circuit.changed');
      incidents.onTransition(upstream, transition, firstBadAt);
    },
  });
  const rules = holdRules(settings, policyFor, parts.logger);
  const openClassifier = createClassifierCache();
  const services: Services = {
    database: parts.database,
    get config() {
      return rules.now().config;
    },
    get configHash() {
      return rules.now().hash;
    },
    get policy() {
      return rules.now().policy;
    },
    codeVersion,
    durability: parts.isSynced ? 'power_safe' : 'kill_safe',
    publicUrl: publicUrlOf(settings),
    embedder: parts.embedders.configured,
    embedderFor: parts.embedders.embedderFor,
    chunkFeatures: createChunkFeatureCache(),
    queryCache: openQueryCache(config.retrieval.cache),
    pairScoring: toPairScoring(parts.encoder, config.retrieval.cross_encoder),
    tiers: setUpTiers(config.verification, parts.claimScorer),
    ...modelPath,
    trainClassifier: createTrainer(),
    metrics: createServiceMetrics(),
    background,
    incidents,
    openClassifier,
    workflows: openWorkflowPorts({ database: parts.database, openClassifier }),
    checksResponses: settings.checksResponses,
    logger: parts.logger,
    stopping: parts.stopping,
    clock: () => new Date(),
    now: monotonicMs,
    newId: () => uuidv7(),
    newFence: () => randomBytes(12).toString('hex'),
  };
  return { services, reload: rules.reload };
}

function openIncidents(
  { database, logger }: { readonly database: Database; readonly logger: Logger },
  background: BackgroundWork,
): IncidentLog {
  return createIncidentLog({
    database,
    clock: () => new Date(),
    newId: () => uuidv7(),
    inBackground: (work) => background.start(work),
    onError: (error) => logger.warn({ err: error }, 'incident.not_kept'),
  });
}

function openBackground(logger: Logger): BackgroundWork {
  return new BackgroundWork((error) => logger.warn({ err: error }, 'background.failed'));
}

function openQueryCache(config: QueryCacheConfig | null): QueryCache | null {
  if (config === null) return null;
  const limits = {
    maxEntries: config.max_entries,
    maxBytes: config.max_megabytes * 1_000_000,
    maxAgeMs: config.max_age_seconds * 1_000,
  };
  return createQueryCache(limits, () => new Date());
}

function toPairScoring(
  encoder: CrossEncoder | null,
  config: CrossEncoderConfig | null,
): PairScoring | null {
  if (encoder === null || config === null) return null;
  return { encoder, depth: config.candidates, timeBudgetMs: config.time_budget_ms };
}

function monotonicMs(): number {
  return performance.now();
}

function publicUrlOf(settings: ServerSettings): string {
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  const url = settings.config.public_url ?? `http://${host}:${settings.port}`;
  return url.replace(/\/+$/, '');
}
