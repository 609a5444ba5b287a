import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embedMany } from 'ai';
import { AppError } from '../../platform/errors.ts';
import type { Embedder } from '../embedder.ts';
import { normaliseVector } from '../normalise-vector.ts';
import { explainFailure } from './explain-failure.ts';
import { openEndpoint, withoutSecret, type ModelEndpoint } from './model-endpoint.ts';

export interface RemoteEmbedderOptions {
  readonly model: string;
  readonly endpoint: ModelEndpoint;
  /** Raised by the operator when the model behind the name changes, so that vectors never mix. */
  readonly version?: string;
  /** Asked of the model, by embedding one word, when not given. */
  readonly dimensions?: number;
  readonly batchSize?: number;
  readonly timeoutMs?: number;
  readonly questionPrefix?: string;
  readonly documentPrefix?: string;
}

const DEFAULT_BATCH_SIZE = 64;
const DEFAULT_TIMEOUT_MS = 60_000;
const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

/** An embedder behind an OpenAI-compatible `/embeddings`. Throws `AppError('unavailable')`. */
export async function openRemoteEmbedder(options: RemoteEmbedderOptions): Promise<Embedder> {
  const { fetch, close } = openEndpoint(options.endpoint, {
    totalTimeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxResponseBytes: MAX_RESPONSE_BYTES,
  });
  const request = createRequest(options, fetch);
  const dimensions = options.dimensions ?? (await askDimensions(request));
  const version = options.version ?? '1';
  const prefixes = { question: options.questionPrefix, document: options.documentPrefix };
  return {
    profile: { adapter: 'remote', name: options.model, version, dimensions },
    maxBatch: options.batchSize ?? DEFAULT_BATCH_SIZE,
    async embed({ texts, purpose, signal }) {
      const values = texts.map((text) => `${prefixes[purpose] ?? ''}${text}`);
      const vectors = await request(values, signal);
      return vectors.map((vector) => checkedVector(vector, dimensions, options.model));
    },
    close,
  };
}

type RequestVectors = (
  values: string[],
  signal?: AbortSignal,
) => Promise<readonly (readonly number[])[]>;

function createRequest(
  options: RemoteEmbedderOptions,
  fetch: typeof globalThis.fetch,
): RequestVectors {
  const { model, endpoint } = options;
  const provider = createOpenAICompatible({
    name: 'remote-embedder',
    baseURL: endpoint.baseUrl,
    fetch,
    ...(endpoint.apiKey === null ? {} : { apiKey: endpoint.apiKey }),
  });
  const embeddingModel = provider.embeddingModel(model);
  return async (values, signal) => {
    const call = { model: embeddingModel, values, maxRetries: 0 };
    const { embeddings } = await embedMany(
      signal === undefined ? call : { ...call, abortSignal: signal },
    ).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw unavailable(error, options);
    });
    if (embeddings.length === values.length) return embeddings;
    throw wrongReply(model, `${embeddings.length} vectors for ${values.length} texts`);
  };
}

async function askDimensions(request: RequestVectors): Promise<number> {
  const [vector = []] = await request(['dimensions']);
  return vector.length;
}

function checkedVector(vector: readonly number[], dimensions: number, model: string): Float32Array {
  if (vector.length !== dimensions) {
    throw wrongReply(model, `${vector.length} dimensions instead of ${dimensions}`);
  }
  const unit = normaliseVector(vector);
  if (unit === null) throw wrongReply(model, 'a vector that has no direction');
  return unit;
}

function wrongReply(model: string, what: string): AppError {
  return new AppError('unavailable', `The embedding model ${model} answered with ${what}.`);
}

function unavailable(error: unknown, { model, endpoint }: RemoteEmbedderOptions): AppError {
  const { detail, retryAfterSeconds } = explainFailure(error, 'waiting');
  const message = `The embedding model ${model} at ${endpoint.baseUrl} failed: ${detail}`;
  return new AppError('unavailable', withoutSecret(message, endpoint), {
    cause: error,
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
  });
}
