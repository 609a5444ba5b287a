import { z } from 'zod';

const DTYPES = ['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4'] as const;
export type Dtype = (typeof DTYPES)[number];

/** What the worker is started with. */
export const WorkerSettings = z.object({
  model: z.string(),
  dtype: z.enum(DTYPES),
  revision: z.string(),
  pooling: z.enum(['mean', 'cls']),
  cacheFolder: z.string(),
  hubUrl: z.string(),
  threadCount: z.int().min(1),
});
export type WorkerSettings = z.infer<typeof WorkerSettings>;

export interface DownloadProgress {
  readonly file: string;
  readonly loadedBytes: number;
  /** Null when the server does not say. */
  readonly totalBytes: number | null;
}

/** What the worker is sent; a request is answered with the same `id`. */
export interface EmbedCommand {
  readonly id: number;
  readonly texts: readonly string[];
}

/** What the worker sends. The vectors of a reply lie one behind the other. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly progress: DownloadProgress }
  | { readonly kind: 'ready'; readonly dimensions: number }
  | { readonly kind: 'not_loaded'; readonly reason: string }
  | { readonly kind: 'embedded'; readonly id: number; readonly vectors: Float32Array<ArrayBuffer> }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
