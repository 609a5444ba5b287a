import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';

const ONE_YEAR_SECONDS = 31_536_000;

/**
 * The headers that every response carries. What plain http must not promise (HSTS) is sent only when
 * the public URL is https.
 */
export function createSecurityHeaders(isHttps: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: isHttps && { maxAge: ONE_YEAR_SECONDS, includeSubDomains: false },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  });
}

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
];

/**
 * The policy of our own pages. The component kit injects one style element, which the nonce admits;
 * Trusted Types close the ways in which text could become script.
 */
export function setPagePolicy(response: Response, nonce: string, isHttps: boolean): void {
  const policy = [
    ...PAGE_POLICY,
    `style-src 'self' 'nonce-${nonce}'`,
    "require-trusted-types-for 'script'",
    'trusted-types default',
    ...(isHttps ? ['upgrade-insecure-requests'] : []),
  ];
  response.set('content-security-policy', policy.join('; '));
}

/** Swagger UI draws its icons from `data:` URLs, and writes HTML that it has sanitised itself. */
export function setDocsPolicy(response: Response, isHttps: boolean): void {
  const policy = [
    ...PAGE_POLICY.filter((directive) => !directive.startsWith('img-src')),
    "img-src 'self' data:",
    "style-src 'self'",
    ...(isHttps ? ['upgrade-insecure-requests'] : []),
  ];
  response.set('content-security-policy', policy.join('; '));
}
