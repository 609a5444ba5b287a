import type { CrossEncoderConfig } from '../contract/config.ts';
import type { CrossEncoder } from './cross-encoder.ts';
import { endpointOf, folderOf, type ModelOptions } from './model-options.ts';

/** Opens the configured cross-encoder; null where none is. Its library is loaded only when it is needed. */
export async function openCrossEncoder(
  config: CrossEncoderConfig | null,
  options: ModelOptions,
): Promise<CrossEncoder | null> {
  if (config === null) return null;
  switch (config.adapter) {
    case 'local': {
      const { openLocalCrossEncoder } = await import('./local/local-cross-encoder.ts');
      return openLocalCrossEncoder({
        model: config.model,
        dtype: config.dtype,
        cacheFolder: folderOf(config, options),
        onProgress: options.onProgress,
      });
    }
    case 'remote': {
      const { openRemoteCrossEncoder } = await import('./remote/remote-cross-encoder.ts');
      return openRemoteCrossEncoder({
        model: config.model,
        endpoint: endpointOf(config, options),
        dataClasses: config.data_classes,
      });
    }
    default:
      return config satisfies never;
  }
}
