import type { EmbeddingProfile } from '../contract/collection.ts';
import type { EmbeddingConfig } from '../contract/config.ts';
import { createBuiltinEmbedder } from './builtin/builtin-embedder.ts';
import type { Embedder } from './embedder.ts';
import { endpointOf, folderOf, type ModelOptions } from './model-options.ts';

export interface EmbedderOptions extends ModelOptions {
  readonly config: EmbeddingConfig;
}

export interface Embedders {
  /** What new collections are embedded with. */
  readonly configured: Embedder;
  /** The embedder that makes the vectors of a profile; null when none does. The builtin one is always there. */
  readonly embedderFor: (profile: EmbeddingProfile) => Embedder | null;
  close(): Promise<void>;
}

/** Opens the configured embedder. Its library is loaded only when it is the one that is configured. */
export async function openEmbedders(options: EmbedderOptions): Promise<Embedders> {
  const builtin = createBuiltinEmbedder();
  const configured =
    options.config.adapter === 'builtin' ? builtin : await openModel(options.config, options);
  return {
    configured,
    embedderFor: (profile) =>
      [configured, builtin].find((embedder) => isSameProfile(embedder.profile, profile)) ?? null,
    close: () => configured.close(),
  };
}

async function openModel(
  config: Exclude<EmbeddingConfig, { adapter: 'builtin' }>,
  options: EmbedderOptions,
): Promise<Embedder> {
  switch (config.adapter) {
    case 'local': {
      const { openLocalEmbedder } = await import('./local/local-embedder.ts');
      return openLocalEmbedder({
        model: config.model,
        dtype: config.dtype,
        cacheFolder: folderOf(config, options),
        onProgress: options.onProgress,
      });
    }
    case 'remote': {
      const { openRemoteEmbedder } = await import('./remote/remote-embedder.ts');
      return openRemoteEmbedder({
        model: config.model,
        dimensions: config.dimensions,
        endpoint: endpointOf(config, options),
      });
    }
    default:
      return config satisfies never;
  }
}

function isSameProfile(left: EmbeddingProfile, right: EmbeddingProfile): boolean {
  return (
    left.adapter === right.adapter &&
    left.name === right.name &&
    left.version === right.version &&
    left.dimensions === right.dimensions
  );
}
