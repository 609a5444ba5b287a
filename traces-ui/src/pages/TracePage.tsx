import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { TraceResponse } from '../../../contract/trace.ts';
import type { Citation } from '../../../contract/verification.ts';
import { HistoryTab } from '../history/HistoryTab.tsx';
import { traceChunksQuery, traceQuery } from '../api/queries.ts';
import { TRACE_TABS, type TraceSearch, type TraceTab } from '../search/trace-search.ts';
import { AnswerPane } from '../trace/AnswerPane.tsx';
import { CheckPane } from '../trace/CheckPane.tsx';
import { ClassifiedPane } from '../trace/ClassifiedPane.tsx';
import { CandidatesTab } from '../trace/CandidatesTab.tsx';
import { ExtractionPane } from '../trace/ExtractionPane.tsx';
import { indexFrozenChunks } from '../trace/claim-evidence.ts';
import { EvidencePanel } from '../trace/EvidencePanel.tsx';
import { findCitation } from '../trace/find-citation.ts';
import { PromptTab } from '../trace/PromptTab.tsx';
import { RecordTab } from '../trace/RecordTab.tsx';
import { revealEvidence } from '../trace/reveal-evidence.ts';
import { RouteTab } from '../trace/RouteTab.tsx';
import { TimelineTab } from '../trace/TimelineTab.tsx';
import { StaleBanner } from '../trace/StaleBanner.tsx';
import { describeTrace, type AnswerTrace, tabsOf, type TraceShape } from '../trace/trace-shape.ts';
import { TraceHeader } from '../trace/TraceHeader.tsx';
import styles from '../trace/trace.module.css';
import { WorkflowPane } from '../workflows/WorkflowPane.tsx';
import { VerificationTab } from '../trace/VerificationTab.tsx';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';

const route = getRouteApi('/app/traces/$traceId');

/** One trace: the answer at the left, what it rests on and why at the right. */
export function TracePage() {
  const { traceId } = route.useParams();
  const trace = useQuery(traceQuery(traceId));
  if (trace.isPending) return <LoadingState what="the trace" lines={12} />;
  if (trace.isError) {
    return (
      <>
        <h1 className="visually-hidden">Trace</h1>
        <ErrorState
          error={trace.error}
          action="load the trace"
          onRetry={() => void trace.refetch()}
        />
      </>
    );
  }
  return <LoadedTrace trace={trace.data} />;
}

function LoadedTrace({ trace }: { readonly trace: TraceResponse }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const chunks = useQuery(traceChunksQuery(trace.identity.id));
  const shape = describeTrace(trace);
  const tabs = tabsOf(shape);
  const tab = tabs.find((name) => name === search.tab) ?? tabs[0] ?? 'record';
  const frozen = indexFrozenChunks(
    hasLedger(shape) ? shape.trace.retrieval.candidates : [],
    chunks.data?.data ?? [],
  );
  const set = (change: TraceSearch) =>
    void navigate({
      search: (current) => ({ ...current, ...change }),
      state: true,
      replace: true,
      resetScroll: false,
    });
  const openEvidence = (chosen: number, claim: number | undefined) => {
    set({ marker: chosen, claim, tab: 'evidence', page: undefined });
    revealEvidence();
  };
  const marker = shape.kind === 'answer' ? openMarker(shape.trace, search) : undefined;
  const citation =
    shape.kind === 'answer'
      ? findCitation(shape.trace.answer.citations, shape.trace.verification.claims, {
          marker,
          claim: search.claim,
        })
      : undefined;
  const isWide = shape.kind === 'retrieval' || shape.kind === 'unfinished';
  return (
    <div className={styles.page}>
      <TraceHeader shape={shape} />
      {shape.kind === 'answer' && trace.integrity.stale && <StaleBanner trace={shape.trace} />}
      <div className={styles.columns} data-single={isWide || undefined}>
        {shape.kind === 'answer' && (
          <AnswerPane
            trace={shape.trace}
            marker={marker}
            claim={search.claim}
            onSelectMarker={openEvidence}
            onSelectClaim={(chosen) =>
              set({ ...markerOfClaim(shape.trace, chosen), claim: chosen, page: undefined })
            }
          />
        )}
        {shape.kind === 'check' && <CheckPane trace={shape.trace} />}
        {shape.kind === 'classified' && <ClassifiedPane trace={shape.trace} />}
        {shape.kind === 'workflow' && <WorkflowPane trace={shape.trace} />}
        {shape.kind === 'extraction' && <ExtractionPane trace={shape.trace} />}
        {shape.kind === 'unfinished' ? <UnfinishedNotice state={shape.trace.state} /> : null}
        <Tabs
          data-evidence
          className={styles.tabs ?? ''}
          value={tab}
          keepMounted={false}
          onChange={(value) => set({ tab: tabs.find((name) => name === value) })}
        >
          <Tabs.List className={styles.tabList ?? ''}>
            {tabs.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {TRACE_TABS[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {shape.kind === 'answer' && (
            <AnswerPanels
              trace={shape.trace}
              citation={citation}
              frozen={frozen}
              search={search}
              onChange={set}
              onSelectMarker={openEvidence}
            />
          )}
          {'prompt' in shape.trace && shape.trace.prompt && (
            <TabPanel value="prompt">
              <PromptTab
                prompt={shape.trace.prompt}
                attempts={shape.trace.attempts ?? []}
                candidates={hasLedger(shape) ? shape.trace.retrieval.candidates : []}
              />
            </TabPanel>
          )}
          {hasLedger(shape) && (
            <>
              <TabPanel value="candidates" isFlush>
                <CandidatesTab
                  traceId={trace.identity.id}
                  retrieval={shape.trace.retrieval}
                  frozen={frozen}
                  search={search}
                  onChange={set}
                />
              </TabPanel>
              <TabPanel value="timeline">
                <TimelineTab shape={shape} />
              </TabPanel>
            </>
          )}
          <TabPanel value="record">
            <RecordTab trace={trace} />
          </TabPanel>
        </Tabs>
      </div>
    </div>
  );
}

interface AnswerPanelsProps {
  readonly trace: AnswerTrace;
  readonly citation: Citation | undefined;
  readonly frozen: ReturnType<typeof indexFrozenChunks>;
  readonly search: TraceSearch;
  readonly onChange: (change: TraceSearch) => void;
  readonly onSelectMarker: (marker: number, claim: number | undefined) => void;
}

/** The tabs that only an answer can fill. */
function AnswerPanels(props: AnswerPanelsProps) {
  const { trace, citation, frozen, search, onChange, onSelectMarker } = props;
  return (
    <>
      <TabPanel value="evidence" isFlush>
        <EvidencePanel
          citation={citation}
          claims={trace.verification.claims}
          claim={search.claim}
          frozen={frozenOf(citation, frozen)}
          search={search}
          onChange={onChange}
        />
      </TabPanel>
      <TabPanel value="route">
        <RouteTab trace={trace} />
      </TabPanel>
      <TabPanel value="history">
        <HistoryTab traceId={trace.identity.id} />
      </TabPanel>
      <TabPanel value="verification">
        <VerificationTab
          trace={trace}
          frozen={frozen}
          selectedClaim={search.claim}
          onSelectMarker={onSelectMarker}
        />
      </TabPanel>
    </>
  );
}

function hasLedger(
  shape: TraceShape,
): shape is Extract<TraceShape, { kind: 'answer' | 'retrieval' }> {
  return shape.kind === 'answer' || shape.kind === 'retrieval';
}

interface TabPanelProps {
  readonly value: TraceTab;
  readonly isFlush?: boolean;
  readonly children: React.ReactNode;
}

function TabPanel({ value, isFlush, children }: TabPanelProps) {
  return (
    <Tabs.Panel value={value} className={styles.panel ?? ''} data-flush={isFlush || undefined}>
      {children}
    </Tabs.Panel>
  );
}

function UnfinishedNotice({ state }: { readonly state: 'pending' | 'interrupted' }) {
  return state === 'pending' ? (
    <EmptyState title="The answer is still being written">
      Its trace is on record already; the rest follows when it is complete.
    </EmptyState>
  ) : (
    <EmptyState title="The answer was interrupted">
      The process died, or the client left, before it was complete. What is known stays on record.
    </EmptyState>
  );
}

/** The citation that is open: the chosen one, else the first of the chosen claim, else the first. */
function openMarker(trace: AnswerTrace, search: TraceSearch): number | undefined {
  if (search.marker !== undefined) return search.marker;
  const ofClaim =
    search.claim === undefined ? undefined : markerOfClaim(trace, search.claim).marker;
  return ofClaim ?? trace.answer.citations[0]?.marker;
}

function markerOfClaim(trace: AnswerTrace, index: number): { marker?: number } {
  const claim = trace.verification.claims.find((one) => one.index === index);
  const marker = claim?.markers[0];
  return marker === undefined ? {} : { marker };
}

function frozenOf(citation: Citation | undefined, frozen: ReturnType<typeof indexFrozenChunks>) {
  return citation === undefined || citation.chunk_id === null
    ? undefined
    : frozen.get(citation.chunk_id);
}
