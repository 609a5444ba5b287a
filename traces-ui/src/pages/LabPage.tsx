import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useLocation } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { RetrieveResponse } from '../../../contract/retrieval.ts';
import { retrieveQuery, traceQuery } from '../api/queries.ts';
import { useMay } from '../api/use-session.ts';
import { LabComparison } from '../lab/LabComparison.tsx';
import { buildLabRequest } from '../lab/lab-request.ts';
import { LabSettings } from '../lab/LabSettings.tsx';
import styles from '../lab/lab.module.css';
import { NoCandidates } from '../lab/NoCandidates.tsx';
import { SaveGold } from '../lab/SaveGold.tsx';
import { hasFigureOutOfBounds, type LabSearch } from '../search/lab-search.ts';
import { BumpChart } from '../trace/BumpChart.tsx';
import { CandidateTable } from '../trace/CandidateTable.tsx';
import { findStrongestScores } from '../trace/ledger-summary.ts';
import { RetrievalNotes } from '../trace/RetrievalNotes.tsx';
import { formatDuration, formatPercent } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';

const route = getRouteApi('/app/lab');
const SETTLE_MS = 400;
/** Is not searched for. */
const NOTHING: ReturnType<typeof buildLabRequest> = { question: '' };

/** Settings of retrieval beside what they bring, as they are changed. */
export function LabPage() {
  const search = route.useSearch();
  const trace = useQuery({
    ...traceQuery(search.trace ?? ''),
    enabled: search.trace !== undefined,
  });
  const kept = useLocation({ select: (location) => location.state.question });
  if (search.trace !== undefined && trace.isPending) {
    return <LoadingState what="the trace" lines={10} />;
  }
  if (search.trace !== undefined && trace.isError) {
    return <ErrorState error={trace.error} action="load the trace" />;
  }
  const served =
    trace.data !== undefined && 'retrieval' in trace.data ? trace.data.retrieval : undefined;
  return <Lab key={search.trace} first={kept ?? trace.data?.question.text ?? ''} served={served} />;
}

interface LabProps {
  readonly first: string;
  readonly served: React.ComponentProps<typeof LabComparison>['served'] | undefined;
}

function Lab({ first, served }: LabProps) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [question, setQuestion] = useState(first);
  const isRefused = hasFigureOutOfBounds(search);
  const wanted = useMemo(
    () => (isRefused ? NOTHING : buildLabRequest(question.trim(), search)),
    [isRefused, question, search],
  );
  const [tried] = useDebouncedValue(wanted, SETTLE_MS);
  const isTried = wanted.question !== '' && tried.question !== '';
  const found = useQuery({
    ...retrieveQuery(tried),
    enabled: isTried,
    placeholderData: keepPreviousData,
  });
  const set = (change: LabSearch) =>
    void navigate({
      search: (current) => ({ ...current, ...change }),
      state: (current) => ({ ...current, question }),
      replace: true,
      resetScroll: false,
    });
  return (
    <div className={page.page}>
      <div>
        <h1 className={page.title}>Retrieval lab</h1>
        <p className={page.lead}>
          Nothing is generated. Each change searches anew and leaves a trace of its own.
        </p>
      </div>
      <div className={styles.columns}>
        <LabSettings question={question} search={search} onQuestion={setQuestion} onChange={set} />
        <div className={styles.column} aria-busy={found.isFetching}>
          {isRefused && (
            <Panel title="Results">
              <EmptyState title="A setting is out of its range">
                Put it right to search with it.
              </EmptyState>
            </Panel>
          )}
          {!isRefused && wanted.question === '' && (
            <Panel title="Results">
              <EmptyState title="Type a question to search for" />
            </Panel>
          )}
          {isTried && found.isError && (
            <ErrorState error={found.error} action="search" onRetry={() => void found.refetch()} />
          )}
          {found.isLoading && <LoadingState what="results" lines={10} />}
          {isTried && found.data !== undefined && !found.isError && (
            <LabResults
              found={found.data}
              question={tried.question}
              source={tried.filters?.source}
              traceId={search.trace}
              served={served}
              openChunk={search.chunk}
              onOpen={(chunk) => set({ chunk })}
            />
          )}
        </div>
      </div>
    </div>
  );
}

interface LabResultsProps {
  readonly found: RetrieveResponse;
  readonly question: string;
  readonly source: string | undefined;
  readonly traceId: string | undefined;
  readonly served: LabProps['served'];
  readonly openChunk: string | undefined;
  readonly onOpen: (chunk: string | undefined) => void;
}

function LabResults(props: LabResultsProps) {
  const { found, question, source, traceId, served, openChunk, onOpen } = props;
  const mayEvaluate = useMay('evaluate');
  const candidates = [...found.chunks, ...found.rejected].toSorted((a, b) => a.rank - b.rank);
  return (
    <>
      {traceId !== undefined && served !== undefined && (
        <LabComparison
          traceId={traceId}
          served={served}
          found={candidates}
          confidence={found.confidence}
        />
      )}
      <Panel
        title="Results"
        aside={
          <>
            {found.chunks.length} selected of {candidates.length} candidates, confidence{' '}
            {formatPercent(found.confidence)}, {formatDuration(found.timings_ms.retrieve)}.{' '}
            <Link to="/traces/$traceId" params={{ traceId: found.id }}>
              Open its trace
            </Link>
          </>
        }
      >
        <div className={styles.results}>
          <TraceNotes traceId={found.id} />
          {candidates.length === 0 && <NoCandidates source={source} />}
          {candidates.length > 1 && (
            <BumpChart
              candidates={candidates}
              shown={candidates}
              openChunk={openChunk}
              onOpen={onOpen}
            />
          )}
          {candidates.length > 0 && (
            <CandidateTable
              candidates={candidates}
              strongest={findStrongestScores(candidates)}
              frozen={
                new Map(
                  candidates.map((candidate) => [
                    candidate.chunk_id,
                    { candidate, text: candidate.text },
                  ]),
                )
              }
              weights={undefined}
              openChunk={openChunk}
              onOpen={onOpen}
            />
          )}
        </div>
      </Panel>
      {mayEvaluate && found.chunks.length > 0 && (
        <SaveGold key={found.id} question={question} chunks={found.chunks} />
      )}
    </>
  );
}

/** What only the trace says of a retrieval, for those who may read traces. */
function TraceNotes({ traceId }: { readonly traceId: string }) {
  const mayAudit = useMay('audit');
  const { data } = useQuery({ ...traceQuery(traceId), enabled: mayAudit });
  if (data === undefined || !('retrieval' in data)) return null;
  return (
    <div className={styles.notes}>
      <RetrievalNotes retrieval={data.retrieval} />
    </div>
  );
}
