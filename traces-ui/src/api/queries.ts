import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Collection } from '../../../contract/collection.ts';
import type { BodyInput, QueryInput, ResponseOf } from '../../../contract/endpoint-types.ts';
import type { MetricGroup } from '../../../contract/metrics.ts';
import type { ReviewStatus } from '../../../contract/review.ts';
import { costBody } from '../cost/cost-body.ts';
import type { CostSearch } from '../search/cost-search.ts';
import { askWhyNot } from './ask-why-not.ts';
import { call } from './client.ts';
import { firstPage } from './first-page.ts';

type DocumentListFilters = Omit<QueryInput<'listDocuments'>, 'cursor' | 'limit'>;

/** What never changes once it is stored is fetched once. */
const IMMUTABLE = { staleTime: Infinity } as const;

const RUN_POLL_MS = 2_000;
const CIRCUIT_POLL_MS = 5_000;

export interface VersionsCompared {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

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
    staleTime: 30_000,
  });
}

export function retrieveQuery(body: BodyInput<'retrieve'>) {
  return queryOptions({
    queryKey: ['retrieve', body],
    queryFn: ({ signal }) => call('retrieve', { body, signal }),
    staleTime: 60_000,
  });
}

export function reviewsQuery(status: ReviewStatus) {
  return infiniteQueryOptions({
    queryKey: ['reviews', status],
    queryFn: ({ pageParam, signal }) =>
      call('listReviews', { query: { status, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function reviewQuery(id: string) {
  return queryOptions({
    queryKey: ['review', id],
    queryFn: ({ signal }) => call('getReview', { params: { id }, signal }),
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

/** Figures of the last so many days, until now. */
export function metricsQuery(days: number, by: MetricGroup) {
  return queryOptions({
    queryKey: ['metrics', days, by],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - days * 86_400_000).toISOString();
      return call('getMetricsSummary', { query: { from, group_by: by }, signal });
    },
    staleTime: 30_000,
  });
}

export function costQuery(search: CostSearch) {
  return queryOptions({
    queryKey: ['cost', search],
    queryFn: ({ signal }) => call('simulateCost', { body: costBody(search), signal }),
    staleTime: 30_000,
  });
}

/** What changed and moved in the last so many days, in windows of so many answers. */
export function driftQuery(days: number, window: number) {
  return queryOptions({
    queryKey: ['drift', days, window],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - days * 86_400_000).toISOString();
      return call('getDrift', { query: { from, window }, signal });
    },
    staleTime: 60_000,
  });
}

/** While one is under way, it is asked for again every few seconds. */
export function driftAttributionsQuery() {
  return queryOptions({
    queryKey: ['drift-attributions'],
    queryFn: ({ signal }) => call('listDriftAttributions', { query: { limit: 1 }, signal }),
    refetchInterval: ({ state }) =>
      state.data?.data[0]?.status === 'running' ? RUN_POLL_MS : false,
  });
}

export function traceHistoryQuery(id: string) {
  return queryOptions({
    queryKey: ['trace-history', id],
    queryFn: ({ signal }) => call('getTraceHistory', { params: { id }, signal }),
  });
}

export function traceDiffQuery(id: string, other: string) {
  return queryOptions({
    queryKey: ['trace-diff', id, other],
    queryFn: ({ signal }) => call('diffTraces', { params: { id, other }, signal }),
    ...IMMUTABLE,
  });
}

/** Why what is named was not retrieved: changes with what may be read, and hardly otherwise. */
export function whyNotQuery(id: string, name: string) {
  return queryOptions({
    queryKey: ['why-not', id, name],
    queryFn: ({ signal }) => askWhyNot(id, name, signal),
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

/** Circuits change by themselves, so they are asked for again and again. */
export function routedModelsQuery() {
  return queryOptions({
    queryKey: ['routed-models'],
    queryFn: ({ signal }) => call('listRoutedModels', { signal }),
    refetchInterval: CIRCUIT_POLL_MS,
  });
}

/** What is set aside changes with every call under way. */
export function budgetsQuery() {
  return queryOptions({
    queryKey: ['budgets'],
    queryFn: ({ signal }) => call('listBudgets', { query: { limit: 200 }, signal }),
    refetchInterval: CIRCUIT_POLL_MS,
  });
}

export function collectionsQuery() {
  return queryOptions({
    queryKey: ['collections'],
    queryFn: ({ signal }) => call('listCollections', { query: { limit: 200 }, signal }),
    staleTime: 30_000,
    refetchInterval: ({ state }) => (state.data?.data.some(isBeingBuilt) ? RUN_POLL_MS : false),
  });
}

function isBeingBuilt({ reindexing, reembedding }: Collection): boolean {
  return reindexing !== null || reembedding !== null;
}

/** Documents with these words in their title or source, as many as come at once. */
export function documentsNamedQuery(words: string) {
  return queryOptions({
    queryKey: ['documents-named', words],
    queryFn: ({ signal }) => call('listDocuments', { query: { q: words, limit: 200 }, signal }),
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

export function documentVersionListQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ['document-versions', id, 'list'],
    queryFn: ({ pageParam, signal }) =>
      call('listDocumentVersions', {
        params: { id },
        query: { limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

export function documentVersionQuery(id: string, version: number) {
  return queryOptions({
    queryKey: ['document-version', id, version],
    queryFn: ({ signal }) => call('getDocumentVersion', { params: { id, version }, signal }),
    ...IMMUTABLE,
  });
}

export function versionDiffQuery(id: string, between: VersionsCompared) {
  return queryOptions({
    queryKey: ['version-diff', id, between],
    queryFn: ({ signal }) =>
      call('diffDocumentVersions', { params: { id }, query: between, signal }),
  });
}

export function documentAnswersQuery(id: string, stale: 'true' | 'false') {
  return infiniteQueryOptions({
    queryKey: ['citing-answers', 'document', id, stale],
    queryFn: ({ pageParam, signal }) =>
      call('listDocumentAnswers', {
        params: { id },
        query: { stale, limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** The newest stale answers that cite a document: enough to find one that was just opened. */
export function staleAnswersOfDocumentQuery(id: string) {
  return queryOptions({
    queryKey: ['citing-answers', 'document', id, 'newest'],
    queryFn: ({ signal }) =>
      call('listDocumentAnswers', {
        params: { id },
        query: { stale: 'true', limit: 200 },
        signal,
      }),
  });
}

/** `count`: how many there are by the run itself; another count is another list. */
export function runStaleAnswersQuery(id: string, count: number) {
  return infiniteQueryOptions({
    queryKey: ['citing-answers', 'run', id, count],
    queryFn: ({ pageParam, signal }) =>
      call('listRunStaleAnswers', {
        params: { id },
        query: { limit: 50, cursor: pageParam },
        signal,
      }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** While a run goes on, the list is asked for again every few seconds. */
export function ingestRunsQuery() {
  return infiniteQueryOptions({
    queryKey: ['ingest-runs'],
    queryFn: ({ pageParam, signal }) =>
      call('listIngestRuns', { query: { limit: 50, cursor: pageParam }, signal }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages[0]?.data.some((run) => run.finished_at === null) ? RUN_POLL_MS : false,
  });
}

export function ingestRunQuery(id: string) {
  return queryOptions({
    queryKey: ['ingest-run', id],
    queryFn: ({ signal }) => call('getIngestRun', { params: { id }, signal }),
  });
}

/** While a source is being followed, the list is asked for again every few seconds. */
export function sourcesQuery() {
  return infiniteQueryOptions({
    queryKey: ['sources'],
    queryFn: ({ pageParam, signal }) =>
      call('listSources', { query: { limit: 50, cursor: pageParam }, signal }),
    initialPageParam: firstPage(),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages.some(hasSyncUnderWay) ? RUN_POLL_MS : false),
  });
}

function hasSyncUnderWay(page: ResponseOf<'listSources'>): boolean {
  return page.data.some(({ last_sync: sync }) => sync !== null && sync.finished_at === null);
}
