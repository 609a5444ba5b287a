import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { QueryInput } from '../../../contract/endpoint-types.ts';
import { call } from './client.ts';
import { firstPage } from './first-page.ts';
type ItemFilters = Omit<QueryInput<'listWorkflowItems'>, 'cursor' | 'limit'>;

const RUN_POLL_MS = 2_000;

export function workflowsQuery() {
  return queryOptions({
    queryKey: ['workflows'],
    queryFn: ({ signal }) => call('listWorkflows', { signal }),
    refetchInterval: ({ state }) =>
      state.data?.data.some((workflow) => workflow.open_items > 0) ? RUN_POLL_MS : false,
  });
}

/** While tickets are open, figures and tickets are asked for again every few seconds. */
export function workflowQuery(name: string, runId: string | undefined, isOpen: boolean) {
  return queryOptions({
    queryKey: ['workflow', name, runId],
    queryFn: ({ signal }) =>
      call('getWorkflow', { params: { name }, query: { run_id: runId }, signal }),
    refetchInterval: isOpen ? RUN_POLL_MS : false,
  });
}

export function workflowRunsQuery(name: string) {
  return infiniteQueryOptions({
    queryKey: ['workflow-runs', name],
    queryFn: ({ pageParam, signal }) =>
      call('listWorkflowRuns', {
        params: { name },
        query: { limit: 20, cursor: pageParam },
        signal,
      }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.data.some((run) => run.finished_at === null) ? RUN_POLL_MS : false,
  });
}

export function workflowItemsQuery(name: string, filters: ItemFilters, isOpen: boolean) {
  return infiniteQueryOptions({
    queryKey: ['workflow-items', name, filters],
    queryFn: ({ pageParam, signal }) =>
      call('listWorkflowItems', {
        params: { name },
        query: { ...filters, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: isOpen ? RUN_POLL_MS : false,
  });
}
