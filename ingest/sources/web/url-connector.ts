import type { UrlSettings } from '../../../contract/source.ts';
import type { Connector, ConnectorDeps, SourceEntry } from '../connector.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { describePage, pageAddress } from './describe-page.ts';
import { downloadPage, PAGE_FETCH_LIMITS, probePage } from './fetch-page.ts';

export interface UrlSource {
  readonly settings: UrlSettings;
  readonly known: ReadonlyMap<string, string>;
}

const CONCURRENT_REQUESTS = 4;

/**
 * Follows the pages of a list. A page that its server says is gone (404, 410) is not listed; one that
 * cannot be reached is listed with its problem, so that one server's trouble holds up no other page.
 */
export function openUrlConnector(
  { settings, known }: UrlSource,
  deps: Pick<ConnectorDeps, 'openFetch'>,
): Connector {
  const fetcher = deps.openFetch(PAGE_FETCH_LIMITS);

  async function* list(signal: AbortSignal): AsyncGenerator<SourceEntry> {
    const urls = new Set(settings.urls.map((url) => pageAddress(url)));
    const probed = mapConcurrently(urls, CONCURRENT_REQUESTS, async (url) => {
      signal.throwIfAborted();
      return describePage(url, await probePage(fetcher, { url, signal }, known.get(url)));
    });
    for await (const entry of probed) if (entry !== null) yield entry;
  }

  return {
    list,
    read: (entry, signal) => downloadPage(fetcher, { url: entry.path, signal }),
    close: () => fetcher.close(),
  };
}
