import { AppError } from './errors.ts';

export interface LimitedBodyOptions {
  /** Counted after decompression. */
  readonly maxBytes: number;
  /** Called once, when the body has ended, failed or been cancelled. */
  readonly onEnd: () => void;
  /** What the reader sees in place of an error of the source. */
  readonly describeError: (error: unknown) => unknown;
}

/** Passes a body on as it is read, and fails with `too_large` once it exceeds its limit. */
export function limitBody(
  source: ReadableStream<Uint8Array>,
  { maxBytes, onEnd, describeError }: LimitedBodyOptions,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  let byteCount = 0;

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            onEnd();
            return controller.close();
          }
          byteCount += value.byteLength;
          if (byteCount > maxBytes) throw tooLarge(maxBytes);
          controller.enqueue(value);
        } catch (error) {
          onEnd();
          controller.error(describeError(error));
          await reader.cancel().catch(() => {});
        }
      },
      async cancel(reason) {
        onEnd();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

function tooLarge(maxBytes: number): AppError {
  return new AppError('too_large', `The reply is larger than ${maxBytes} bytes.`);
}
