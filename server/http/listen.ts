import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv6, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Express } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { AppError, messageOf } from '../../platform/errors.ts';
import { describeFailure } from './describe-failure.ts';
import { openAiErrorOf, problemOf } from './failure-body.ts';
import { HttpRefusal } from './http-refusal.ts';
import { isOpenAiPath } from './mount-endpoints.ts';
import { errorType } from './reply.ts';
import { contextOf } from './request-context.ts';

export interface ListenOptions {
  readonly app: Express;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  /**
   * Refuses new requests, lets running ones finish for `graceMs`, then breaks their connections off,
   * which aborts their `signal`s.
   */
  close(graceMs?: number): Promise<void>;
}

const DEFAULT_GRACE_MS = 25_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** Longer than any body may take, since uploads have their own, shorter time-out. */
const REQUEST_TIMEOUT_MS = 300_000;
const KEEP_ALIVE_TIMEOUT_MS = 10_000;
/** How often Node looks for connections that are over time; its own 30 s would triple the first. */
const TIMEOUT_CHECK_INTERVAL_MS = 2_000;

/** The open connections and what is being answered on them; null for one that waits. */
type Connections = Map<Duplex, ServerResponse | null>;

/**
 * Serves the app.
 * @throws AppError `invalid_configuration` when the port is taken or the address cannot be used
 */
export async function listen(options: ListenOptions): Promise<Listening> {
  let isDraining = false;
  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    connectionsCheckingInterval: TIMEOUT_CHECK_INTERVAL_MS,
  });
  const connections: Connections = new Map();
  server.on('connection', (socket) => {
    connections.set(socket, null);
    socket.once('close', () => connections.delete(socket));
  });
  function serve(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    connections.set(socket, response);
    response.once('close', () => {
      // Another request may have come in on the connection before this one was answered.
      if (connections.get(socket) !== response) return;
      if (isDraining) socket.end();
      else connections.set(socket, null);
    });
    if (isDraining) refuseWhileDraining(request, response);
    else options.app(request, response);
  }
  server.on('request', serve);
  // An `Expect` that nobody knows may be ignored; Node would answer it without a problem document.
  server.on('checkExpectation', serve);
  server.on('clientError', (error, socket) => {
    const hasAnswer = connections.get(socket)?.headersSent === true;
    if (socket.writable && !hasAnswer) answerBrokenRequest(error, socket);
    else socket.destroy();
  });
  const port = await bind(server, options);
  return {
    url: `http://${isIPv6(options.host) ? `[${options.host}]` : options.host}:${port}`,
    port,
    close: async (graceMs = DEFAULT_GRACE_MS) => {
      isDraining = true;
      await drain(server, connections, graceMs);
    },
  };
}

/**
 * Throws what `listen` would for an address that cannot be used: asked before a first start makes keys
 * that it then could not show.
 */
export async function refuseTakenAddress(address: {
  readonly host: string;
  readonly port: number;
}): Promise<void> {
  const server = createServer();
  await bind(server, address);
  await new Promise((resolve) => server.close(resolve));
}

async function bind(
  server: Server,
  { host, port }: Pick<ListenOptions, 'host' | 'port'>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explainBindError(error, host, port)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(isAddress(address) ? address.port : port);
    });
  });
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

function explainBindError(error: Error, host: string, port: number): AppError {
  const code = 'code' in error ? error.code : null;
  const message =
    code === 'EADDRINUSE'
      ? `Port ${port} is taken on ${host}. Stop what uses it, or choose another with PORT.`
      : `Cannot listen on ${host}, port ${port}: ${messageOf(error)}`;
  return new AppError('invalid_configuration', message, { cause: error });
}

/**
 * Node itself closes only connections that have been used; one that a browser opened in advance would
 * hold the drain until its time-out.
 */
async function drain(server: Server, connections: Connections, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  for (const [socket, response] of connections) {
    if (response === null) socket.destroy();
  }
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}

function refuseWhileDraining(request: IncomingMessage, response: ServerResponse): void {
  const error = new AppError('unavailable', 'The server is shutting down. Try again.');
  const failure = describeFailure(error);
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const { requestId } = contextOf(request);
  const isOpenAi = isOpenAiPath(path);
  const body = isOpenAi ? openAiErrorOf(failure) : problemOf(failure, path, requestId);
  response.writeHead(failure.status, {
    ...failure.headers,
    'content-type': errorType(isOpenAi ? 'openai' : 'problem'),
    'cache-control': 'no-store',
    'x-request-id': requestId,
    connection: 'close',
  });
  response.end(JSON.stringify(body));
}

/** Bytes that are not HTTP never become a request; they get a problem all the same. */
function answerBrokenRequest(error: Error, socket: Duplex): void {
  const failure = describeFailure(refusalOfBrokenRequest(error));
  const body = JSON.stringify(problemOf(failure, '*', uuidv7()));
  socket.end(
    [
      `HTTP/1.1 ${failure.status} ${failure.title}`,
      `content-type: ${errorType('problem')}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'cache-control: no-store',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function refusalOfBrokenRequest(error: Error): HttpRefusal {
  const code = 'code' in error ? error.code : null;
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new HttpRefusal({ status: 431, code: 'too_large' }, 'The headers are too large.');
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new HttpRefusal({ status: 408, code: 'request_timeout' }, 'The request took too long.');
  }
  return new HttpRefusal({ status: 400, code: 'malformed_request' }, 'This is not valid HTTP.');
}
