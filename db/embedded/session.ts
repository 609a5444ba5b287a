import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { MessageLengthError, MessageReader } from './message-reader.ts';
import type { Scheduler } from './scheduler.ts';
import { SessionNames } from './session-names.ts';
import {
  decodeHeader,
  encodeError,
  encodeMessage,
  encodePasswordRequest,
  encodeText,
  encodeWelcome,
  START_UP_CODES,
} from './wire-messages.ts';

export interface SessionOptions {
  readonly scheduler: Scheduler;
  readonly password: string;
  /** Told to every client after its password, as Postgres would: server_version and the like. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly maxMessageBytes: number;
  readonly authenticationTimeoutMs: number;
}

const MAX_START_UP_BYTES = 10_000;
const BATCH_TYPES = new Set(['P', 'B', 'D', 'E', 'C']);
const FLUSH_TYPES = new Set(['Q', 'S', 'H', 'F']);
const COPY_TYPES = new Set(['c', 'd', 'f']);
const COPY_REFUSAL = encodeMessage('f', encodeText('the embedded database has no COPY FROM STDIN'));

/** One client of the bridge: its authentication, then its batches, one after the other. */
export class Session {
  readonly #socket: Socket;
  readonly #options: SessionOptions;
  readonly #names: SessionNames;
  #input: AsyncIterator<Buffer>;
  #reader = new MessageReader(MAX_START_UP_BYTES);

  constructor(socket: Socket, sessionNumber: number, options: SessionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#names = new SessionNames(sessionNumber);
    this.#input = socket.iterator({ destroyOnReturn: false });
  }

  /** Serves the client until either side ends the connection. Never rejects. */
  async serve(): Promise<void> {
    // The error of a broken connection also ends the iteration; unheard it would end the process.
    this.#socket.on('error', () => {});
    try {
      if (await this.#authenticate()) await this.#serveBatches();
    } catch (error) {
      if (error instanceof MessageLengthError) this.#end('08P01', error.message);
      else this.#socket.destroy();
    }
    this.#socket.end();
  }

  /** Ends the session because its transaction stood idle while others waited. */
  expel(): void {
    this.#end('25P03', 'terminating connection due to idle-in-transaction timeout');
    this.#socket.destroySoon();
  }

  /** Ends the session because the database is going away. */
  shutDown(): void {
    this.#end('57P01', 'terminating connection because the embedded database is stopping');
    this.#socket.destroySoon();
  }

  async #authenticate(): Promise<boolean> {
    this.#socket.setTimeout(this.#options.authenticationTimeoutMs, () => this.#socket.destroy());
    if (!(await this.#acceptStartUp())) return false;
    this.#socket.write(encodePasswordRequest());
    const reply = await this.#nextMessage();
    if (reply === null) return false;
    if (!isPassword(reply, this.#options.password)) {
      this.#end('28P01', 'password authentication failed');
      return false;
    }
    this.#socket.setTimeout(0);
    this.#reader = this.#reader.withLimit(this.#options.maxMessageBytes);
    this.#socket.write(encodeWelcome(this.#options.parameters));
    return true;
  }

  /** Declines encryption, ignores cancel requests; true when a real start-up packet has come. */
  async #acceptStartUp(): Promise<boolean> {
    for (;;) {
      const packet = await this.#read(() => this.#reader.nextStartUpPacket());
      if (packet === null || packet.length < 8) return false;
      switch (packet.readInt32BE(4)) {
        case START_UP_CODES.sslRequest:
        case START_UP_CODES.gssEncryptionRequest:
          this.#socket.write('N');
          break;
        case START_UP_CODES.cancelRequest:
          return false;
        default:
          return true;
      }
    }
  }

  async #serveBatches(): Promise<void> {
    try {
      for (;;) {
        const messages = await this.#nextBatch();
        if (messages === null) return;
        const onOutput = (output: Buffer) => this.#write(output);
        await this.#options.scheduler.run({ member: this, messages, onOutput });
        if (this.#socket.writableNeedDrain) await drainOrClose(this.#socket);
      }
    } finally {
      await this.#options.scheduler.leave(this, this.#names.statements);
    }
  }

  /**
   * Collects messages up to one that asks for an answer. Each statement is followed by a CopyFail:
   * Postgres ignores it, except in COPY FROM STDIN, which would else wait for input and hang.
   */
  async #nextBatch(): Promise<Buffer | null> {
    const batch: Buffer[] = [];
    let byteCount = 0;
    for (;;) {
      const message = await this.#nextMessage();
      if (message === null) return null;
      const { type } = decodeHeader(message);
      if (type === 'X') return null;
      if (COPY_TYPES.has(type)) continue;
      if (!BATCH_TYPES.has(type) && !FLUSH_TYPES.has(type)) {
        this.#end('08P01', `a message of the unknown type ${JSON.stringify(type)}`);
        return null;
      }
      byteCount += message.length;
      if (byteCount > this.#options.maxMessageBytes) {
        throw new MessageLengthError(`A batch of more than ${this.#options.maxMessageBytes} bytes`);
      }
      batch.push(this.#names.translate(message));
      if (type === 'Q' || type === 'E') batch.push(COPY_REFUSAL);
      if (FLUSH_TYPES.has(type)) return Buffer.concat(batch);
    }
  }

  #nextMessage(): Promise<Buffer | null> {
    return this.#read(() => this.#reader.nextMessage());
  }

  /** Reads from the socket until `take` finds something; null at the end of the connection. */
  async #read(take: () => Buffer | null): Promise<Buffer | null> {
    for (;;) {
      const found = take();
      if (found !== null) return found;
      const { done, value } = await this.#input.next();
      if (done === true) return null;
      this.#reader.push(value);
    }
  }

  #write(output: Buffer): void {
    if (this.#socket.writable) this.#socket.write(output);
  }

  #end(code: string, message: string): void {
    if (this.#socket.writable) {
      this.#socket.end(encodeError({ severity: 'FATAL', code, message }));
    }
  }
}

function isPassword(message: Buffer, password: string): boolean {
  const expected = encodeMessage('p', encodeText(password));
  return message.length === expected.length && timingSafeEqual(message, expected);
}

async function drainOrClose(socket: Socket): Promise<void> {
  const abort = new AbortController();
  const ended = ['drain', 'close'].map((event) => once(socket, event, { signal: abort.signal }));
  try {
    await Promise.race(ended);
  } finally {
    abort.abort();
    await Promise.allSettled(ended);
  }
}
