import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  type QueryKey,
  queryOptions,
} from '@tanstack/react-query';
import type { QueryInput, ResponseOf } from '../../../contract/endpoint-types.ts';
import { call } from './client.ts';
import { firstPage } from './first-page.ts';

export type TraceFilters = Omit<QueryInput<'listTraces'>, 'cursor' | 'limit'>;

/** Rows of a page: two screens of them. */
const PAGE_ROWS = 100;
const BARS = 80;
const TAIL_MS = 3_000;
const OVERVIEW_MS = 15_000;

const LISTS = ['traces', 'list'] as const;

export function tracesQuery(filters: TraceFilters) {
  return infiniteQueryOptions({
    queryKey: [...LISTS, filters],
    queryFn: ({ pageParam, signal }) =>
      call('listTraces', { query: { ...filters, limit: PAGE_ROWS, cursor: pageParam }, signal }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    // Comparing 20,000 rows with every new page would make scrolling jerk.
    structuralSharing: false,
  });
}

/** Ids of the lists that were loaded lately, in their order; the last list that was looked at first. */
export function loadedTraces(client: QueryClient): readonly (readonly string[])[] {
  const loadedAt = (key: QueryKey) => client.getQueryState(key)?.dataUpdatedAt ?? 0;
  return client
    .getQueriesData<InfiniteData<ResponseOf<'listTraces'>>>({ queryKey: LISTS })
    .toSorted(([left], [right]) => loadedAt(right) - loadedAt(left))
    .map(([, list]) => (list?.pages ?? []).flatMap((page) => page.data.map(({ id }) => id)));
}

/** The newest page, asked for again and again while the list is live. */
export function traceTailQuery(filters: TraceFilters, isLive: boolean) {
  return queryOptions({
    queryKey: ['traces', 'tail', filters],
    queryFn: ({ signal }) =>
      call('listTraces', { query: { ...filters, limit: PAGE_ROWS }, signal }),
    enabled: isLive,
    refetchInterval: TAIL_MS,
    structuralSharing: false,
  });
}

export function traceOverviewQuery(filters: TraceFilters, isLive: boolean) {
  return queryOptions({
    queryKey: ['traces', 'overview', filters],
    queryFn: ({ signal }) =>
      call('getTraceOverview', { query: { ...filters, bars: BARS }, signal }),
    refetchInterval: isLive ? OVERVIEW_MS : false,
  });
}

export function savedViewsQuery() {
  return queryOptions({
    queryKey: ['saved-views'],
    queryFn: ({ signal }) => call('listSavedViews', { signal }),
  });
}
