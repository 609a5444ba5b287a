import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { endpoints } from '../../../../../contract/endpoints.ts';
import { AppError } from '../../../../../platform/errors.ts';
import type { Caller } from '../../../../../server/caller.ts';
import { createApp } from '../../../../../server/http/app.ts';
import type { Authenticate } from '../../../../../server/http/authorize-request.ts';
import type { Handlers } from '../../../../../server/http/handlers.ts';
import type { Idempotency } from '../../../../../server/http/idempotency.ts';
import { DEFAULT_HTTP_LIMITS, type HttpLimits } from '../../../../../server/http/limits.ts';
import { listen } from '../../../../../server/http/listen.ts';
import { memoryIdempotency } from './memory-idempotency.ts';
import { buildCaller } from './sample-answer.ts';

export interface ServiceScript {
  readonly handlers?: Partial<Handlers>;
  readonly caller?: Partial<Caller>;
  readonly authenticate?: Authenticate;
  readonly idempotency?: Idempotency;
  readonly limits?: Partial<HttpLimits>;
  readonly publicUrl?: string;
  readonly uiFolder?: string;
  readonly refusalOf?: (error: unknown) => unknown;
}

export interface LogLine {
  readonly level: 'info' | 'error';
  readonly message: string;
  readonly fields: object;
}

export interface FakeService extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly log: LogLine[];
  close(graceMs?: number): Promise<void>;
}

export const KEY = 'fn_abcd1234_secret';
export const SESSION = 'session-token';

/** Endpoints that a script leaves out have nothing to find. */
function fill(scripted: Partial<Handlers>): Handlers {
  const empty: Record<string, unknown> = Object.fromEntries(
    Object.keys(endpoints).map((name) => [name, findNothing]),
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has every endpoint's name
  return { ...empty, ...scripted } as Handlers;
}

async function findNothing(): Promise<never> {
  throw new AppError('not_found', 'There is nothing here.');
}

export async function startFakeService(script: ServiceScript = {}): Promise<FakeService> {
  const log: LogLine[] = [];
  const caller = buildCaller(script.caller);
  const app = createApp({
    handlers: fill(script.handlers ?? {}),
    authenticate: script.authenticate ?? {
      byKey: async (key) => (key === KEY ? caller : null),
      bySession: async (token) => (token === SESSION ? caller : null),
    },
    idempotency: script.idempotency ?? memoryIdempotency(),
    uiFolder: script.uiFolder ?? '/nonexistent',
    log: {
      info: (fields, message) => log.push({ level: 'info', message, fields }),
      error: (fields, message) => log.push({ level: 'error', message, fields }),
    },
    refusalOf: script.refusalOf ?? ((error) => error),
    observeRequest: () => undefined,
    limits: { ...DEFAULT_HTTP_LIMITS, ...script.limits },
    publicUrl: script.publicUrl ?? 'http://127.0.0.1:8080',
    clock: () => new Date('2026-03-01T00:00:00Z'),
    version: '0.0.0',
    checksResponses: true,
  });
  const listening = await listen({ app, host: '127.0.0.1', port: 0 });
  return {
    url: listening.url,
    port: listening.port,
    log,
    close: async (graceMs) => listening.close(graceMs),
    [Symbol.asyncDispose]: async () => listening.close(0),
  };
}

/** A request with a valid key and, if it has one, a JSON body. */
export async function send(
  service: FakeService,
  path: string,
  init: RequestInit & { readonly json?: unknown } = {},
): Promise<Response> {
  const { json, ...rest } = init;
  const withBody =
    json === undefined ? {} : { method: 'POST', body: JSON.stringify(json), headers: JSON_HEADERS };
  return fetch(service.url + path, {
    ...withBody,
    ...rest,
    headers: { authorization: `Bearer ${KEY}`, ...withBody.headers, ...plain(rest.headers) },
  });
}

const JSON_HEADERS = { 'content-type': 'application/json' };

function plain(headers: RequestInit['headers']): Record<string, string> {
  return Object.fromEntries(new Headers(headers ?? {}));
}

/** Writes bytes to the port as they are and reads until the server closes the connection. */
export async function sendRaw(service: FakeService, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(service.port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => received.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(received).toString('utf8')));
  });
}

/** The status and problem of a request whose headers `fetch` would refuse or merge. */
export async function sendWithHeaders(
  service: FakeService,
  path: string,
  headers: Readonly<Record<string, string | string[]>>,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(service.url + path, { headers }, (response) => {
      const received: Buffer[] = [];
      response.on('data', (chunk: Buffer) => received.push(chunk));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(received).toString('utf8'),
        });
      });
    });
    request.on('error', reject);
    request.end();
  });
}
