import { canonicalJson } from '../../core/canonical-json.ts';
import type { EndpointName } from '../../contract/endpoint-types.ts';
import type { Transaction } from '../transaction.ts';
import { AppError } from '../../platform/errors.ts';
import { sha256, sha256Hex } from '../../platform/hash.ts';
import type { Caller } from '../caller.ts';
import type { UploadedFile } from './handlers.ts';

/** The stored answer to a request; its headers are those that the body does not tell. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** The first request with its key: it must end in exactly one of `complete` and `abandon`. */
export interface FirstRequest {
  readonly kind: 'first';
  /**
   * Keeps the answer in the transaction that does what it tells of, so that either both are there or none.
   * @throws AppError `conflict` when another request has taken over: the transaction must not commit
   */
  keepWith(transaction: Transaction, answer: StoredAnswer): Promise<void>;
  /** Changes nothing when an answer was kept. */
  complete(answer: StoredAnswer): Promise<void>;
  abandon(): Promise<void>;
}

export type Beginning =
  | FirstRequest
  | ({ readonly kind: 'replay' } & StoredAnswer)
  | { readonly kind: 'running' }
  | { readonly kind: 'mismatch' };

export interface IdempotencyRequest {
  readonly caller: Caller;
  readonly endpoint: EndpointName;
  readonly key: string;
  /** SHA-256, 32 bytes. */
  readonly requestHash: Buffer;
}

/** Keeps the first answer to each `Idempotency-Key` of a caller. */
export interface Idempotency {
  begin(request: IdempotencyRequest): Promise<Beginning>;
}

const RUNNING_RETRY_AFTER_SECONDS = 2;

/** @throws AppError `malformed_request` unless the key is 1 to 255 visible ASCII characters */
export function readIdempotencyKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  if (typeof header === 'string' && /^[\x21-\x7e]{1,255}$/.test(header)) return header;
  throw new AppError(
    'malformed_request',
    'Idempotency-Key must be 1 to 255 visible ASCII characters.',
  );
}

export interface HashedInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly files: readonly UploadedFile[];
  readonly fields: unknown;
}

/** Two requests have the same hash when they ask for the same, however their JSON is written. */
export function hashRequest(endpoint: EndpointName, input: HashedInput): Buffer {
  const files = input.files.map((file) => ({
    name: file.fileName,
    mime: file.declaredMime,
    sha256: sha256Hex(file.bytes),
  }));
  return sha256(canonicalJson({ endpoint, ...input, files }));
}

/**
 * Begins a request that carries a key: the first one runs, a repeated one is replayed.
 * @throws AppError `conflict` while the first is running, `invalid_value` when this one differs
 */
export async function beginIdempotent(
  idempotency: Idempotency,
  request: IdempotencyRequest,
): Promise<FirstRequest | Extract<Beginning, { kind: 'replay' }>> {
  const beginning = await idempotency.begin(request);
  if (beginning.kind === 'running') {
    throw new AppError(
      'conflict',
      'The first request with this Idempotency-Key is still running.',
      {
        retryAfterSeconds: RUNNING_RETRY_AFTER_SECONDS,
      },
    );
  }
  if (beginning.kind === 'mismatch') {
    throw new AppError('invalid_value', 'This Idempotency-Key was used for a different request.');
  }
  return beginning;
}

export interface Settlement {
  /** Does nothing for a request without a key. */
  keepWith(transaction: Transaction, answer: StoredAnswer): Promise<void>;
  complete(answer: StoredAnswer): Promise<void>;
  abandon(): Promise<void>;
}

/**
 * Ends a first request exactly once, whatever happens afterwards. A store that fails is reported and
 * costs nobody the answer: it has been made, and withholding it would only have it made twice.
 */
export function settleOnce(
  first: FirstRequest | null,
  report: (error: unknown) => void,
): Settlement {
  let isSettled = first === null;
  async function settle(end: (request: FirstRequest) => Promise<void>): Promise<void> {
    if (isSettled || first === null) return;
    isSettled = true;
    try {
      await end(first);
    } catch (error) {
      report(error);
    }
  }
  return {
    keepWith: async (transaction, answer) => first?.keepWith(transaction, toKeep(answer)),
    complete: async (answer) => settle(async (request) => request.complete(toKeep(answer))),
    abandon: async () => settle(async (request) => request.abandon()),
  };
}

function toKeep({ status, body, headers }: StoredAnswer): StoredAnswer {
  const { 'content-type': _, ...kept } = headers;
  return { status, body, headers: kept };
}
