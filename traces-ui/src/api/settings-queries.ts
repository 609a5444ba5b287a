import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { firstPage } from './first-page.ts';

export function apiKeysQuery() {
  return infiniteQueryOptions({
    queryKey: ['api-keys'],
    queryFn: ({ pageParam, signal }) =>
      call('listApiKeys', { query: { limit: 50, cursor: pageParam }, signal }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function policyQuery() {
  return queryOptions({
    queryKey: ['policy'],
    queryFn: ({ signal }) => call('getPolicy', { signal }),
  });
}
