import type { EmbeddingProfile } from '../../contract/collection.ts';
import type { EmbeddingConfig } from '../../contract/config.ts';

/**
 * US dollars for embedding so many tokens: 0 with a model that runs here, null with one whose price is not
 * configured. A price is that of the configured model, which an older profile may not be.
 */
export function priceEmbedding(
  profile: EmbeddingProfile,
  tokenCount: number,
  config: EmbeddingConfig,
): number | null {
  if (profile.adapter !== 'remote' || tokenCount === 0) return 0;
  if (config.adapter !== 'remote' || config.price === undefined) return null;
  const isConfigured = config.model === profile.name && config.dimensions === profile.dimensions;
  return isConfigured ? (tokenCount * config.price.input_per_m) / 1_000_000 : null;
}
