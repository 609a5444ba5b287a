import type { Embedder } from '../embedder.ts';
import { factsOf, profileVersion, type ModelFacts } from './model-facts.ts';
import { DEFAULT_HUB_URL, DEFAULT_REVISION, ModelChild } from './model-child.ts';
import type { DownloadProgress, Dtype, ChildSettings } from './child-messages.ts';

export interface LocalEmbedderOptions {
  /** Where model files are kept, and looked for as `<folder>/<owner>/<name>/onnx/model_quantized.onnx`. */
  readonly cacheFolder: string;
  readonly model?: string;
  readonly dtype?: Dtype;
  readonly revision?: string;
  /** Overrides what is known of the model. */
  readonly facts?: Partial<ModelFacts>;
  /** The hub, or a mirror of it. */
  readonly hubUrl?: string;
  readonly threadCount?: number;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

const DEFAULT_LOCAL_MODEL = 'Xenova/bge-small-en-v1.5';
const DEFAULT_DTYPE: Dtype = 'q8';
const MAX_BATCH = 32;

/**
 * Starts a process that embeds with transformers.js, and asks the model for its dimensions.
 * Throws `AppError('unavailable')` that says what to do when the model cannot be loaded.
 */
export async function openLocalEmbedder(options: LocalEmbedderOptions): Promise<Embedder> {
  const facts = factsOf(options.model ?? DEFAULT_LOCAL_MODEL, options.facts);
  const settings: ChildSettings = {
    task: 'embed',
    model: options.model ?? DEFAULT_LOCAL_MODEL,
    dtype: options.dtype ?? DEFAULT_DTYPE,
    revision: options.revision ?? DEFAULT_REVISION,
    pooling: facts.pooling,
    cacheFolder: options.cacheFolder,
    hubUrl: options.hubUrl ?? DEFAULT_HUB_URL,
    threadCount: options.threadCount ?? 1,
  };
  const child = new ModelChild(settings, options.onProgress);
  const dimensions = await child.ready;
  const { model, dtype, revision } = settings;
  return {
    profile: {
      adapter: 'local',
      name: model,
      version: profileVersion(dtype, revision, facts),
      dimensions,
    },
    maxBatch: MAX_BATCH,
    async embed({ texts, purpose, signal }) {
      const prefix = purpose === 'question' ? facts.questionPrefix : facts.documentPrefix;
      const input = { texts: texts.map((text) => prefix + text) };
      const vectors = await child.compute(input, signal);
      return texts.map((_text, at) => vectors.slice(at * dimensions, (at + 1) * dimensions));
    },
    close: () => child.close(),
  };
}
