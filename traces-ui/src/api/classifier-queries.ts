import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { firstPage } from './first-page.ts';

export function classifiersQuery() {
  return infiniteQueryOptions({
    queryKey: ['classifiers', 'list'],
    queryFn: ({ pageParam, signal }) =>
      call('listClassifiers', { query: { limit: 50, cursor: pageParam }, signal }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function classifierQuery(name: string) {
  return queryOptions({
    queryKey: ['classifiers', 'one', name],
    queryFn: ({ signal }) => call('getClassifier', { params: { name }, signal }),
  });
}

export function classifierVersionsQuery(name: string) {
  return queryOptions({
    queryKey: ['classifiers', 'versions', name],
    queryFn: ({ signal }) =>
      call('listClassifierVersions', { params: { name }, query: { limit: 50 }, signal }),
  });
}

/** Versions never change, and neither does what differs between two. */
export function versionComparisonQuery(name: string, from: number, to: number) {
  return queryOptions({
    queryKey: ['classifier-comparison', name, from, to],
    queryFn: ({ signal }) =>
      call('compareClassifierVersions', { params: { name }, query: { from, to }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
