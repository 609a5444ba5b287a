import { withSpan } from '../../platform/telemetry.ts';
import type { Services } from '../services.ts';
import * as spans from './describe-spans.ts';

type EmbedderFor = Services['embedderFor'];

/** The same embedders, each call of which has a span: retrieval itself does not know that it is traced. */
export function withEmbeddingSpans(embedderFor: EmbedderFor): EmbedderFor {
  return (profile) => {
    const embedder = embedderFor(profile);
    if (embedder === null) return null;
    return {
      profile: embedder.profile,
      maxBatch: embedder.maxBatch,
      embed: (request) =>
        withSpan(spans.embedding(embedder.profile), () => embedder.embed(request)),
      close: () => embedder.close(),
    };
  };
}
