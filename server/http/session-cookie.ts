import type { CookieOptions, Response } from 'express';
import type { SessionChange } from './handlers.ts';

/** How the browser's session cookie is called and kept; it depends on the public URL alone. */
export interface SessionCookie {
  readonly name: string;
  readonly isSecure: boolean;
}

/** Over https the `__Host-` prefix binds the cookie to this host; plain http may not use it. */
export function sessionCookieFor(publicUrl: string): SessionCookie {
  const isSecure = new URL(publicUrl).protocol === 'https:';
  return { name: isSecure ? '__Host-footnote' : 'footnote_session', isSecure };
}

/** Every value that the header gives for the cookie: more than one is a request with two credentials. */
export function readSessionTokens(header: string | undefined, cookie: SessionCookie): string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${cookie.name}=`))
    .map((pair) => pair.slice(cookie.name.length + 1));
}

export function applySessionChange(
  response: Response,
  cookie: SessionCookie,
  change: SessionChange,
): void {
  const options: CookieOptions = {
    httpOnly: true,
    sameSite: 'strict',
    secure: cookie.isSecure,
    path: '/',
  };
  if (change.kind === 'end') response.clearCookie(cookie.name, options);
  else if (change.expiresAt === null) response.cookie(cookie.name, change.token, options);
  else response.cookie(cookie.name, change.token, { ...options, expires: change.expiresAt });
}
