import ipaddr from 'ipaddr.js';

/** Where one surface of the service (models, web addresses, ...) may connect to. */
export interface FetchPolicy {
  /**
   * Exact origins that the operator configured, as `http://127.0.0.1:11434`. They alone may be plain
   * http, on any port, private or loopback.
   */
  readonly allowedOrigins: readonly string[];
  /** Whether origins that are not listed may be fetched, under the rules that follow. */
  readonly allowOtherOrigins: boolean;
  readonly allowHttp: boolean;
  /** Loopback, private, shared and unique-local addresses; link-local ones stay refused. */
  readonly allowPrivateAddresses: boolean;
  readonly ports: readonly number[];
}

export type UrlCheck =
  | { readonly kind: 'allowed'; readonly url: URL }
  | { readonly kind: 'refused'; readonly reason: string };

/** For addresses that come from outside: public hosts by https alone. */
export const PUBLIC_WEB_POLICY: FetchPolicy = {
  allowedOrigins: [],
  allowOtherOrigins: true,
  allowHttp: false,
  allowPrivateAddresses: false,
  ports: [443, 8443],
};

const PRIVATE_RANGES: ReadonlySet<string> = new Set([
  'loopback',
  'private',
  'carrierGradeNat',
  'uniqueLocal',
]);

/** For a surface that talks to configured origins and to nothing else. */
export function policyForOrigins(urls: readonly string[]): FetchPolicy {
  const allowedOrigins = urls.map((url) => new URL(url).origin);
  return { ...PUBLIC_WEB_POLICY, allowedOrigins, allowOtherOrigins: false };
}

/**
 * Whether a URL may be fetched as far as its text tells; a name's addresses are checked when they are
 * connected to. The reason never repeats the URL's path or query, which may hold a secret.
 */
export function checkUrl(text: string, policy: FetchPolicy): UrlCheck {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const reason = url === undefined ? 'it is not an absolute URL' : refusalOf(url, policy);
  if (url === undefined || reason !== null) return { kind: 'refused', reason: reason ?? '' };
  return { kind: 'allowed', url };
}

/** Why an address may not be connected to, or null when it may. */
export function refusalOfAddress(address: string, policy: FetchPolicy): string | null {
  const range = rangeOf(address);
  if (range === 'unicast') return null;
  if (policy.allowPrivateAddresses && PRIVATE_RANGES.has(range)) return null;
  return `${address} is not a public address (${range})`;
}

export function isAllowedOrigin(origin: string, policy: FetchPolicy): boolean {
  return policy.allowedOrigins.includes(origin);
}

/** Host names as the resolver and the address parser want them: IPv6 literals without brackets. */
export function bareHostname(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/u, '$1');
}

function refusalOf(url: URL, policy: FetchPolicy): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'only https is fetched';
  if (url.username !== '' || url.password !== '') return 'it holds a user name or a password';
  if (isAllowedOrigin(url.origin, policy)) return null;
  if (!policy.allowOtherOrigins) return `${url.origin} is not a configured origin`;
  if (url.protocol === 'http:' && !policy.allowHttp) return 'only https is fetched';
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  if (!policy.ports.includes(port)) return `port ${port} is not on the list of ports`;
  return refusalOfHost(bareHostname(url.hostname), policy);
}

function refusalOfHost(host: string, policy: FetchPolicy): string | null {
  if (ipaddr.isValid(host)) return refusalOfAddress(host, policy);
  const isLocal = /(?:^|\.)localhost\.?$/u.test(host);
  return isLocal && !policy.allowPrivateAddresses ? `${host} names this machine` : null;
}

/**
 * The range of an address by ipaddr.js, after an IPv4 address was taken out of its IPv6 form. What
 * lies outside 2000::/3 (RFC 4291) is never `unicast`: the library only knows the ranges it lists.
 */
function rangeOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'not an address';
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.range();
  const embedded = embeddedIpv4(parsed);
  if (embedded !== null) return embedded.range();
  const range = parsed.range();
  const isGlobal = ((parsed.parts[0] ?? 0) & 0xe000) === 0x2000;
  return range === 'unicast' && !isGlobal ? 'reserved' : range;
}

/**
 * The address behind IPv4-mapped and well-known NAT64 (RFC 6052) forms. IPv4-compatible addresses,
 * 6to4, Teredo and local-use NAT64 are not taken apart but refused, as no host needs them.
 */
function embeddedIpv4(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const [a, b, c, d, e, f, high = 0, low = 0] = address.parts;
  const isMapped = [a, b, c, d, e].every((part) => part === 0) && f === 0xffff;
  const isNat64 = a === 0x64 && b === 0xff9b && [c, d, e, f].every((part) => part === 0);
  if (!isMapped && !isNat64) return null;
  return new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff]);
}
