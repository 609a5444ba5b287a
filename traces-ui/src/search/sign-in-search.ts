import type { RawSearch } from './url-search.ts';

export interface SignInSearch {
  /** The address to go back to: a path of this site, with its query. */
  readonly from?: string | undefined;
}

const MAX_PATH_CHARS = 2_000;

export function readSignInSearch(search: RawSearch): SignInSearch {
  const { from } = search;
  // `//host` and `/\host` would leave the site.
  const isOwnPath = typeof from === 'string' && /^\/(?![/\\])/.test(from);
  return { from: isOwnPath && from.length <= MAX_PATH_CHARS ? from : undefined };
}
