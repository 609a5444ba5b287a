import type { FootnoteConfig } from '../contract/config.ts';
import type { EmbeddingProfile } from '../contract/collection.ts';
import type { Database } from '../db/client.ts';
import type { OpenClassifier } from './classifiers/open-classifiers.ts';
import type { TrainInThread } from './classifiers/train-in-thread.ts';
import type { Embedder } from '../models/embedder.ts';
import type { Logger } from '../platform/log.ts';
import type { GenerationTask } from './generation/generation-request.ts';
import type { IncidentLog } from './incidents/incident-log.ts';
import type { ServiceMetrics } from './metrics/service-metrics.ts';
import type { ModelPath } from './open-model-path.ts';
import type { QueryCache } from './retrieval/query-cache.ts';
import type { ChunkFeatureCache } from './retrieval/rerank/chunk-feature-cache.ts';
import type { RoutePolicy } from './routing/choose-model.ts';
import type { BackgroundWork } from './verification-runs/background-work.ts';
import type { TierSetup } from './verification/tiers/set-up-tiers.ts';
import type { PairScoring } from './retrieval/score-pairs.ts';
import type { WorkflowPorts } from './workflows/workflow-ports.ts';

/** What every handler is made from; put together in `compose.ts`. */
export interface Services extends Omit<ModelPath, 'policyFor'> {
  readonly database: Database;
  /** As it holds now: its rules may be read anew between two requests. */
  readonly config: FootnoteConfig;
  readonly configHash: string;
  /** Of these rules. */
  readonly policy: RoutePolicy;
  readonly codeVersion: string;
  readonly durability: 'kill_safe' | 'power_safe';
  /** How browsers reach the server, without a slash at the end. */
  readonly publicUrl: string;
  /** Embeds what new collections hold. */
  readonly embedder: Embedder;
  readonly embedderFor: (profile: EmbeddingProfile) => Embedder | null;
  readonly chunkFeatures: ChunkFeatureCache;
  /** Null where none is configured. */
  readonly queryCache: QueryCache | null;
  /** Null where no cross-encoder is configured. */
  readonly pairScoring: PairScoring | null;
  readonly trainClassifier: TrainInThread;
  readonly openClassifier: OpenClassifier;
  /** What answers are verified with. */
  readonly tiers: TierSetup;
  readonly background: BackgroundWork;
  readonly metrics: ServiceMetrics;
  readonly incidents: IncidentLog;
  /** Responses are held against the contract: in tests and development. */
  readonly checksResponses: boolean;
  readonly logger: Logger;
  /** Aborts when the server is about to stop: streams that would go on for long end. */
  readonly stopping: AbortSignal;
  readonly clock: () => Date;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /** How answers are written in a replay with an old prompt; otherwise as always. */
  readonly answering?: GenerationTask;
  readonly workflows: WorkflowPorts;
  readonly newId: () => string;
  readonly newFence: () => string;
}
