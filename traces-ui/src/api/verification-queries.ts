import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { VerificationRun } from '../../../contract/verification-run.ts';
import { call } from './client.ts';
import { firstPage } from './first-page.ts';

const POLL_MS = 1_000;

export const verificationRunsKey = ['verification-runs'] as const;

export function verificationRunsQuery() {
  return infiniteQueryOptions({
    queryKey: verificationRunsKey,
    queryFn: ({ pageParam, signal }) =>
      call('listVerificationRuns', { query: { limit: 50, cursor: pageParam }, signal }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some(isRunning)) === true ? POLL_MS : false,
  });
}

export function verificationRunQuery(id: string) {
  return queryOptions({
    queryKey: ['verification-run', id],
    queryFn: ({ signal }) => call('getVerificationRun', { params: { id }, signal }),
    refetchInterval: ({ state }) => (isRunning(state.data) ? POLL_MS : false),
  });
}

/** `checked`: how many answers the run had checked when it was asked, so that a running one is asked again. */
export function verificationResultsQuery(
  id: string,
  {
    changed,
    checked,
  }: { readonly changed: 'true' | 'false' | undefined; readonly checked: number },
) {
  return infiniteQueryOptions({
    queryKey: ['verification-results', id, changed ?? 'all', checked],
    queryFn: ({ pageParam, signal }) =>
      call('listVerificationResults', {
        params: { id },
        query: { limit: 100, changed, cursor: pageParam },
        signal,
      }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (before) => before,
  });
}

function isRunning(run: Pick<VerificationRun, 'status'> | undefined): boolean {
  return run?.status === 'running';
}
