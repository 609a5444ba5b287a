import { AppError } from '../../../platform/errors.ts';
import type { SafeFetch } from '../../../platform/safe-fetch.ts';
import { pageAddress } from './describe-page.ts';
import { USER_AGENT } from './fetch-page.ts';
import { parseSitemap, type SitemapPage } from './parse-sitemap.ts';
import { parseRobots, type RobotsRules } from './robots-rules.ts';

export interface SiteDeps {
  readonly fetcher: SafeFetch;
  readonly signal: AbortSignal;
}

const MAX_SITEMAPS = 500;
const ROBOTS_PRODUCT = 'footnote';

export interface WantedPages {
  readonly sitemapUrl: string;
  readonly isFollowed: (pathname: string) => boolean;
  readonly maxPages: number;
}

/**
 * The pages of a sitemap and of the sitemaps it lists, by address, on the sitemap's own host. Throws
 * `AppError` when any of them cannot be read whole, and for more pages than wanted: some of them would make
 * the others look gone.
 */
export async function readSitemaps(
  deps: SiteDeps,
  wanted: WantedPages,
): Promise<ReadonlyMap<string, SitemapPage>> {
  const { host } = new URL(wanted.sitemapUrl);
  const waiting = [wanted.sitemapUrl];
  const seen = new Set<string>(waiting);
  const pages = new Map<string, SitemapPage>();
  const hosts = new Set<string>();
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    const sitemap = parseSitemap(await fetchWhole(deps, url));
    if (sitemap.kind === 'pages') {
      for (const page of sitemap.pages) {
        const address = addressOn(page.url, url);
        hosts.add(new URL(address).host);
        if (isWanted(address, host, wanted)) pages.set(address, page);
        if (pages.size > wanted.maxPages) throw tooManyPages(wanted.maxPages);
      }
      continue;
    }
    for (const child of childrenOf(sitemap.sitemaps, url, host)) {
      if (seen.has(child)) continue;
      seen.add(child);
      waiting.push(child);
    }
    if (seen.size > MAX_SITEMAPS) {
      throw new AppError('invalid_value', `${host} has more than ${MAX_SITEMAPS} sitemaps.`);
    }
  }
  const [other] = hosts;
  if (other !== undefined && !hosts.has(host)) throw otherHostError('only pages', host, other);
  return pages;
}

/** No rules when the site has no robots.txt. Throws `AppError('unavailable')` when it cannot say. */
export async function readRobots({ fetcher, signal }: SiteDeps, url: string): Promise<RobotsRules> {
  const robotsUrl = new URL('/robots.txt', url);
  const response = await fetcher.fetch(robotsUrl, {
    headers: { 'user-agent': USER_AGENT },
    signal,
  });
  if (response.status === 200) return parseRobots(await response.text(), ROBOTS_PRODUCT);
  await response.body?.cancel();
  // RFC 9309, 2.3.1.3 and 2.3.1.4: without one nothing is forbidden, with a broken one everything is.
  if (response.status >= 400 && response.status < 500) return [];
  throw new AppError('unavailable', `${robotsUrl.href} was answered with ${response.status}.`);
}

function isWanted(address: string, host: string, { isFollowed }: WantedPages): boolean {
  const url = new URL(address);
  return url.host === host && isFollowed(url.pathname);
}

function childrenOf(sitemaps: readonly string[], parent: string, host: string): readonly string[] {
  return sitemaps.map((text) => {
    const address = addressOn(text, parent);
    const other = new URL(address).host;
    if (other === host) return address;
    throw otherHostError('a sitemap', host, other);
  });
}

async function fetchWhole({ fetcher, signal }: SiteDeps, url: string): Promise<Buffer> {
  const response = await fetcher.fetch(url, { headers: { 'user-agent': USER_AGENT }, signal });
  if (response.status === 200) return Buffer.from(await response.arrayBuffer());
  await response.body?.cancel();
  throw new AppError('unavailable', `The sitemap ${url} was answered with ${response.status}.`);
}

function addressOn(text: string, sitemapUrl: string): string {
  if (URL.canParse(text, sitemapUrl)) return pageAddress(new URL(text, sitemapUrl).href);
  throw new AppError('invalid_value', `The sitemap ${sitemapUrl} lists an address that is none.`);
}

function otherHostError(what: string, host: string, other: string): AppError {
  return new AppError(
    'invalid_value',
    `The sitemap of ${host} lists ${what} of ${other}; follow that host instead.`,
  );
}

function tooManyPages(maxPages: number): AppError {
  return new AppError(
    'invalid_value',
    `The sitemap lists more pages than max_pages (${maxPages}): raise it, or narrow the source with ` +
      'include and exclude.',
  );
}
