import { printableLine } from './printable.ts';

/** An address that the server gave, perhaps as a path only, as a browser on this machine needs it. */
export function absoluteUrl(address: string, serverUrl: URL): string {
  const prefix = address.startsWith('/') ? serverUrl.pathname.replace(/\/$/, '') : '';
  return URL.canParse(prefix + address, serverUrl.href)
    ? new URL(prefix + address, serverUrl).href
    : printableLine(address);
}
