import { Worker } from 'node:worker_threads';
import { AppError } from '../../platform/errors.ts';
import type { Embedder, EmbedRequest } from '../embedder.ts';
import { factsOf, profileVersion, type ModelFacts } from './model-facts.ts';
import type {
  DownloadProgress,
  Dtype,
  EmbedCommand,
  WorkerMessage,
  WorkerSettings,
} from './worker-messages.ts';

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
const DEFAULT_REVISION = 'main';
const DEFAULT_HUB_URL = 'https://huggingface.co/';
const MAX_BATCH = 32;

interface Waiting {
  readonly resolve: (vectors: Float32Array) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Starts a worker thread that embeds with transformers.js, and asks the model for its dimensions.
 * Throws `AppError('unavailable')` that says what to do when the model cannot be loaded.
 */
export async function openLocalEmbedder(options: LocalEmbedderOptions): Promise<Embedder> {
  const facts = factsOf(options.model ?? DEFAULT_LOCAL_MODEL, options.facts);
  const settings: WorkerSettings = {
    model: options.model ?? DEFAULT_LOCAL_MODEL,
    dtype: options.dtype ?? DEFAULT_DTYPE,
    revision: options.revision ?? DEFAULT_REVISION,
    pooling: facts.pooling,
    cacheFolder: options.cacheFolder,
    hubUrl: options.hubUrl ?? DEFAULT_HUB_URL,
    threadCount: options.threadCount ?? 1,
  };
  const thread = new EmbeddingThread(settings, options.onProgress);
  const dimensions = await thread.ready;
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
      const vectors = await thread.embed(
        texts.map((text) => prefix + text),
        signal,
      );
      return texts.map((_text, at) => vectors.slice(at * dimensions, (at + 1) * dimensions));
    },
    close: () => thread.close(),
  };
}

/** The worker as seen from the thread that asks: requests wait here for the reply with their id. */
class EmbeddingThread {
  /** The model's dimensions, once it is loaded. */
  readonly ready: Promise<number>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #failure: AppError | null = null;

  constructor(settings: WorkerSettings, onProgress?: (progress: DownloadProgress) => void) {
    this.#worker = startWorker(settings);
    this.ready = new Promise((resolve, reject) => {
      const stop = (failure: AppError) => {
        this.#stop(failure);
        reject(failure);
      };
      this.#worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'progress') onProgress?.(message.progress);
        else if (message.kind === 'ready') {
          this.#worker.unref();
          resolve(message.dimensions);
        } else if (message.kind === 'not_loaded') stop(notLoaded(settings, message.reason));
        else this.#settle(message);
      });
      this.#worker.on('error', (error) => stop(stopped(error)));
      this.#worker.on('exit', () => stop(stopped()));
    });
  }

  async embed(texts: readonly string[], signal: EmbedRequest['signal']): Promise<Float32Array> {
    signal?.throwIfAborted();
    if (this.#failure !== null) throw this.#failure;
    const id = ++this.#lastId;
    const reply = new Promise<Float32Array>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    const giveUp = () => this.#take(id)?.reject(abortError(signal?.reason));
    signal?.addEventListener('abort', giveUp, { once: true });
    this.#worker.ref();
    const command: EmbedCommand = { id, texts };
    this.#worker.postMessage(command, []);
    try {
      return await reply;
    } finally {
      signal?.removeEventListener('abort', giveUp);
      if (this.#waiting.size === 0) this.#worker.unref();
    }
  }

  async close(): Promise<void> {
    this.#stop(new AppError('unavailable', 'The local embedder is closed.'));
    await this.#worker.terminate();
  }

  #settle(reply: Extract<WorkerMessage, { id: number }>): void {
    const waiting = this.#take(reply.id);
    if (reply.kind === 'embedded') waiting?.resolve(reply.vectors);
    else waiting?.reject(new AppError('unavailable', `The local model failed: ${reply.reason}`));
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /** From the first failure on, every request fails with it. */
  #stop(failure: AppError): void {
    this.#failure ??= failure;
    for (const id of this.#waiting.keys()) this.#take(id)?.reject(this.#failure);
  }
}

/** Compiled, the worker is its file. From the sources it must first register the loader that we run under. */
function startWorker(workerData: WorkerSettings): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./embedding-worker.js', import.meta.url), { workerData });
  }
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const entry = JSON.stringify(new URL('./embedding-worker.ts', import.meta.url));
  const start = `import(${loader}).then(({ register }) => { register(); return import(${entry}); });`;
  return new Worker(start, { eval: true, execArgv: [], workerData });
}

function notLoaded(settings: WorkerSettings, reason: string): AppError {
  const { model, dtype, cacheFolder, hubUrl } = settings;
  return new AppError(
    'unavailable',
    `The local embedding model ${model} (${dtype}) could not be loaded: ${reason} ` +
      `Let this machine reach ${hubUrl} once, or copy the model's files to ${cacheFolder}/${model}, ` +
      'or choose another dtype or the builtin embedder in the configuration.',
  );
}

function stopped(cause?: unknown): AppError {
  return new AppError('unavailable', 'The thread of the local embedder has stopped.', { cause });
}

function abortError(reason: unknown): Error {
  return reason instanceof Error ? reason : new DOMException('The caller gave up.', 'AbortError');
}
