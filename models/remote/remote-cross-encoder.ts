import { z } from 'zod';
import type { Classification } from '../../contract/classification.ts';
import { AppError, messageOf } from '../../platform/errors.ts';
import type { CrossEncoder, ScoreRequest } from '../cross-encoder.ts';
import { openEndpoint, withoutSecret, type ModelEndpoint } from './model-endpoint.ts';

export interface RemoteCrossEncoderOptions {
  readonly model: string;
  readonly endpoint: ModelEndpoint;
  readonly dataClasses: readonly Classification[];
}

const MAX_BATCH = 100;
const TIMEOUT_MS = 30_000;
const MAX_RESPONSE_BYTES = 4 * 1024 * 1024;

/** The reply to `POST /rerank`, as Cohere, Jina, vLLM and others give it; it names texts by their positions. */
const RerankReply = z.object({
  results: z.array(z.object({ index: z.int().min(0), relevance_score: z.number() })),
});

/** A cross-encoder behind a `/rerank` endpoint. */
export function openRemoteCrossEncoder(options: RemoteCrossEncoderOptions): CrossEncoder {
  const { fetch, close } = openEndpoint(options.endpoint, {
    totalTimeoutMs: TIMEOUT_MS,
    maxResponseBytes: MAX_RESPONSE_BYTES,
  });
  return {
    adapter: 'remote',
    model: options.model,
    maxBatch: MAX_BATCH,
    dataClasses: options.dataClasses,
    async score(request) {
      const reply = await ask(request, options, fetch).catch((error: unknown) => {
        request.signal.throwIfAborted();
        throw unavailable(messageOf(error), options);
      });
      const scores = new Map(
        reply.results.map(({ index, relevance_score: score }) => [index, score]),
      );
      return request.texts.map((_, index) => {
        const score = scores.get(index);
        if (score === undefined) throw unavailable('it left out a text', options);
        return score;
      });
    },
    close,
  };
}

async function ask(
  { question, texts, signal }: ScoreRequest,
  { endpoint, model }: RemoteCrossEncoderOptions,
  fetch: typeof globalThis.fetch,
): Promise<z.infer<typeof RerankReply>> {
  const response = await fetch(`${endpoint.baseUrl.replace(/\/$/u, '')}/rerank`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(endpoint.apiKey === null ? {} : { authorization: `Bearer ${endpoint.apiKey}` }),
    },
    body: JSON.stringify({ model, query: question, documents: texts }),
    signal,
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return RerankReply.parse(await response.json());
}

function unavailable(detail: string, { model, endpoint }: RemoteCrossEncoderOptions): AppError {
  const message = `The cross-encoder ${model} at ${endpoint.baseUrl} failed: ${detail}.`;
  return new AppError('unavailable', withoutSecret(message, endpoint));
}
