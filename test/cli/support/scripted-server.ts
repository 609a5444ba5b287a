import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface ScriptedReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string or bytes are sent as they are, anything else as JSON. */
  readonly body: unknown;
}

export type Script = (request: ReceivedRequest) => ScriptedReply;

export interface ScriptedServer extends AsyncDisposable {
  readonly url: URL;
  readonly requests: readonly ReceivedRequest[];
}

/** An HTTP server on loopback that answers `METHOD /path` from a table, and 404 for the rest. */
export async function startScriptedServer(
  routes: Readonly<Record<string, ScriptedReply | Script>>,
): Promise<ScriptedServer> {
  const requests: ReceivedRequest[] = [];
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = await readRequest(incoming);
    requests.push(request);
    const route = routes[`${request.method} ${request.path}`];
    send(response, route === undefined ? problem(404, 'No such thing.') : replyOf(route, request));
  };
  const server = createServer((incoming, response) => void answer(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${portOf(server.address())}`);
  return {
    url,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function problem(status: number, detail: string, extra: object = {}): ScriptedReply {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: {
      type: 'about:blank',
      title: 'Refused',
      status,
      detail,
      instance: '/v1',
      request_id: 'req-1',
      ...extra,
    },
  };
}

/** Server-sent events as the server writes them. */
export function eventStream(
  events: readonly (readonly [name: string, data: unknown])[],
): ScriptedReply {
  return {
    headers: { 'content-type': 'text/event-stream', 'x-footnote-trace-id': 'trace-1' },
    body: events
      .map(([name, data]) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
      .join(''),
  };
}

function replyOf(route: ScriptedReply | Script, request: ReceivedRequest): ScriptedReply {
  return typeof route === 'function' ? route(request) : route;
}

async function readRequest(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(Buffer.from(part));
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  return {
    method: incoming.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(parts),
  };
}

function send(response: ServerResponse, reply: ScriptedReply): void {
  const isRaw = typeof reply.body === 'string' || Buffer.isBuffer(reply.body);
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
  response.end(isRaw ? reply.body : JSON.stringify(reply.body));
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
