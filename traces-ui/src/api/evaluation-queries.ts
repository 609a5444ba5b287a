import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { GoldItem } from '../../../contract/gold-set.ts';
import { call } from './client.ts';
import { firstPage } from './first-page.ts';

const POLL_MS = 1_500;
const PAGE = 200;

export function goldSetsQuery() {
  return queryOptions({
    queryKey: ['gold-sets'],
    queryFn: ({ signal }) => call('listGoldSets', { query: { limit: PAGE }, signal }),
  });
}

export function goldSetQuery(name: string) {
  return queryOptions({
    queryKey: ['gold-set', name],
    queryFn: ({ signal }) => call('getGoldSet', { params: { name }, query: {}, signal }),
  });
}

/** Those that nobody has decided on, the oldest first. */
export function goldDraftsQuery(name: string) {
  return queryOptions({
    queryKey: ['gold-drafts', name],
    queryFn: ({ signal }) =>
      call('listGoldDrafts', { params: { name }, query: { limit: PAGE }, signal }),
  });
}

/** All items of a version: a version never changes. */
export function goldItemsQuery(name: string, version: number) {
  return queryOptions({
    queryKey: ['gold-items', name, version],
    queryFn: async ({ signal }) => {
      const items: GoldItem[] = [];
      let cursor: string | undefined;
      do {
        const query = { version, limit: PAGE, cursor };
        const page = await call('listGoldItems', { params: { name }, query, signal });
        items.push(...page.data);
        cursor = page.next_cursor ?? undefined;
      } while (cursor !== undefined);
      return items;
    },
    staleTime: Infinity,
  });
}

export function evaluationsQuery() {
  return queryOptions({
    queryKey: ['evaluations'],
    queryFn: ({ signal }) => call('listEvaluations', { query: { limit: 50 }, signal }),
    refetchInterval: ({ state }) =>
      state.data?.data.some((run) => run.finished_at === null) === true ? POLL_MS : false,
  });
}

export function evaluationQuery(id: string) {
  return queryOptions({
    queryKey: ['evaluation', id],
    queryFn: ({ signal }) => call('getEvaluation', { params: { id }, signal }),
    refetchInterval: ({ state }) => (state.data?.finished_at === null ? POLL_MS : false),
  });
}

export function evaluatedItemsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['evaluated-items', id],
    queryFn: ({ pageParam, signal }) =>
      call('listEvaluatedItems', {
        params: { id },
        query: { limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
