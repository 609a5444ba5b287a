import type { SitemapSettings } from '../../../contract/source.ts';
import type { Connector, ConnectorDeps, SourceEntry } from '../connector.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { createPageFilter } from '../select-paths.ts';
import { describePage } from './describe-page.ts';
import { downloadPage, PAGE_FETCH_LIMITS, probePage, type PageState } from './fetch-page.ts';
import { MAX_SITEMAP_BYTES, type SitemapPage } from './parse-sitemap.ts';
import { readRobots, readSitemaps } from './read-site.ts';
import { isAllowedByRobots, type RobotsRules } from './robots-rules.ts';

export interface SitemapSource {
  readonly settings: SitemapSettings;
  readonly known: ReadonlyMap<string, string>;
}

/** What a small site bears beside its readers. */
const CONCURRENT_REQUESTS = 2;
const LAST_MODIFIED_PREFIX = 'lastmod:';
const TWO_DAYS_MS = 48 * 60 * 60 * 1_000;

/**
 * Follows the pages that a site's sitemap lists, on the sitemap's host and as its robots.txt allows. A
 * `lastmod` stands for a page's fingerprint; a page without one is asked for it.
 */
export function openSitemapConnector(
  { settings, known }: SitemapSource,
  { openFetch, now }: Pick<ConnectorDeps, 'openFetch' | 'now'>,
): Connector {
  const fetcher = openFetch(PAGE_FETCH_LIMITS);
  const sitemapFetcher = openFetch({ ...PAGE_FETCH_LIMITS, maxResponseBytes: MAX_SITEMAP_BYTES });
  const { host } = new URL(settings.url);
  const isFollowed = createPageFilter(settings);

  async function* list(signal: AbortSignal): AsyncGenerator<SourceEntry> {
    const rules = await readRobots({ fetcher, signal }, settings.url);
    const pages = await readSitemaps(
      { fetcher: sitemapFetcher, signal },
      { sitemapUrl: settings.url, isFollowed, maxPages: settings.max_pages },
    );
    const states = mapConcurrently(pages, CONCURRENT_REQUESTS, async ([url, page]) => {
      signal.throwIfAborted();
      const state =
        stateWithoutAsking({ url, page, rules, now: now() }) ??
        (await probePage(fetcher, { url, signal, host }, known.get(url)));
      return describePage(url, state);
    });
    for await (const entry of states) if (entry !== null) yield entry;
  }

  return {
    list,
    async read(entry, signal) {
      const file = await downloadPage(fetcher, { url: entry.path, signal, host });
      const isFromSitemap = entry.fingerprint.startsWith(LAST_MODIFIED_PREFIX);
      return isFromSitemap ? { ...file, fingerprint: entry.fingerprint } : file;
    },
    async close() {
      await Promise.all([fetcher.close(), sitemapFetcher.close()]);
    },
  };
}

interface ListedPage {
  readonly url: string;
  readonly page: SitemapPage;
  readonly rules: RobotsRules;
  readonly now: Date;
}

function stateWithoutAsking({ url, page, rules, now }: ListedPage): PageState | null {
  if (!isAllowedByRobots(rules, url)) {
    const detail = "The site's robots.txt does not allow it to be read.";
    return { kind: 'problem', problem: { code: 'source_unavailable', detail } };
  }
  if (page.lastModified === null || mayStillChange(page.lastModified, now)) return null;
  const fingerprint = `${LAST_MODIFIED_PREFIX}${page.lastModified}`;
  return { kind: 'found', fingerprint, size: null };
}

/** A day without a time says nothing about the changes that the rest of that day brings. */
function mayStillChange(lastModified: string, now: Date): boolean {
  const hasTime = lastModified.includes('T');
  if (hasTime && !Number.isNaN(Date.parse(lastModified))) return false;
  const day = Date.parse(lastModified);
  return Number.isNaN(day) || now.getTime() - day < TWO_DAYS_MS;
}
