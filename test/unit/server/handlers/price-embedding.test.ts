import { describe, expect, it } from 'vitest';
import type { EmbeddingProfile } from '../../../../contract/collection.ts';
import { EmbeddingConfig } from '../../../../contract/config.ts';
import { priceEmbedding } from '../../../../server/handlers/price-embedding.ts';

const profile: EmbeddingProfile = {
  adapter: 'remote',
  name: 'embed-3',
  version: '1',
  dimensions: 1_024,
};
const remote = {
  adapter: 'remote',
  base_url: 'https://models.example.org/v1',
  model: 'embed-3',
  dimensions: 1_024,
};
const priced = EmbeddingConfig.parse({ ...remote, price: { input_per_m: 0.13 } });

describe('priceEmbedding', () => {
  it('takes the price of the configured model', () => {
    expect(priceEmbedding(profile, 3_000_000, priced)).toBeCloseTo(0.39, 12);
  });

  it('is nothing with a model that runs here, and for no tokens', () => {
    const builtin = { ...profile, adapter: 'builtin' } as const;
    expect(priceEmbedding(builtin, 3_000_000, priced)).toBe(0);
    expect(priceEmbedding(profile, 0, EmbeddingConfig.parse(remote))).toBe(0);
  });

  it('is not known without a price, and for a model that is not configured', () => {
    expect(priceEmbedding(profile, 1, EmbeddingConfig.parse(remote))).toBeNull();
    expect(priceEmbedding({ ...profile, name: 'embed-2' }, 1, priced)).toBeNull();
    expect(priceEmbedding(profile, 1, { adapter: 'builtin' })).toBeNull();
  });

  it('refuses a price of output, which embedding has none of', () => {
    const price = { input_per_m: 0.13, output_per_m: 1 };
    expect(EmbeddingConfig.safeParse({ ...remote, price }).success).toBe(false);
  });
});
