import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { TraceSummary } from '../../../contract/trace-summary.ts';
import { tracesQuery } from '../api/queries.ts';
import { hasFilters, toTraceQuery } from '../search/traces-search.ts';
import { ExportLinks } from '../traces/ExportLinks.tsx';
import { TraceFilters } from '../traces/TraceFilters.tsx';
import { formatCost, formatDateTime, formatDuration, formatPercent } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { RevealedText } from '../ui/RevealedText.tsx';
import { ScoreBar } from '../ui/ScoreBar.tsx';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import { outcomeTerm, TRACE_KIND_TERMS } from '../ui/terms/outcome-terms.ts';
import { FALLBACK_WORDS, TASK_WORDS } from '../ui/terms/route-terms.ts';
import { STALE_TERM } from '../ui/terms/stale-terms.ts';
import { ANSWER_VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';

const route = getRouteApi('/app/traces');

/** Every answer on record, the newest first. */
export function TracesPage() {
  const search = route.useSearch();
  const traces = useInfiniteQuery(tracesQuery(toTraceQuery(search)));
  const rows = traces.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <div className={page.page}>
      <div className={page.heading}>
        <div>
          <h1 className={page.title}>Traces</h1>
          <p className={page.lead}>Every answer on record, the newest first.</p>
        </div>
        <Button size="xs" variant="default" onClick={() => void traces.refetch()}>
          Refresh
        </Button>
      </div>
      <TraceFilters />
      <div className={table.frame}>
        {traces.isPending && <LoadingState what="traces" lines={10} />}
        {traces.isError && (
          <ErrorState
            error={traces.error}
            action="load the traces"
            onRetry={() => void traces.refetch()}
          />
        )}
        {traces.isSuccess && rows.length === 0 && <NoTraces isFiltered={hasFilters(search)} />}
        {rows.length > 0 && <TraceTable rows={rows} />}
      </div>
      {rows.length > 0 && (
        <div className={page.more}>
          <span>{rows.length} shown</span>
          <ExportLinks search={search} />
          {traces.hasNextPage && (
            <Button
              size="xs"
              variant="default"
              loading={traces.isFetchingNextPage}
              onClick={() => void traces.fetchNextPage()}
            >
              Load more
            </Button>
          )}
        </div>
      )}
    </div>
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

function TraceTable({ rows }: { readonly rows: readonly TraceSummary[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Question</th>
          <th scope="col">Outcome</th>
          <th scope="col">Verdict</th>
          <th scope="col">Task and model</th>
          <th scope="col" className={table.number} title="Cited, selected and considered chunks">
            Cited / kept / seen
          </th>
          <th scope="col">Confidence</th>
          <th scope="col" className={table.number}>
            Latency
          </th>
          <th scope="col" className={table.number}>
            Cost
          </th>
          <th scope="col">Asked</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((trace) => (
          <TraceRow key={trace.id} trace={trace} />
        ))}
      </tbody>
    </table>
  );
}

function TraceRow({ trace }: { readonly trace: TraceSummary }) {
  const navigate = useNavigate();
  const target = { to: '/traces/$traceId', params: { traceId: trace.id } } as const;
  return (
    <tr data-clickable onClick={() => void navigate(target)}>
      <td className={table.main}>
        <Link {...target} onClick={(event) => event.stopPropagation()}>
          <RevealedText text={shorten(trace.question)} />
        </Link>
      </td>
      <td data-label="Outcome">
        <TermTag term={outcomeTerm(trace)} /> {trace.stale && <TermTag term={STALE_TERM} />}
        {trace.kind === 'replay' && <TermTag term={TRACE_KIND_TERMS.replay} />}
      </td>
      <td data-label="Verdict">
        {trace.verdict === null ? '–' : <TermTag term={ANSWER_VERDICT_TERMS[trace.verdict]} />}
      </td>
      <td data-label="Task and model">
        <div className={table.nowrap}>{trace.task === null ? '–' : TASK_WORDS[trace.task]}</div>
        <div className={`${table.soft} ${table.nowrap}`}>
          {trace.model ?? 'no model'}
          {trace.fallback !== null && (
            <span title={`Answered ${FALLBACK_WORDS[trace.fallback]}`}> · fallback</span>
          )}
        </div>
      </td>
      <td
        data-label="Cited / kept / seen"
        className={table.number}
        title={`${trace.cited_count} cited of ${trace.selected_count} selected of ${trace.candidate_count} candidates`}
      >
        {trace.cited_count} / {trace.selected_count} / {trace.candidate_count}
      </td>
      <td data-label="Confidence">
        {trace.confidence === null ? (
          '–'
        ) : (
          <ScoreBar
            label={formatPercent(trace.confidence)}
            share={trace.confidence}
            title="Confidence of retrieval"
          />
        )}
      </td>
      <td data-label="Latency" className={table.number}>
        {trace.total_ms === null ? '–' : formatDuration(trace.total_ms)}
      </td>
      <td data-label="Cost" className={table.number}>
        {formatCost(trace.cost_usd)}
      </td>
      <td data-label="Asked">
        <time dateTime={trace.created_at} title={trace.created_at} className={table.nowrap}>
          {formatDateTime(trace.created_at)}
        </time>
        <div className={table.soft} title="App, or the key that asked">
          {trace.app ?? trace.api_key_name}
        </div>
      </td>
    </tr>
  );
}

function shorten(question: string): string {
  return question.length > 160 ? `${question.slice(0, 159)}…` : question;
}
