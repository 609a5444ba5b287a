import { resolve } from 'node:path';
import type { CrossEncoderConfig } from '../contract/config.ts';
import { projectRoot } from '../platform/project-root.ts';
import type { CrossEncoder } from './cross-encoder.ts';
import type { EmbedderOptions } from './open-embedders.ts';

/** Opens the configured cross-encoder; null where none is. Its library is loaded only when it is needed. */
export async function openCrossEncoder(
  config: CrossEncoderConfig | null,
  options: Pick<EmbedderOptions, 'secrets' | 'modelsFolder' | 'onProgress'>,
): Promise<CrossEncoder | null> {
  if (config === null) return null;
  switch (config.adapter) {
    case 'local': {
      const { openLocalCrossEncoder } = await import('./local/local-cross-encoder.ts');
      return openLocalCrossEncoder({
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
      const { openRemoteCrossEncoder } = await import('./remote/remote-cross-encoder.ts');
      const secret = config.api_key_env;
      return openRemoteCrossEncoder({
        model: config.model,
        endpoint: {
          baseUrl: config.base_url,
          apiKey: secret === undefined ? null : (options.secrets.get(secret) ?? null),
        },
        dataClasses: config.data_classes,
      });
    }
    default:
      return config satisfies never;
  }
}
