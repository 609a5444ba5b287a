import type { Agent, fetch as UndiciFetch, Response as UndiciResponse } from 'undici';
import { AppError, messageOf } from './errors.ts';
import { limitBody } from './safe-fetch-body.ts';
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

interface Client {
  readonly agent: Agent;
  readonly undiciFetch: typeof UndiciFetch;
}

interface Call extends Client {
  readonly options: SafeFetchOptions;
  readonly deadline: Deadline;
}

/**
 * The only way to speak HTTP to the outside: refuses what the policy refuses, follows redirects by
 * hand under the same rules, and bounds time and size. Nothing else may call `fetch`.
 */
export function createSafeFetch(options: SafeFetchOptions): SafeFetch {
  let client: Promise<Client> | undefined;
  const open = () => (client ??= openClient(options));
  return {
    async fetch(input, init = {}) {
      const hop = firstHop(input, init);
      const deadline = startDeadline(options.totalTimeoutMs, init.signal ?? undefined);
      try {
        return await follow({ ...(await open()), options, deadline }, hop);
      } catch (error) {
        deadline.stop();
        throw describeError(error, hop.url, deadline);
      }
    },
    close: async () => await (await client)?.agent.close(),
  };
}

/** The library is loaded with the first call: 20 MB that most processes never need. */
async function openClient(options: SafeFetchOptions): Promise<Client> {
  const { Agent, buildConnector, fetch } = await import('undici');
  const timeout = options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS;
  const agent = new Agent({
    connect: createGuardedConnector({
      policy: options.policy,
      resolve: options.resolve ?? resolveHost,
      connect: options.connect ?? buildConnector({ timeout }),
    }),
    // The deadline below bounds the whole call, however long the operator allows it to be.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { agent, undiciFetch: fetch };
}

async function follow(call: Call, first: Hop): Promise<Response> {
  const { options, agent, undiciFetch, deadline } = call;
  const maxRedirects = options.maxRedirects ?? DEFAULT_MAX_REDIRECTS;
  let hop = first;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const { signal } = deadline;
    const response = await undiciFetch(allowedUrl(hop.url, options.policy), {
      method: hop.method,
      headers: [...hop.headers],
      body: hop.body,
      redirect: 'manual',
      dispatcher: agent,
      signal,
    });
    const location = REDIRECT_STATUSES.has(response.status) && response.headers.get('location');
    if (typeof location !== 'string') return acceptReply(call, response, hop.url);
    await response.body?.cancel();
    hop = nextHop(hop, response.status, location);
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

function allowedUrl(text: string, policy: FetchPolicy): string {
  const check = checkUrl(text, policy);
  if (check.kind === 'allowed') return check.url.href;
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

function acceptReply({ options, deadline }: Call, response: UndiciResponse, url: string): Response {
  const headers = new Headers([...response.headers]);
  const mediaType = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (response.ok && options.contentTypes?.includes(mediaType) === false) {
    void response.body?.cancel();
    throw new AppError('unsupported_type', `The reply is ${mediaType || 'of no stated type'}.`);
  }
  // The body is passed on decoded, so these no longer describe it.
  if (headers.has('content-encoding')) headers.delete('content-length');
  headers.delete('content-encoding');
  if (response.body === null) deadline.stop();
  const body =
    response.body === null
      ? null
      : limitBody(response.body, {
          maxBytes: options.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES,
          onEnd: () => deadline.stop(),
          describeError: (error) => describeError(error, url, deadline),
        });
  const { status, statusText } = response;
  const reply = new Response(body, { status, statusText, headers });
  return Object.defineProperty(reply, 'url', { value: url });
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
