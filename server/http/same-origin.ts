import type { IncomingMessage } from 'node:http';
import { AppError } from '../../platform/errors.ts';

const SAFE_METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD']);

/**
 * A request that changes something and carries a cookie must prove that one of our own pages made it:
 * by its `Origin`, or by `Sec-Fetch-Site`, neither of which a page can forge.
 * @throws AppError `forbidden`
 */
export function requireSameOrigin(request: IncomingMessage, publicUrl: string): void {
  if (SAFE_METHODS.has(request.method)) return;
  if (originOf(request, publicUrl) !== 'same') {
    throw new AppError('forbidden', 'A browser session may only be used from its own pages.');
  }
}

/** The same for a call without credentials, which a program may make without any of the two headers. */
export function refuseCrossOrigin(request: IncomingMessage, publicUrl: string): void {
  if (SAFE_METHODS.has(request.method)) return;
  if (originOf(request, publicUrl) === 'other') {
    throw new AppError('forbidden', 'Another website may not make this call.');
  }
}

function originOf(request: IncomingMessage, publicUrl: string): 'same' | 'other' | 'unknown' {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined && !isOwnOrigin(origin, host, publicUrl)) return 'other';
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'other';
  return origin === undefined && site === undefined ? 'unknown' : 'same';
}

function isOwnOrigin(origin: string, host: string | undefined, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return url.origin === new URL(publicUrl).origin || (host !== undefined && url.host === host);
}
