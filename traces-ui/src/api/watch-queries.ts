import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { firstPage } from './first-page.ts';

const POLL_MS = 2_000;
const REFRESH_MS = 30_000;

export function canariesQuery() {
  return queryOptions({
    queryKey: ['canaries'],
    queryFn: ({ signal }) => call('listCanaries', { query: { limit: 100 }, signal }),
    refetchInterval: ({ state }) =>
      state.data?.data.some(({ status }) => status !== 'done') === true ? POLL_MS : REFRESH_MS,
  });
}

export function canaryRoundQuery(id: string) {
  return queryOptions({
    queryKey: ['canary-round', id],
    queryFn: ({ signal }) => call('getCanaryRound', { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data?.status === 'done' ? false : POLL_MS),
  });
}

export function alertsQuery() {
  return infiniteQueryOptions({
    queryKey: ['alerts'],
    queryFn: ({ pageParam, signal }) =>
      call('listAlerts', { query: { limit: 50, cursor: pageParam }, signal }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: REFRESH_MS,
  });
}
