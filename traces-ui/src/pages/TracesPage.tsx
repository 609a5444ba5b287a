import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Radio } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import type { TraceOverview } from '../../../contract/trace-overview.ts';
import { traceOverviewQuery, tracesQuery } from '../api/trace-list-queries.ts';
import { hasFilters, readTracesSearch, toTraceQuery } from '../search/traces-search.ts';
import { ExportLinks } from '../traces/ExportLinks.tsx';
import { SavedViews } from '../traces/SavedViews.tsx';
import { TimePresets } from '../traces/TimePresets.tsx';
import { TraceFilters } from '../traces/TraceFilters.tsx';
import { TraceTable } from '../traces/TraceTable.tsx';
import { type TailState, useLiveTail } from '../traces/use-live-tail.ts';
import { VolumeStrip } from '../traces/VolumeStrip.tsx';
import { formatCount } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { useShortcuts } from '../ui/shortcuts/use-shortcuts.ts';
import styles from './traces-page.module.css';

const route = getRouteApi('/app/traces');

/** Every answer on record: found by its words, by what became of it, and by when it was given. */
export function TracesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filters = useMemo(() => toTraceQuery(search), [search]);
  const isLive = search.live === '1';
  const tail = useLiveTail(filters, isLive);
  const { data: overview } = useQuery({
    ...traceOverviewQuery(filters, isLive),
    placeholderData: keepPreviousData,
  });
  return (
    <div className={page.page}>
      <div className={page.heading}>
        <div className={styles.titles}>
          <h1 className={page.title}>Traces</h1>
          <p className={page.lead} title={describeCount(overview, search)}>
            {describeCount(overview, search)}
          </p>
        </div>
        <div className={styles.actions}>
          <ClearButton />
          <TimePresets />
          <LiveButton
            tail={tail}
            onToggle={() =>
              void navigate({
                search: (current) => ({ ...current, live: isLive ? undefined : '1' }),
                replace: true,
              })
            }
          />
          <SavedViews />
          <ExportLinks search={search} />
        </div>
      </div>
      <TraceFilters overview={overview} />
      <VolumeStrip
        overview={overview}
        onRange={(range) =>
          void navigate({ search: (current) => readTracesSearch({ ...current, ...range }) })
        }
      />
      <TraceList />
    </div>
  );
}

function ClearButton() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const clear = () => void navigate({ search: { live: search.live }, replace: true });
  useShortcuts('Traces', [{ keys: 'x', does: 'Clear the filters', run: clear }]);
  return (
    <Button size="compact-xs" variant="subtle" disabled={!hasFilters(search)} onClick={clear}>
      Clear filters
    </Button>
  );
}

function TraceList() {
  const search = route.useSearch();
  const filters = useMemo(() => toTraceQuery(search), [search]);
  const traces = useInfiniteQuery(tracesQuery(filters));
  const { data, isFetchingNextPage, fetchNextPage } = traces;
  const rows = useMemo(() => data?.pages.flatMap((part) => part.data) ?? [], [data]);
  const loadMore = useCallback(() => {
    if (!isFetchingNextPage) void fetchNextPage();
  }, [isFetchingNextPage, fetchNextPage]);
  return (
    <>
      <div className={styles.frame}>
        {traces.isPending && <LoadingState what="traces" lines={12} />}
        {traces.isError && rows.length === 0 && (
          <ErrorState
            error={traces.error}
            action="load the traces"
            onRetry={() => void traces.refetch()}
          />
        )}
        {traces.isSuccess && rows.length === 0 && <NoTraces isFiltered={hasFilters(search)} />}
        {rows.length > 0 && (
          <TraceTable
            rows={rows}
            list={search}
            hasMore={traces.hasNextPage && !traces.isError}
            onEnd={loadMore}
          />
        )}
      </div>
      {rows.length > 0 && (
        <div className={page.more}>
          {traces.isError ? (
            <Button size="xs" variant="default" onClick={() => void fetchNextPage()}>
              The next ones could not be loaded: try again
            </Button>
          ) : (
            <span>
              {formatCount(rows.length)} loaded
              {traces.hasNextPage ? ', more come as you scroll' : ', that is all'}
            </span>
          )}
        </div>
      )}
    </>
  );
}

const TAIL_WORDS: Readonly<Record<TailState, string>> = {
  off: 'Live',
  following: 'Live: on',
  paused: 'Live: paused, scroll to the top',
};

function LiveButton({
  tail,
  onToggle,
}: {
  readonly tail: TailState;
  readonly onToggle: () => void;
}) {
  return (
    <Button
      size="xs"
      variant={tail === 'off' ? 'default' : 'light'}
      aria-pressed={tail !== 'off'}
      leftSection={<Radio size={13} aria-hidden="true" />}
      onClick={onToggle}
    >
      {TAIL_WORDS[tail]}
    </Button>
  );
}

function NoTraces({ isFiltered }: { readonly isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState title="No trace matches these filters">
      <Link to="/traces">Clear the filters</Link>
    </EmptyState>
  ) : (
    <EmptyState title="Nothing has been asked yet">
      <Link to="/">Ask a question</Link>
    </EmptyState>
  );
}

/** Counts of many say that they are of the newest: nothing reads a million rows to say more. */
function describeCount(
  overview: TraceOverview | undefined,
  search: Parameters<typeof hasFilters>[0],
): string {
  if (overview === undefined) return 'Every answer on record, the newest first.';
  const { count, is_whole: isWhole, facets_are_whole: areWhole } = overview;
  const said = isWhole ? formatCount(count) : `More than ${formatCount(count - 1)}`;
  const matching = hasFilters(search) ? 'matching ' : '';
  const bound = isWhole && areWhole ? '' : ' The counts beside the filters are of the newest.';
  return `${said} ${matching}${count === 1 ? 'trace' : 'traces'}, the newest first.${bound}`;
}
