import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { Scheduler, type Backend } from './scheduler.ts';
import { Session, type SessionOptions } from './session.ts';

export interface BridgeOptions {
  readonly backend: Backend;
  readonly serverVersion: string;
  readonly onBroken: (error: unknown) => void;
  readonly idleTransactionMs?: number;
  readonly maxMessageBytes?: number;
  readonly maxSessions?: number;
}

const DEFAULT_IDLE_TRANSACTION_MS = 10_000;
const DEFAULT_MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
const DEFAULT_MAX_SESSIONS = 100;
const AUTHENTICATION_TIMEOUT_MS = 10_000;
const PASSWORD_BYTES = 32;

/**
 * Speaks the Postgres wire protocol on a free port of the loopback interface, in front of one
 * backend, so that the ordinary `pg` pool can use it. Whoever connects needs the password of the
 * connection string: other users of the machine reach loopback ports too.
 */
export class Bridge {
  readonly #server: Server;
  readonly #password = randomBytes(PASSWORD_BYTES).toString('base64url');
  readonly #sessions = new Map<Session, Promise<void>>();
  readonly #sessionOptions: SessionOptions;
  #sessionCount = 0;

  private constructor(options: BridgeOptions) {
    this.#sessionOptions = {
      scheduler: new Scheduler({
        backend: options.backend,
        idleTransactionMs: options.idleTransactionMs ?? DEFAULT_IDLE_TRANSACTION_MS,
        onBroken: options.onBroken,
      }),
      password: this.#password,
      parameters: parametersOf(options.serverVersion),
      maxMessageBytes: options.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES,
      authenticationTimeoutMs: AUTHENTICATION_TIMEOUT_MS,
    };
    this.#server = createServer({ noDelay: true }, (socket) => this.#accept(socket));
    this.#server.maxConnections = options.maxSessions ?? DEFAULT_MAX_SESSIONS;
  }

  static async listen(options: BridgeOptions): Promise<Bridge> {
    const bridge = new Bridge(options);
    bridge.#server.listen(0, '127.0.0.1');
    await once(bridge.#server, 'listening');
    return bridge;
  }

  get connectionString(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The bridge is closed');
    return `postgres://postgres:${this.#password}@127.0.0.1:${address.port}/postgres`;
  }

  /** Ends every session and resolves when the backend has nothing left to do. */
  async close(): Promise<void> {
    this.#server.close();
    const sessions = [...this.#sessions];
    for (const [session] of sessions) session.shutDown();
    await Promise.all(sessions.map(([, served]) => served));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #accept(socket: Socket): void {
    this.#sessionCount += 1;
    const session = new Session(socket, this.#sessionCount, this.#sessionOptions);
    const served = session.serve().finally(() => this.#sessions.delete(session));
    this.#sessions.set(session, served);
  }
}

function parametersOf(serverVersion: string): Readonly<Record<string, string>> {
  return {
    server_version: serverVersion,
    server_encoding: 'UTF8',
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    IntervalStyle: 'postgres',
    TimeZone: 'UTC',
    integer_datetimes: 'on',
    standard_conforming_strings: 'on',
  };
}
