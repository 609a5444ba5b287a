import { AppError, messageOf } from '../platform/errors.ts';
import { createSafeFetch } from '../platform/safe-fetch.ts';
import { policyForOrigins } from '../platform/url-guard.ts';

export interface OutgoingRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
  readonly timeoutMs: number;
}

/** The only way out of the process. Throws `AppError('unavailable')` when nothing answers. */
export type SendRequest = (request: OutgoingRequest) => Promise<Response>;

/** The longest time that any request may ask for. */
const MAX_TIMEOUT_MS = 600_000;
/** An original document is 25 MB at most; a trace or a page of a list is far below. */
const MAX_RESPONSE_BYTES = 64 * 2 ** 20;

/** Sends to the origin of one server and nowhere else; a redirect is refused, and with it the key stays. */
export function createSendRequest(serverUrl: URL): SendRequest {
  const { fetch } = createSafeFetch({
    policy: policyForOrigins([serverUrl.href]),
    totalTimeoutMs: MAX_TIMEOUT_MS,
    maxResponseBytes: MAX_RESPONSE_BYTES,
    maxRedirects: 0,
  });
  return async (request) => {
    try {
      return await fetch(request.url, {
        method: request.method,
        signal: AbortSignal.timeout(request.timeoutMs),
        ...(await encodeBody(request)),
      });
    } catch (error) {
      throw new AppError('unavailable', explain(error, request), { cause: error });
    }
  };
}

/** The guarded fetch takes text or bytes: a form is encoded here, with the boundary that it got. */
async function encodeBody({ body, headers }: OutgoingRequest): Promise<RequestInit> {
  if (body === undefined) return { headers };
  if (typeof body === 'string') return { headers, body };
  const encoded = new Response(body);
  const contentType = encoded.headers.get('content-type') ?? 'multipart/form-data';
  return {
    headers: { ...headers, 'content-type': contentType },
    body: new Uint8Array(await encoded.arrayBuffer()),
  };
}

function explain(error: unknown, request: OutgoingRequest): string {
  const { origin, hostname } = request.url;
  if (error instanceof Error && error.name === 'TimeoutError')
    return `${origin} did not answer within ${Math.round(request.timeoutMs / 1000)} s.`;
  switch (codeOf(error)) {
    case 'ECONNREFUSED':
      return `No server at ${origin}: start it with npm start, or set FOOTNOTE_URL.`;
    case 'ENOTFOUND':
      return `No host is named ${hostname}: check FOOTNOTE_URL.`;
    default:
      return `The connection to ${origin} failed: ${messageOf(error)}`;
  }
}

/** The code of the system's error, which may stand several causes deep. */
function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (error instanceof AppError) return codeOf(error.cause);
  return 'code' in error ? error.code : codeOf(error.cause);
}
