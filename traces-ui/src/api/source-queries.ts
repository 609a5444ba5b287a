import { queryOptions } from '@tanstack/react-query';
import { isOnPage } from '../source-view/place-boxes.ts';
import { buildUrl, call, send } from './client.ts';

const IMMUTABLE = { staleTime: Infinity } as const;
const ORIGINAL_KEPT_MS = 60_000;
/** A chunk is much shorter than a page; further on nothing of it can stand. */
const PAGES_OF_A_CHUNK = 3;

/** The bytes that were ingested; they are let go soon after nobody shows them. */
export function originalQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ['original', id, version],
    queryFn: async ({ signal }) => {
      const url = buildUrl('/v1/documents/:id/original', { id }, { version });
      return (await send(url, { signal })).arrayBuffer();
    },
    ...IMMUTABLE,
    gcTime: ORIGINAL_KEPT_MS,
  });
}

export function versionPageQuery(id: string, version: number, page: number) {
  return queryOptions({
    queryKey: ['version-page', id, version, page],
    queryFn: ({ signal }) => call('getVersionPage', { params: { id, version, page }, signal }),
    ...IMMUTABLE,
  });
}

interface MarkedRange {
  /** The page on which its chunk begins. */
  readonly from: number;
  readonly pageCount: number;
  readonly start: number;
  readonly end: number;
}

/** The page on which a range of the text begins; where none of the next has it, the one of its chunk. */
export function markedPageQuery(id: string, version: number, range: MarkedRange) {
  const { from, pageCount, start, end } = range;
  return queryOptions({
    queryKey: ['marked-page', id, version, from, start, end],
    queryFn: async ({ client }) => {
      const last = Math.min(pageCount, from + PAGES_OF_A_CHUNK - 1);
      for (let page = from; page <= last; page += 1) {
        // oxlint-disable-next-line no-await-in-loop -- most often the first page has it
        const layout = await client.ensureQueryData(versionPageQuery(id, version, page));
        if (isOnPage(layout, { start, end })) return page;
      }
      return from;
    },
    ...IMMUTABLE,
  });
}
