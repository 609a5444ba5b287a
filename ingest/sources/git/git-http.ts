import type { GitHttpRequest, GitHttpResponse, HttpClient } from 'isomorphic-git';
import type { SafeFetch } from '../../../platform/safe-fetch.ts';

export interface GitHttpOptions {
  readonly fetcher: SafeFetch;
  readonly signal: AbortSignal;
  /** Sent to this origin and to no other. */
  readonly token: { readonly value: string; readonly origin: string } | null;
}

/** Lets isomorphic-git speak through the guarded fetcher alone. */
export function createGitHttp({ fetcher, signal, token }: GitHttpOptions): HttpClient {
  return {
    async request({ url, method = 'GET', headers = {}, body }: GitHttpRequest) {
      const sent = new Headers(headers);
      if (token !== null && new URL(url).origin === token.origin) {
        sent.set('authorization', basicAuthorization(token.value));
      }
      const response = await fetcher.fetch(url, {
        method,
        headers: sent,
        body: body === undefined ? null : await collect(body),
        signal,
      });
      return describeResponse(response, method);
    },
  };
}

/** Git servers take a token for the password; most of them do not look at the name. */
function basicAuthorization(token: string): string {
  return `Basic ${Buffer.from(`git:${token}`).toString('base64')}`;
}

async function collect(body: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}

function describeResponse(response: Response, method: string): GitHttpResponse {
  return {
    url: response.url,
    method,
    statusCode: response.status,
    statusMessage: response.statusText,
    headers: Object.fromEntries(response.headers),
    body: bytesOf(response),
  };
}

async function* bytesOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  if (reader === undefined) return;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel();
  }
}
