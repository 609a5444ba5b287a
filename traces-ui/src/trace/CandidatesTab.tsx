import { Button, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type {
  CrossEncoderTrace,
  QueryStep,
  RetrievalTrace,
} from '../../../contract/retrieval-trace.ts';
import type { TraceSearch } from '../search/trace-search.ts';
import { formatDuration, formatPercent } from '../ui/format.ts';
import { EmptyState } from '../ui/list-states.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
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
        {retrieval.query_steps?.map((step) => (
          <QueryStepNote key={`${step.kind} ${step.from}`} step={step} />
        ))}
        {retrieval.cross_encoder !== undefined && retrieval.cross_encoder !== null && (
          <CrossEncoderNote pass={retrieval.cross_encoder} />
        )}
        {retrieval.coverage !== undefined && <CoverageNote coverage={retrieval.coverage} />}
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

const STEP_VERBS: Readonly<Record<QueryStep['kind'], string>> = {
  rewrite: 'Rewritten as',
  history: 'Also searched for',
  parts: 'Searched for each of',
  synonyms: 'Also searched for',
  spelling: 'Searched for',
  acronym: 'Also searched for',
  filter: 'Searched in',
};

/** What was searched for that the question does not say. */
function QueryStepNote({ step: { kind, to, reason } }: { readonly step: QueryStep }) {
  return (
    <p className={styles.counts}>
      {STEP_VERBS[kind]} “<RevealedText text={to} />
      ”: <RevealedText text={reason} />.
    </p>
  );
}

const ENDING_WORDS: Readonly<Record<CrossEncoderTrace['ending'], string>> = {
  complete: '',
  out_of_time: ' Its time was over before the others.',
  failed: ' It failed:',
};

/** What a cross-encoder had a say in. */
function CrossEncoderNote({ pass }: { readonly pass: CrossEncoderTrace }) {
  return (
    <p className={styles.counts} data-tone={pass.ending === 'failed' ? 'bad' : undefined}>
      The cross-encoder <RevealedText text={pass.model} /> ordered {pass.scored_count} of the best{' '}
      {pass.depth} anew in {formatDuration(pass.duration_ms)}.
      {pass.withheld_count > 0 && ` ${pass.withheld_count} may not be given to it.`}
      {ENDING_WORDS[pass.ending]} <RevealedText text={pass.detail ?? ''} />
    </p>
  );
}

interface CoverageNoteProps {
  readonly coverage: NonNullable<RetrievalTrace['coverage']>;
}

function CoverageNote({ coverage: { share, missing } }: CoverageNoteProps) {
  return (
    <p className={styles.counts}>
      What was selected holds {formatPercent(share)} of the question
      {missing.length > 0 && (
        <>
          , but nothing of <RevealedText text={missing.join(', ')} />
        </>
      )}
      .
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
