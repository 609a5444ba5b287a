import { pipeline } from '@huggingface/transformers';
import { configureLibrary } from './configure-library.ts';
import type { LoadedModel } from './loaded-model.ts';
import { planBatches } from './plan-batches.ts';
import type { DownloadProgress, ChildSettings } from './child-messages.ts';

/** Measured on two cores: as fast as larger batches, at a third of their memory. */
const BATCH_SIZE = 8;

/**
 * Loads a model of the Hugging Face hub from the cache folder, downloading what is not there: unit
 * vectors of texts. Throws the library's errors.
 */
export async function loadExtractor(
  settings: Extract<ChildSettings, { task: 'embed' }>,
  onProgress: (progress: DownloadProgress) => void,
): Promise<LoadedModel> {
  const options = configureLibrary(settings, onProgress);
  const run = await pipeline('feature-extraction', settings.model, options);
  const embedBatch = async (texts: string[]) => {
    const { dims, data } = await run(texts, { pooling: settings.pooling, normalize: true });
    if (!(data instanceof Float32Array)) throw new TypeError('The model gives no 32-bit floats.');
    return { dimensions: dims.at(-1) ?? 0, data };
  };
  const { dimensions } = await embedBatch(['dimensions']);
  return {
    width: dimensions,
    async compute({ texts }) {
      const vectors = new Float32Array(texts.length * dimensions);
      for (const batch of planBatches(texts, BATCH_SIZE)) {
        const { data } = await embedBatch(batch.map((index) => texts[index] ?? ''));
        for (const [at, index] of batch.entries()) {
          vectors.set(data.subarray(at * dimensions, (at + 1) * dimensions), index * dimensions);
        }
      }
      return vectors;
    },
  };
}
