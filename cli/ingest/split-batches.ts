import type { FoundFile } from './find-files.ts';

export interface BatchLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
}

/** One request holds 25 MB at most; the rest is room for what multipart adds. */
export const DEFAULT_BATCH_LIMITS: BatchLimits = { maxFiles: 20, maxBytes: 20 * 2 ** 20 };

/** Files in their order, cut into requests. A file above `maxBytes` goes alone. */
export function splitBatches(
  files: readonly FoundFile[],
  limits: BatchLimits = DEFAULT_BATCH_LIMITS,
): readonly (readonly FoundFile[])[] {
  const batches: FoundFile[][] = [];
  let current: FoundFile[] = [];
  let byteSize = 0;
  for (const file of files) {
    const isFull = current.length >= limits.maxFiles || byteSize + file.byteSize > limits.maxBytes;
    if (current.length > 0 && isFull) {
      batches.push(current);
      current = [];
      byteSize = 0;
    }
    current.push(file);
    byteSize += file.byteSize;
  }
  return current.length === 0 ? batches : [...batches, current];
}
