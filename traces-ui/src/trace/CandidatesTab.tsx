import { Button, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RetrievalTrace } from '../../../contract/retrieval-trace.ts';
import type { TraceSearch } from '../search/trace-search.ts';
import { EmptyState } from '../ui/list-states.tsx';
import { LEDGER_REASON_TERMS } from '../ui/terms/ledger-terms.ts';
import { BumpChart } from './BumpChart.tsx';
import { CandidateTable } from './CandidateTable.tsx';
import styles from './candidates.module.css';
import type { FrozenChunk } from './claim-evidence.ts';
import {
  filterCandidates,
  findStrongestScores,
  type LedgerSummary,
  summarizeLedger,
} from './ledger-summary.ts';
import { RetrievalNotes } from './RetrievalNotes.tsx';
import { WhyNotBox } from './WhyNotBox.tsx';

interface CandidatesTabProps {
  readonly traceId: string;
  readonly retrieval: RetrievalTrace;
  readonly frozen: ReadonlyMap<string, FrozenChunk>;
  readonly search: TraceSearch;
  readonly onChange: (change: TraceSearch) => void;
}

/** The ledger: every chunk that a leg saw, its scores, and why it was kept or dropped. */
export function CandidatesTab(props: CandidatesTabProps) {
  const { traceId, retrieval, frozen, search, onChange } = props;
  const summary = summarizeLedger(retrieval);
  const shown = filterCandidates(retrieval.candidates, search);
  return (
    <div>
      <div className={styles.toolbar}>
        <Reconciliation summary={summary} removedByAccess={retrieval.removed_by_access} />
        <RetrievalNotes retrieval={retrieval} />
        <Link to="/lab" search={{ trace: traceId }} className={styles.lab}>
          Try other settings in the lab
        </Link>
        <OutcomeFilter summary={summary} search={search} onChange={onChange} />
        <Select
          size="xs"
          aria-label="Reason"
          placeholder="Any reason"
          clearable
          data={summary.reasons.map(({ code, count }) => ({
            value: code,
            label: `${LEDGER_REASON_TERMS[code].label} (${count})`,
          }))}
          value={search.reason ?? null}
          onChange={(value) =>
            onChange({ reason: summary.reasons.find(({ code }) => code === value)?.code })
          }
        />
      </div>
      {retrieval.candidates.length > 1 && (
        <BumpChart
          candidates={retrieval.candidates}
          shown={shown}
          openChunk={search.chunk}
          onOpen={(chunk) => onChange({ chunk })}
        />
      )}
      <WhyNotBox traceId={traceId} name={search.absent} onName={(absent) => onChange({ absent })} />
      {shown.length === 0 ? (
        <EmptyState
          title={
            retrieval.candidates.length === 0 ? 'No leg found a candidate' : 'No candidate matches'
          }
        />
      ) : (
        <CandidateTable
          candidates={shown}
          strongest={findStrongestScores(retrieval.candidates)}
          frozen={frozen}
          weights={retrieval.settings.rerank_weights}
          openChunk={search.chunk}
          onOpen={(chunk) => onChange({ chunk })}
        />
      )}
    </div>
  );
}

interface ReconciliationProps {
  readonly summary: LedgerSummary;
  readonly removedByAccess: number;
}

function Reconciliation({ summary, removedByAccess }: ReconciliationProps) {
  return (
    <p className={styles.counts} data-tone={summary.reconciles ? undefined : 'bad'}>
      {summary.dense} by vector + {summary.lexical} by keywords − {summary.inBoth} in both ={' '}
      <strong>{summary.candidates} candidates</strong> = {summary.selected} selected +{' '}
      {summary.rejected} rejected.{' '}
      {summary.reconciles ? 'The counts reconcile.' : 'The counts do not reconcile.'}
      {removedByAccess > 0 && ` Left out by access rights: ${removedByAccess}.`}
    </p>
  );
}

interface OutcomeFilterProps {
  readonly summary: LedgerSummary;
  readonly search: TraceSearch;
  readonly onChange: (change: TraceSearch) => void;
}

function OutcomeFilter({ summary, search, onChange }: OutcomeFilterProps) {
  const options = [
    { value: undefined, label: `All ${summary.candidates}` },
    { value: 'selected', label: `Selected ${summary.selected}` },
    { value: 'rejected', label: `Rejected ${summary.rejected}` },
  ] as const;
  return (
    <fieldset className={styles.outcomes} aria-label="Outcome">
      <Button.Group>
        {options.map((option) => (
          <Button
            key={option.label}
            size="xs"
            variant={search.outcome === option.value ? 'filled' : 'default'}
            aria-pressed={search.outcome === option.value}
            onClick={() => onChange({ outcome: option.value })}
          >
            {option.label}
          </Button>
        ))}
      </Button.Group>
    </fieldset>
  );
}
