import { pipeline, type Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AppError } from './errors.ts';

export interface LimitedBodyOptions {
  /** Counted after decompression. */
  readonly maxBytes: number;
  /** Called once, when the body has ended, failed or been cancelled. */
  readonly onEnd: () => void;
  /** What the reader sees in place of an error of the source. */
  readonly describeError: (error: unknown) => unknown;
}

/** What has arrived is handed on, and an end that is missing is not complained of, as browsers do. */
const AT_ONCE = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const DECODERS: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', () => createGunzip(AT_ONCE)],
  ['x-gzip', () => createGunzip(AT_ONCE)],
  ['deflate', () => createInflate(AT_ONCE)],
  ['br', () => createBrotliDecompress()],
]);
/** Nobody encodes more often, and each costs memory. */
const MAX_ENCODINGS = 3;
/** What a server may choose among. */
export const OFFERED_ENCODINGS = 'gzip, deflate, br';

/**
 * The bytes that a body stands for by its `Content-Encoding`; as they are where that is unknown. A body that cannot be
 * decoded fails as it is read.
 */
export function decodeBody(body: Readable, encoding: string | null): Readable {
  const encodings = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  if (encodings.length > MAX_ENCODINGS) return body;
  // The last one was applied last.
  const decoders = encodings.toReversed().map((name) => DECODERS.get(name)?.());
  if (!decoders.every((decoder) => decoder !== undefined)) return body;
  return decoders.reduce<Readable>((from, decoder) => pipeline(from, decoder, () => {}), body);
}

/** Passes a body on as it is read, and fails with `too_large` once it exceeds its limit. */
export function limitBody(
  source: Readable,
  { maxBytes, onEnd, describeError }: LimitedBodyOptions,
): ReadableStream<Uint8Array> {
  let byteCount = 0;
  let isOver = false;
  const end = () => {
    if (!isOver) onEnd();
    isOver = true;
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        source.pause();
        source.on('data', (chunk: Uint8Array) => {
          // One piece for each time that the reader asks.
          source.pause();
          byteCount += chunk.byteLength;
          if (byteCount > maxBytes) source.destroy(tooLarge(maxBytes));
          else controller.enqueue(chunk);
        });
        source.on('end', () => {
          end();
          controller.close();
        });
        source.on('error', (error) => {
          end();
          controller.error(describeError(error));
        });
      },
      pull() {
        source.resume();
      },
      cancel() {
        end();
        source.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('too_large', `The reply is larger than ${maxBytes} bytes.`);
}
