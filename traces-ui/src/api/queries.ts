import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { QueryInput } from '../../../contract/endpoint-types.ts';
import { call } from './client.ts';

type TraceFilters = Omit<QueryInput<'listTraces'>, 'cursor' | 'limit'>;
type DocumentListFilters = Omit<QueryInput<'listDocuments'>, 'cursor' | 'limit'>;

/** What never changes once it is stored is fetched once. */
const IMMUTABLE = { staleTime: Infinity } as const;

export function sessionQuery() {
  return queryOptions({
    queryKey: ['session'],
    queryFn: ({ signal }) => call('getSession', { signal }),
    staleTime: 60_000,
  });
}

export function answerQuery(id: string) {
  return queryOptions({
    queryKey: ['answer', id],
    queryFn: ({ signal }) => call('getAnswer', { params: { id }, signal }),
    ...IMMUTABLE,
  });
}

export function tracesQuery(filters: TraceFilters) {
  return infiniteQueryOptions({
    queryKey: ['traces', filters],
    queryFn: ({ pageParam, signal }) =>
      call('listTraces', { query: { ...filters, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function traceQuery(id: string) {
  return queryOptions({
    queryKey: ['trace', id],
    queryFn: ({ signal }) => call('getTrace', { params: { id }, signal }),
    staleTime: 30_000,
  });
}

export function traceChunksQuery(id: string) {
  return queryOptions({
    queryKey: ['trace-chunks', id],
    queryFn: ({ signal }) => call('getTraceChunks', { params: { id }, signal }),
    staleTime: 30_000,
  });
}

export function modelsQuery() {
  return queryOptions({
    queryKey: ['models'],
    queryFn: ({ signal }) => call('listModels', { signal }),
    staleTime: 60_000,
  });
}

export function collectionsQuery() {
  return queryOptions({
    queryKey: ['collections'],
    queryFn: ({ signal }) => call('listCollections', { query: { limit: 200 }, signal }),
    staleTime: 30_000,
  });
}

export function documentsQuery(filters: DocumentListFilters) {
  return infiniteQueryOptions({
    queryKey: ['documents', filters],
    queryFn: ({ pageParam, signal }) =>
      call('listDocuments', { query: { ...filters, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function documentQuery(id: string) {
  return queryOptions({
    queryKey: ['document', id],
    queryFn: ({ signal }) => call('getDocument', { params: { id }, signal }),
  });
}

export function documentVersionsQuery(id: string) {
  return queryOptions({
    queryKey: ['document-versions', id],
    queryFn: ({ signal }) =>
      call('listDocumentVersions', { params: { id }, query: { limit: 50 }, signal }),
  });
}

export function documentVersionQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ['document-version', id, version],
    queryFn: ({ signal }) => call('getDocumentVersion', { params: { id, version }, signal }),
    ...IMMUTABLE,
  });
}

/** The cursor of the first page is "none yet". */
function firstPage(): string | undefined {
  return undefined;
}
