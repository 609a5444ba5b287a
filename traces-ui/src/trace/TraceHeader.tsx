import { Link, useLocation } from '@tanstack/react-router';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { TraceResponse } from '../../../contract/trace.ts';
import { useMay } from '../api/use-session.ts';
import { AddToGoldSet } from '../gold-sets/AddToGoldSet.tsx';
import { BackLink } from '../ui/BackLink.tsx';
import type { TracesSearch } from '../search/traces-search.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import {
  formatCost,
  formatDateTime,
  formatDuration,
  formatHash,
  formatPercent,
  formatCount,
} from '../ui/format.ts';
import { Fact, Facts } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { TermTag } from '../ui/Tag.tsx';
import {
  ANSWER_STATUS_TERMS,
  TRACE_KIND_TERMS,
  TRACE_STATE_TERMS,
} from '../ui/terms/outcome-terms.ts';
import { ITEM_OUTCOME_TERMS } from '../ui/terms/workflow-terms.ts';
import { ANSWER_VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';
import { NeighbourLinks } from './NeighbourLinks.tsx';
import { describeRoute } from './route-sentence.ts';
import { buildAnswerTimeline, timelineSourceOf } from './timeline.ts';
import styles from './trace.module.css';
import type { AnswerTrace, TraceShape } from './trace-shape.ts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The list that a trace was opened from: what its way back leads to. */
    list?: TracesSearch;
  }
}

/** What was asked, how it ended, what it took, and whether the record is still what was written. */
export function TraceHeader({ shape }: { readonly shape: TraceShape }) {
  const { trace } = shape;
  const mayEvaluate = useMay('evaluate');
  const list = useLocation({ select: (location) => location.state.list });
  return (
    <header className={styles.header}>
      <div className={styles.way}>
        <BackLink to="/traces" search={list ?? {}}>
          Traces
        </BackLink>
        <NeighbourLinks id={trace.identity.id} />
      </div>
      <h1 className={styles.question}>
        <RevealedText text={trace.question.text} />
      </h1>
      <div className={styles.tags}>
        <OutcomeTags shape={shape} />
        <IntegrityState integrity={trace.integrity} />
        {shape.kind === 'answer' && mayEvaluate && (
          <AddToGoldSet from={{ kind: 'trace', traceId: trace.identity.id }} />
        )}
      </div>
      {shape.kind === 'answer' && (
        <p className={styles.sentence}>
          {describeRoute(shape.trace.route)} <RevealedText text={shape.trace.outcome.reason} />
        </p>
      )}
      <Facts>
        <Fact name="Asked">
          <time dateTime={trace.identity.created_at} title={trace.identity.created_at}>
            {formatDateTime(trace.identity.created_at)}
          </time>
        </Fact>
        {(shape.kind === 'answer' || shape.kind === 'retrieval') && (
          <Fact name="Retrieval confidence">{formatPercent(shape.trace.retrieval.confidence)}</Fact>
        )}
        {shape.kind === 'answer' && <AnswerFacts trace={shape.trace} />}
        {shape.kind === 'retrieval' && (
          <Fact name="Latency">{formatDuration(shape.trace.measures.timings_ms.retrieve)}</Fact>
        )}
        <Fact name="Asked by">
          {trace.identity.caller.app ?? trace.identity.caller.api_key_name}, cleared for{' '}
          {trace.identity.caller.clearance}
        </Fact>
        {shape.kind === 'answer' && <AskedAgain question={shape.trace.question} />}
        <Fact name="Trace id">
          <span className={styles.mono} title={trace.identity.id}>
            {formatHash(trace.identity.id)}
          </span>
          <CopyButton text={trace.identity.id} what="trace id" />
        </Fact>
      </Facts>
    </header>
  );
}

/** The answer whose question this one asks again. */
function AskedAgain({ question }: { readonly question: AnswerTrace['question'] }) {
  const { reask_of: reaskOf, replay_of: replayOf } = question;
  const other = reaskOf ?? replayOf ?? null;
  if (other === null) return null;
  return (
    <Fact name={reaskOf === other ? 'Asked again for' : 'Replay of'}>
      <Link to="/traces/$traceId" params={{ traceId: other }}>
        {reaskOf === other ? 'an answer that went stale' : 'this answer'}
      </Link>
    </Fact>
  );
}

function OutcomeTags({ shape }: { readonly shape: TraceShape }) {
  if (shape.kind === 'unfinished') return <TermTag term={TRACE_STATE_TERMS[shape.trace.state]} />;
  if (shape.kind === 'retrieval') return <TermTag term={TRACE_KIND_TERMS.retrieval} />;
  if (shape.kind === 'workflow') {
    return <TermTag term={ITEM_OUTCOME_TERMS[shape.trace.workflow.outcome]} />;
  }
  if (shape.kind === 'classified') return <TermTag term={TRACE_KIND_TERMS.classification} />;
  if (shape.kind === 'extraction') return <TermTag term={TRACE_KIND_TERMS.extraction} />;
  if (shape.kind === 'check') {
    return (
      <>
        <TermTag term={TRACE_KIND_TERMS.verification} />
        <TermTag term={ANSWER_VERDICT_TERMS[shape.trace.verification.verdict]} />
      </>
    );
  }
  return (
    <>
      {shape.trace.identity.kind === 'summary' && <TermTag term={TRACE_KIND_TERMS.summary} />}
      <TermTag term={ANSWER_STATUS_TERMS[shape.trace.outcome.status]} />
      <TermTag term={ANSWER_VERDICT_TERMS[shape.trace.verification.verdict]} />
    </>
  );
}

function AnswerFacts({ trace }: { readonly trace: AnswerTrace }) {
  const { usage } = trace.measures;
  return (
    <>
      <Fact name="Latency, route to check">
        {formatDuration(buildAnswerTimeline(timelineSourceOf(trace)).totalMs)}
      </Fact>
      <Fact name="Cost">{formatCost(usage.cost_usd)}</Fact>
      <Fact name="Tokens">
        {formatCount(usage.input_tokens)} in, {formatCount(usage.output_tokens)} out
      </Fact>
    </>
  );
}

function IntegrityState({ integrity }: { readonly integrity: TraceResponse['integrity'] }) {
  return (
    <span className={styles.integrity} data-tone={integrity.intact ? 'good' : 'bad'}>
      {integrity.intact ? (
        <ShieldCheck size={14} aria-hidden="true" />
      ) : (
        <ShieldAlert size={14} aria-hidden="true" />
      )}
      {integrity.intact ? 'Record intact' : 'Record altered'}
      <span className={styles.mono} title={`SHA-256 ${integrity.sha256}`}>
        {formatHash(integrity.sha256)}
      </span>
      <CopyButton text={integrity.sha256} what="SHA-256 of the record" />
    </span>
  );
}
