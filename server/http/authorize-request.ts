import type { IncomingMessage } from 'node:http';
import type { Access } from '../../contract/endpoint.ts';
import { AppError } from '../../platform/errors.ts';
import { hasScope, type Caller } from '../caller.ts';
import type { QueryPair } from './parse-query.ts';
import { refuseCrossOrigin, requireSameOrigin } from './same-origin.ts';
import { readSessionTokens, type SessionCookie } from './session-cookie.ts';

/** Finds who a credential belongs to; null when it is unknown, expired or revoked. */
export interface Authenticate {
  byKey(key: string): Promise<Caller | null>;
  bySession(token: string): Promise<Caller | null>;
}

export interface Authorized {
  readonly caller: Caller | null;
  readonly sessionToken: string | null;
}

export interface AuthorizationRules {
  readonly authenticate: Authenticate;
  readonly cookie: SessionCookie;
  readonly publicUrl: string;
}

type Credential =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'session'; readonly token: string };

/** An operator's own admin key may have any form. */
const PLAUSIBLE_KEY = /^[\x21-\x7e]{1,255}$/;
const PLAUSIBLE_TOKEN = /^[\w-]{1,252}$/;
const KEY_PARAMETERS: ReadonlySet<string> = new Set(['api_key', 'apikey', 'access_token', 'key']);

/**
 * The one place where a request becomes a caller who may do what the endpoint declares. A public
 * endpoint looks at no credential at all.
 * @throws AppError `two_credentials`, `unauthenticated` or `forbidden`
 */
export async function authorizeRequest(
  request: IncomingMessage,
  endpoint: { readonly access: Access; readonly query: readonly QueryPair[] },
  rules: AuthorizationRules,
): Promise<Authorized> {
  if (endpoint.access === 'public') {
    refuseCrossOrigin(request, rules.publicUrl);
    return { caller: null, sessionToken: null };
  }
  const credential = readCredential(request, endpoint.query, rules.cookie);
  if (credential === null)
    throw unauthenticated('Send an API key as "Authorization: Bearer fn_…".');
  if (credential.kind === 'session') requireSameOrigin(request, rules.publicUrl);
  const caller = await resolve(credential, rules.authenticate);
  if (endpoint.access !== 'any_key' && !hasScope(caller, endpoint.access)) {
    throw new AppError('forbidden', `This call needs the scope "${endpoint.access}".`);
  }
  return { caller, sessionToken: credential.kind === 'session' ? credential.token : null };
}

function readCredential(
  request: IncomingMessage,
  query: readonly QueryPair[],
  cookie: SessionCookie,
): Credential | null {
  if (request.headers['x-api-key'] !== undefined || query.some(isKeyInQuery)) {
    throw twoCredentials('An API key belongs into the Authorization header and nowhere else.');
  }
  const authorizations = request.headersDistinct['authorization'] ?? [];
  const tokens = readSessionTokens(request.headers.cookie, cookie);
  if (authorizations.length + tokens.length > 1) {
    throw twoCredentials('The request carries more than one credential. Send exactly one.');
  }
  const [authorization] = authorizations;
  if (authorization !== undefined) return { kind: 'key', key: bearerKey(authorization) };
  const [token] = tokens;
  return token === undefined ? null : { kind: 'session', token };
}

function isKeyInQuery([name, value]: QueryPair): boolean {
  return KEY_PARAMETERS.has(name.toLowerCase()) || /^fn_[\w-]{8}_[\w-]{43}/.test(value);
}

function bearerKey(authorization: string): string {
  const match = /^bearer +(?<key>\S+)$/i.exec(authorization);
  return match?.groups?.['key'] ?? '';
}

async function resolve(credential: Credential, authenticate: Authenticate): Promise<Caller> {
  if (credential.kind === 'key') {
    const isPlausible = PLAUSIBLE_KEY.test(credential.key);
    const caller = isPlausible ? await authenticate.byKey(credential.key) : null;
    if (caller === null) throw unauthenticated('The API key is not known, or is no longer valid.');
    return caller;
  }
  const isPlausible = PLAUSIBLE_TOKEN.test(credential.token);
  const caller = isPlausible ? await authenticate.bySession(credential.token) : null;
  if (caller === null) throw unauthenticated('The session has ended. Sign in again.');
  return caller;
}

function unauthenticated(message: string): AppError {
  return new AppError('unauthenticated', message);
}

function twoCredentials(message: string): AppError {
  return new AppError('two_credentials', message);
}
