import { ALL_DATA_CLASSES } from '../../contract/classification.ts';
import type { CrossEncoder } from '../cross-encoder.ts';
import { DEFAULT_HUB_URL, DEFAULT_REVISION, ModelChild } from './model-child.ts';
import type { DownloadProgress, Dtype } from './child-messages.ts';

export interface LocalCrossEncoderOptions {
  readonly model: string;
  readonly dtype: Dtype;
  /** Where model files are kept, and looked for as `<folder>/<owner>/<name>/onnx/model_quantized.onnx`. */
  readonly cacheFolder: string;
  /** The hub, or a mirror of it. */
  readonly hubUrl?: string;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/** A call that nobody waits for any more is finished all the same: small batches hold up the next one less. */
const MAX_BATCH = 8;

/**
 * Starts a process that scores pairs with transformers.js.
 * Throws `AppError('unavailable')` that says what to do when the model cannot be loaded.
 */
export async function openLocalCrossEncoder(
  options: LocalCrossEncoderOptions,
): Promise<CrossEncoder> {
  const { model, dtype, cacheFolder } = options;
  const hubUrl = options.hubUrl ?? DEFAULT_HUB_URL;
  const child = new ModelChild(
    {
      task: 'score_pairs',
      model,
      dtype,
      revision: DEFAULT_REVISION,
      cacheFolder,
      hubUrl,
      threadCount: 1,
    },
    options.onProgress,
  );
  await child.ready;
  return {
    adapter: 'local',
    model,
    maxBatch: MAX_BATCH,
    dataClasses: ALL_DATA_CLASSES,
    async score({ question, texts, signal }) {
      return [...(await child.compute({ question, texts }, signal))].map(chanceOf);
    },
    close: () => child.close(),
  };
}

function chanceOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
