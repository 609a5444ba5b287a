import { decodeHeader, decodeStatus, type TransactionStatus } from './wire-messages.ts';

const HEADER_LENGTH = 5;

/**
 * Follows the message boundaries of a backend's output and remembers what the last message said.
 * The tail of the bytes alone would not do: a row may end in what looks like a ReadyForQuery.
 */
export class StatusScanner {
  #status: TransactionStatus = 'awaiting_sync';
  #header = Buffer.alloc(0);
  #type = '';
  #bodyLeft = 0;

  /** The status of the output so far. */
  get status(): TransactionStatus {
    return this.#status;
  }

  push(output: Buffer): void {
    let rest = output;
    while (rest.length > 0) {
      rest = this.#bodyLeft > 0 ? this.#readBody(rest) : this.#readHeader(rest);
    }
  }

  #readHeader(bytes: Buffer): Buffer {
    const taken = Math.min(HEADER_LENGTH - this.#header.length, bytes.length);
    this.#header = Buffer.concat([this.#header, bytes.subarray(0, taken)]);
    if (this.#header.length === HEADER_LENGTH) {
      const { type, length } = decodeHeader(this.#header);
      this.#header = Buffer.alloc(0);
      this.#type = type;
      this.#bodyLeft = length - HEADER_LENGTH;
      this.#status = 'awaiting_sync';
    }
    return bytes.subarray(taken);
  }

  #readBody(bytes: Buffer): Buffer {
    const taken = Math.min(this.#bodyLeft, bytes.length);
    this.#bodyLeft -= taken;
    if (this.#type === 'Z' && taken > 0)
      this.#status = decodeStatus(bytes.toString('latin1', 0, 1));
    return bytes.subarray(taken);
  }
}
