import { resolve } from 'node:path';
import type { EmbeddingProfile } from '../contract/collection.ts';
import type { EmbeddingConfig } from '../contract/config.ts';
import { projectRoot } from '../platform/project-root.ts';
import { createBuiltinEmbedder } from './builtin/builtin-embedder.ts';
import type { Embedder } from './embedder.ts';

export interface EmbedderOptions {
  readonly config: EmbeddingConfig;
  /** Values of the environment variables that the configuration names. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Where downloaded models are kept unless the configuration says otherwise. */
  readonly modelsFolder: string;
  readonly onProgress: (progress: {
    readonly file: string;
    readonly loadedBytes: number;
    readonly totalBytes: number | null;
  }) => void;
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
        cacheFolder:
          config.models_folder === undefined
            ? options.modelsFolder
            : resolve(projectRoot, config.models_folder),
        onProgress: options.onProgress,
      });
    }
    case 'remote': {
      const { openRemoteEmbedder } = await import('./remote/remote-embedder.ts');
      const apiKey =
        config.api_key_env === undefined ? null : (options.secrets.get(config.api_key_env) ?? null);
      return openRemoteEmbedder({
        model: config.model,
        dimensions: config.dimensions,
        endpoint: { baseUrl: config.base_url, apiKey },
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
