import { MAX_UPLOAD_BYTES } from '../../contract/text-limits.ts';
import { MAX_RUN_ITEMS } from '../../contract/workflow.ts';

/** What one request may cost. Sizes are in bytes, times in milliseconds. */
export interface HttpLimits {
  readonly jsonBytes: number;
  readonly jsonDepth: number;
  /** Counted by commas and opening brackets: 500 documents with every tag and group have 130,000. */
  readonly jsonValues: number;
  /** Of a batch that is sent as lines. */
  readonly lines: number;
  readonly uploadFileBytes: number;
  readonly uploadFiles: number;
  /** Over all parts of one upload, with their headers. */
  readonly uploadTotalBytes: number;
  /** `source` and `title` may be given once for each file. */
  readonly uploadFields: number;
  readonly uploadFieldBytes: number;
  /** How long a body may take to arrive. */
  readonly bodyTimeoutMs: number;
  readonly uploadTimeoutMs: number;
  /** How often a silent event stream says that it is alive. */
  readonly heartbeatMs: number;
}

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  jsonBytes: MAX_UPLOAD_BYTES,
  jsonDepth: 64,
  jsonValues: 250_000,
  lines: MAX_RUN_ITEMS,
  uploadFileBytes: MAX_UPLOAD_BYTES,
  uploadFiles: 500,
  uploadTotalBytes: 64 * 1024 * 1024,
  uploadFields: 1_500,
  uploadFieldBytes: 16 * 1024,
  bodyTimeoutMs: 60_000,
  uploadTimeoutMs: 240_000,
  heartbeatMs: 15_000,
};
