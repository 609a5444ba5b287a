import { env, LogLevel, pipeline } from '@huggingface/transformers';
import { createSafeFetch } from '../../platform/safe-fetch.ts';
import { PUBLIC_WEB_POLICY } from '../../platform/url-guard.ts';
import { planBatches } from './plan-batches.ts';
import type { DownloadProgress, WorkerSettings } from './worker-messages.ts';

export interface Extractor {
  readonly dimensions: number;
  /** The unit vectors of the texts, in order, one behind the other. */
  extract(texts: readonly string[]): Promise<Float32Array<ArrayBuffer>>;
}

/** Measured on two cores: as fast as larger batches, at a third of their memory. */
const BATCH_SIZE = 8;
const DOWNLOAD_TIMEOUT_MS = 3_600_000;
const MAX_MODEL_FILE_BYTES = 8 * 1024 ** 3;
const MAX_REDIRECTS = 5;
const PROGRESS_EVERY_MS = 500;

/**
 * Loads a model of the Hugging Face hub from the cache folder, downloading what is not there. Throws
 * the library's errors.
 */
export async function loadExtractor(
  settings: WorkerSettings,
  onProgress: (progress: DownloadProgress) => void,
): Promise<Extractor> {
  const downloaded = configureLibrary(settings);
  const report = reportDownloads(downloaded, onProgress);
  const run = await pipeline('feature-extraction', settings.model, {
    dtype: settings.dtype,
    revision: settings.revision,
    progress_callback: (info) => {
      if (info.status === 'progress') report(info);
    },
    session_options: { intraOpNumThreads: settings.threadCount, interOpNumThreads: 1 },
  });
  const embedBatch = async (texts: string[]) => {
    const { dims, data } = await run(texts, { pooling: settings.pooling, normalize: true });
    if (!(data instanceof Float32Array)) throw new TypeError('The model gives no 32-bit floats.');
    return { dimensions: dims.at(-1) ?? 0, data };
  };
  const { dimensions } = await embedBatch(['dimensions']);
  return {
    dimensions,
    async extract(texts) {
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

/** The library keeps its settings in one object. Returns the files that come over the network. */
function configureLibrary({ cacheFolder, hubUrl }: WorkerSettings): ReadonlySet<string> {
  const downloaded = new Set<string>();
  const { fetch } = createSafeFetch({
    policy: { ...PUBLIC_WEB_POLICY, allowedOrigins: [new URL(hubUrl).origin] },
    totalTimeoutMs: DOWNLOAD_TIMEOUT_MS,
    maxResponseBytes: MAX_MODEL_FILE_BYTES,
    maxRedirects: MAX_REDIRECTS,
  });
  env.logLevel = LogLevel.NONE;
  env.cacheDir = cacheFolder;
  env.localModelPath = cacheFolder;
  env.remoteHost = hubUrl;
  env.fetch = (input, init) => {
    downloaded.add(String(input));
    return fetch(input, init);
  };
  return downloaded;
}

function reportDownloads(
  downloaded: ReadonlySet<string>,
  onProgress: (progress: DownloadProgress) => void,
) {
  let reportedAt = 0;
  return (info: { readonly file: string; readonly loaded: number; readonly total: number }) => {
    const isDownload = [...downloaded].some((url) => url.endsWith(`/${info.file}`));
    const isLast = info.loaded === info.total;
    if (!isDownload || (!isLast && performance.now() - reportedAt < PROGRESS_EVERY_MS)) return;
    reportedAt = performance.now();
    const totalBytes = info.total > 0 ? info.total : null;
    onProgress({ file: info.file, loadedBytes: info.loaded, totalBytes });
  };
}
