import { Link, useNavigate } from '@tanstack/react-router';
import { memo } from 'react';
import type { TraceSummary } from '../../../contract/trace-summary.ts';
import type { TracesSearch } from '../search/traces-search.ts';
import { formatCost, formatDateTime, formatDuration, formatPercent } from '../ui/format.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import { ScoreBar } from '../ui/ScoreBar.tsx';
import { TermTag } from '../ui/Tag.tsx';
import { outcomeTerm, TRACE_KIND_TERMS } from '../ui/terms/outcome-terms.ts';
import { FALLBACK_WORDS, TASK_WORDS } from '../ui/terms/route-terms.ts';
import { STALE_TERM } from '../ui/terms/stale-terms.ts';
import { ANSWER_VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';
import styles from './trace-table.module.css';

interface TraceRowProps {
  readonly trace: TraceSummary;
  readonly index: number;
  readonly list: TracesSearch;
  /** Tells the list how tall the row is. */
  readonly measure: (row: HTMLTableRowElement | null) => void;
  /** Takes the focus so many rows on. */
  readonly onMove: (by: number) => void;
}

const ARROWS: ReadonlyMap<string, number> = new Map([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
]);
const LONGEST_QUESTION = 160;

/** A trace of the list, drawn once: while the list scrolls, what it is given does not change. */
export const TraceRow = memo(function TraceRow(props: TraceRowProps) {
  const { trace, index, list, measure, onMove } = props;
  const navigate = useNavigate();
  const target = {
    to: '/traces/$traceId',
    params: { traceId: trace.id },
    state: { list },
  } as const;
  return (
    <tr
      ref={measure}
      data-index={index}
      aria-rowindex={index + 2}
      onClick={() => void navigate(target)}
    >
      <td data-label="Time">
        <time dateTime={trace.created_at} title={trace.created_at}>
          {formatDateTime(trace.created_at)}
        </time>
      </td>
      <td className={styles.question}>
        <Link
          {...target}
          onClick={(event) => event.stopPropagation()}
          onKeyDown={(event) => {
            const by = ARROWS.get(event.key);
            if (by === undefined) return;
            event.preventDefault();
            onMove(by);
          }}
        >
          <RevealedText text={shorten(trace.question)} />
        </Link>
        <span className={styles.below}>
          {trace.task !== null && `${TASK_WORDS[trace.task]} · `}
          <RevealedText text={trace.app ?? trace.api_key_name} />
        </span>
      </td>
      <td data-label="Outcome">
        <span className={styles.tags}>
          <TermTag term={outcomeTerm(trace)} />
          {trace.stale && <TermTag term={STALE_TERM} />}
          {trace.kind === 'replay' && <TermTag term={TRACE_KIND_TERMS.replay} />}
        </span>
      </td>
      <td data-label="Verdict">
        {trace.verdict === null ? '–' : <TermTag term={ANSWER_VERDICT_TERMS[trace.verdict]} />}
      </td>
      <td data-label="Task">{trace.task === null ? '–' : TASK_WORDS[trace.task]}</td>
      <td data-label="Model">
        <ModelCell trace={trace} />
      </td>
      <td
        data-label="Cited"
        data-number
        title={`${trace.cited_count} cited of ${trace.selected_count} selected of ${trace.candidate_count} candidates`}
      >
        {trace.cited_count} / {trace.candidate_count}
      </td>
      <td data-label="Confidence">
        {trace.confidence === null ? (
          '–'
        ) : (
          <ScoreBar label={formatPercent(trace.confidence)} share={trace.confidence} />
        )}
      </td>
      <td data-label="Latency" data-number>
        {trace.total_ms === null ? '–' : formatDuration(trace.total_ms)}
      </td>
      <td data-label="Cost" data-number>
        {formatCost(trace.cost_usd)}
      </td>
      <td data-label="App" className={styles.clipped}>
        <RevealedText text={trace.app ?? trace.api_key_name} />
      </td>
    </tr>
  );
});

/** `asked for → answered`; the first only where it is another one. */
function ModelCell({ trace }: { readonly trace: TraceSummary }) {
  const { requested_model: requested, model, fallback } = trace;
  return (
    <span className={styles.clipped}>
      {requested !== null && requested !== model && (
        <span className={styles.soft}>{requested} → </span>
      )}
      {model ?? 'no model'}
      {fallback !== null && (
        <span className={styles.soft} title={`Answered ${FALLBACK_WORDS[fallback]}`}>
          {' '}
          (fallback)
        </span>
      )}
    </span>
  );
}

function shorten(question: string): string {
  if (question.length <= LONGEST_QUESTION) return question;
  return `${question.slice(0, LONGEST_QUESTION - 1).toWellFormed()}…`;
}
