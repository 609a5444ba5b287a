import { env, LogLevel, type ProgressInfo } from '@huggingface/transformers';
import { createSafeFetch } from '../../platform/safe-fetch.ts';
import { PUBLIC_WEB_POLICY } from '../../platform/url-guard.ts';
import type { DownloadProgress, ChildSettings } from './child-messages.ts';

const DOWNLOAD_TIMEOUT_MS = 3_600_000;
const MAX_MODEL_FILE_BYTES = 8 * 1024 ** 3;
const MAX_REDIRECTS = 5;
const PROGRESS_EVERY_MS = 500;

/** How the library is to load the model of the settings; it keeps a part of that in one object of its own. */
export function configureLibrary(
  settings: ChildSettings,
  onProgress: (progress: DownloadProgress) => void,
) {
  const report = reportDownloads(routeDownloads(settings), onProgress);
  return {
    dtype: settings.dtype,
    revision: settings.revision,
    progress_callback: (info: ProgressInfo) => {
      if (info.status === 'progress') report(info);
    },
    session_options: { intraOpNumThreads: settings.threadCount, interOpNumThreads: 1 },
  };
}

/** Returns the files that come over the network. */
function routeDownloads({ cacheFolder, hubUrl }: ChildSettings): ReadonlySet<string> {
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
