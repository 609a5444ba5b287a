import { AppError } from '../../../platform/errors.ts';
import type { SafeFetch } from '../../../platform/safe-fetch.ts';
import { pageAddress } from './describe-page.ts';
import { parseSitemap, type SitemapPage } from './parse-sitemap.ts';
import { parseRobots, type RobotsRules } from './robots-rules.ts';

export interface SiteDeps {
  readonly fetcher: SafeFetch;
  readonly signal: AbortSignal;
}

const MAX_SITEMAPS = 500;
const ROBOTS_PRODUCT = 'footnote';
const USER_AGENT = 'Footnote (document source)';

/**
 * The pages of a sitemap and of the sitemaps it lists, by address, on the sitemap's own host. Throws
 * `AppError` when any of them cannot be read whole.
 */
export async function readSitemaps(
  { fetcher, signal }: SiteDeps,
  url: string,
): Promise<ReadonlyMap<string, SitemapPage>> {
  const { host } = new URL(url);
  const waiting = [url];
  const seen = new Set<string>(waiting);
  const pages = new Map<string, SitemapPage>();
  let otherHost: string | null = null;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const sitemap = parseSitemap(await fetchWhole({ fetcher, signal }, next));
    if (sitemap.kind === 'index') {
      for (const child of sitemap.sitemaps) {
        const address = addressOn(child, next);
        if (new URL(address).host !== host) throw otherHostError('a sitemap', host, address);
        if (seen.has(address)) continue;
        if (seen.size >= MAX_SITEMAPS) {
          throw new AppError('invalid_value', `${host} has more than ${MAX_SITEMAPS} sitemaps.`);
        }
        seen.add(address);
        waiting.push(address);
      }
      continue;
    }
    for (const page of sitemap.pages) {
      const address = addressOn(page.url, next);
      if (new URL(address).host === host) pages.set(address, page);
      else otherHost = address;
    }
  }
  if (pages.size === 0 && otherHost !== null) throw otherHostError('only pages', host, otherHost);
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

function otherHostError(what: string, host: string, address: string): AppError {
  return new AppError(
    'invalid_value',
    `The sitemap of ${host} lists ${what} of ${new URL(address).host}; follow that host instead.`,
  );
}
