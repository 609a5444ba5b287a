import type { Readable } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';
import { AppError, messageOf } from './errors.ts';
import { decodeBody, limitBody, OFFERED_ENCODINGS } from './safe-fetch-body.ts';
import {
  createGuardedConnector,
  resolveHost,
  type Connector,
  type ResolveHost,
} from './safe-fetch-connect.ts';
import { checkUrl, type FetchPolicy } from './url-guard.ts';

export interface SafeFetchOptions {
  readonly policy: FetchPolicy;
  /** From the call to the last byte of the body. */
  readonly totalTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
  /** Counted after decompression. */
  readonly maxResponseBytes?: number;
  readonly maxRedirects?: number;
  /** Media types a successful reply may have; any when not given. */
  readonly contentTypes?: readonly string[];
  readonly resolve?: ResolveHost;
  readonly connect?: Connector;
}

export interface SafeFetch {
  /**
   * As the standard `fetch` for a URL and a body of text or bytes. Throws `AppError`: `invalid_value`
   * for an address or a redirect that may not be followed, `unavailable` for a failed connection or a time-out,
   * `too_large`, `unsupported_type`; the caller's own abort reason when the caller aborts.
   */
  readonly fetch: typeof globalThis.fetch;
  readonly close: () => Promise<void>;
}

const DEFAULT_TOTAL_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_RESPONSE_BYTES = 10 * 1024 * 1024;
const DEFAULT_MAX_REDIRECTS = 3;
const DEFAULT_CONNECT_TIMEOUT_MS = 5_000;

const REDIRECT_STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Everything else (credentials above all) stays with the origin it was meant for. */
const HEADERS_FOR_OTHER_ORIGINS: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'user-agent',
]);

interface Hop {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array | null;
}

/** What a caller does not set itself. */
const COMMON_HEADERS = { accept: '*/*', 'accept-encoding': OFFERED_ENCODINGS } as const;
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

interface Call {
  readonly agent: Agent;
  readonly options: SafeFetchOptions;
  readonly deadline: Deadline;
}

/**
 * The only way to speak HTTP to the outside: refuses what the policy refuses, follows redirects by
 * hand under the same rules, and bounds time and size. Nothing else may call `fetch`.
 */
export function createSafeFetch(options: SafeFetchOptions): SafeFetch {
  let agent: Promise<Agent> | undefined;
  const open = () => (agent ??= openAgent(options));
  return {
    async fetch(input, init = {}) {
      const hop = firstHop(input, init);
      const deadline = startDeadline(options.totalTimeoutMs, init.signal ?? undefined);
      try {
        return await follow({ agent: await open(), options, deadline }, hop);
      } catch (error) {
        deadline.stop();
        throw describeError(error, hop.url, deadline);
      }
    },
    close: async () => await (await agent)?.close(),
  };
}

/** The library is loaded with the first call: 20 MB that most processes never need. */
async function openAgent(options: SafeFetchOptions): Promise<Agent> {
  const { Agent, buildConnector } = await import('undici');
  const timeout = options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS;
  return new Agent({
    connect: createGuardedConnector({
      policy: options.policy,
      resolve: options.resolve ?? resolveHost,
      connect: options.connect ?? buildConnector({ timeout }),
    }),
    // The deadline below bounds the whole call, however long the operator allows it to be.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/**
 * By the client's `request`, not its `fetch`: that passes a body through two more streams, which took a tenth of
 * what an answer of a model costs.
 */
async function follow(call: Call, first: Hop): Promise<Response> {
  const { options, agent, deadline } = call;
  const maxRedirects = options.maxRedirects ?? DEFAULT_MAX_REDIRECTS;
  let hop = first;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const { origin, pathname, search } = allowedUrl(hop.url, options.policy);
    const reply = await agent.request({
      origin,
      path: `${pathname}${search}`,
      method: hop.method,
      headers: { ...COMMON_HEADERS, ...Object.fromEntries(hop.headers) },
      body: hop.body,
      signal: deadline.signal,
    });
    const { location } = reply.headers;
    if (!REDIRECT_STATUSES.has(reply.statusCode) || typeof location !== 'string') {
      return await acceptReply(call, reply, hop);
    }
    discard(reply.body);
    hop = nextHop(hop, reply.statusCode, location);
  }
  throw new AppError(
    'invalid_value',
    `More than ${maxRedirects} redirects from ${originOf(first.url)}.`,
  );
}

function firstHop(input: string | URL | Request, init: RequestInit): Hop {
  if (input instanceof Request) throw new TypeError('A guarded fetch takes a URL, not a Request.');
  const { body = null } = init;
  if (body !== null && typeof body !== 'string' && !(body instanceof Uint8Array)) {
    throw new TypeError('A guarded fetch sends text or bytes.');
  }
  return {
    url: String(input),
    method: (init.method ?? 'GET').toUpperCase(),
    headers: new Headers(init.headers),
    body,
  };
}

function allowedUrl(text: string, policy: FetchPolicy): URL {
  const check = checkUrl(text, policy);
  if (check.kind === 'allowed') return check.url;
  throw new AppError('invalid_value', `The address may not be fetched: ${check.reason}.`);
}

function nextHop(hop: Hop, status: number, location: string): Hop {
  const url = URL.canParse(location, hop.url) ? new URL(location, hop.url).href : location;
  const isSameOrigin = originOf(url) === originOf(hop.url);
  const keepsBody =
    status === 307 || status === 308 || hop.method === 'GET' || hop.method === 'HEAD';
  if (keepsBody && hop.body !== null && !isSameOrigin) {
    throw new AppError('invalid_value', `${originOf(hop.url)} redirects a request body elsewhere.`);
  }
  const headers = new Headers(
    [...hop.headers].filter(([name]) => isSameOrigin || HEADERS_FOR_OTHER_ORIGINS.has(name)),
  );
  if (keepsBody) return { ...hop, url, headers };
  headers.delete('content-type');
  return { url, method: 'GET', headers, body: null };
}

async function acceptReply(
  { options, deadline }: Call,
  { statusCode: status, statusText, headers: received, body }: Dispatcher.ResponseData,
  { url, method }: Hop,
): Promise<Response> {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(received)) {
    for (const value of [values].flat()) headers.append(name, value);
  }
  const mediaType = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const isOk = status >= 200 && status < 300;
  if (isOk && options.contentTypes?.includes(mediaType) === false) {
    discard(body);
    throw new AppError('unsupported_type', `The reply is ${mediaType || 'of no stated type'}.`);
  }
  const encoding = headers.get('content-encoding');
  // The body is passed on decoded, so these no longer describe it.
  if (encoding !== null) headers.delete('content-length');
  headers.delete('content-encoding');
  const respond = (content: ReadableStream | null) =>
    Object.defineProperty(new Response(content, { status, statusText, headers }), 'url', {
      value: url,
    });
  if (WITHOUT_BODY.has(status) || method === 'HEAD') {
    await body.dump();
    deadline.stop();
    return respond(null);
  }
  return respond(
    limitBody(decodeBody(body, encoding), {
      maxBytes: options.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES,
      onEnd: () => deadline.stop(),
      describeError: (error) => describeError(error, url, deadline),
    }),
  );
}

/** Ends a body that nobody reads, and its connection with it: it may go on for ever. */
function discard(body: Readable): void {
  body.on('error', () => {}).destroy();
}

interface Deadline {
  readonly signal: AbortSignal;
  stop(): void;
}

/** One controller of our own: signals composed by `AbortSignal.any` can be collected before they fire. */
function startDeadline(timeoutMs = DEFAULT_TOTAL_TIMEOUT_MS, caller?: AbortSignal): Deadline {
  const controller = new AbortController();
  const abort = () => controller.abort(caller?.reason);
  const timer = setTimeout(() => {
    controller.abort(new AppError('unavailable', `No complete reply within ${timeoutMs} ms.`));
  }, timeoutMs).unref();
  if (caller?.aborted === true) abort();
  caller?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    stop() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', abort);
    },
  };
}

function describeError(error: unknown, url: string, { signal }: Deadline): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof AppError) return error;
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof AppError) return cause;
  const message = `Cannot reach ${originOf(url)}: ${messageOf(cause)}`;
  return new AppError('unavailable', message, { cause });
}

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : 'an unreadable address';
}
