const START_UP_HEADER_LENGTH = 4;
const TYPED_HEADER_LENGTH = 5;

/** Thrown when a peer announces a message that is longer than allowed or shorter than its header. */
export class MessageLengthError extends Error {
  override readonly name = 'MessageLengthError';
}

/** Cuts a stream of bytes into whole frontend messages, joining chunks only when one is complete. */
export class MessageReader {
  readonly #maxMessageBytes: number;
  #chunks: Buffer[] = [];
  #length = 0;
  #needed = 0;

  constructor(maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** A reader that goes on with the bytes already received, under another limit. */
  withLimit(maxMessageBytes: number): MessageReader {
    const reader = new MessageReader(maxMessageBytes);
    for (const chunk of this.#chunks) reader.push(chunk);
    return reader;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** The next packet without a type letter (start-up and its kin), or null when it is incomplete. */
  nextStartUpPacket(): Buffer | null {
    return this.#next(START_UP_HEADER_LENGTH, 0);
  }

  /** The next message with a type letter, or null when it is incomplete. */
  nextMessage(): Buffer | null {
    return this.#next(TYPED_HEADER_LENGTH, 1);
  }

  #next(headerLength: number, lengthOffset: 0 | 1): Buffer | null {
    if (this.#length < Math.max(headerLength, this.#needed)) return null;
    const bytes = this.#join();
    const total = bytes.readInt32BE(lengthOffset) + lengthOffset;
    if (total < headerLength || total > this.#maxMessageBytes) {
      throw new MessageLengthError(
        `A message of ${total} bytes; at most ${this.#maxMessageBytes} are accepted`,
      );
    }
    if (bytes.length < total) {
      this.#needed = total;
      return null;
    }
    this.#needed = 0;
    this.#length = bytes.length - total;
    this.#chunks = this.#length === 0 ? [] : [bytes.subarray(total)];
    return bytes.subarray(0, total);
  }

  #join(): Buffer {
    const [only] = this.#chunks;
    const bytes =
      only !== undefined && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    return bytes;
  }
}
