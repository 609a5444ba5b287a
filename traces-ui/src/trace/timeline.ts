import type { LedgerEntry } from '../../../contract/retrieval.ts';
import type { AnswerTraceRecord, RetrievalTraceRecord } from '../../../contract/trace.ts';
import type { LegTrace } from '../../../contract/retrieval-trace.ts';
import type { ModelAttempt } from '../../../contract/routing.ts';
import { formatQuantity } from '../ui/format.ts';
import { ATTEMPT_WORDS } from '../ui/terms/route-terms.ts';
import type { Tone } from '../ui/terms/term.ts';

/** One bar of the waterfall; times in milliseconds from the first step. */
export interface TimelineBar {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** 0 for a step, 1 for what happened inside one. */
  readonly depth: 0 | 1;
  readonly startMs: number;
  readonly durationMs: number;
  readonly tone: Tone;
}

export interface Timeline {
  readonly totalMs: number;
  readonly bars: readonly TimelineBar[];
}

/** What a timeline needs to know of an answer's record. */
export interface TimelineSource {
  readonly rule: string;
  readonly model: string;
  readonly verifier: string;
  readonly claimCount: number;
  readonly candidates: readonly LedgerEntry[];
  readonly legs: readonly LegTrace[];
  readonly attempts: readonly ModelAttempt[];
  readonly timings: AnswerTraceRecord['measures']['timings_ms'];
}

export function timelineSourceOf(record: AnswerTraceRecord): TimelineSource {
  return {
    rule: record.routing.rule,
    model: record.route.model,
    verifier: record.verification.verifier,
    claimCount: record.verification.claims.length,
    candidates: record.retrieval.candidates,
    legs: record.retrieval.legs,
    attempts: record.attempts,
    timings: record.measures.timings_ms,
  };
}

const LEG_WORDS = { dense: 'Vectors (dense leg)', lexical: 'Keywords (lexical leg)' } as const;

/** The steps follow one another; the legs of retrieval start together; attempts follow one another. */
export function buildAnswerTimeline(source: TimelineSource): Timeline {
  const { route, retrieve, generate, verify } = source.timings;
  const generateStart = route + retrieve;
  const verifyStart = generateStart + generate;
  const bars: TimelineBar[] = [
    step('route', 'Route', { startMs: 0, durationMs: route, detail: source.rule }),
    retrievalStep(source.candidates.length, route, retrieve),
    ...source.legs.map((leg) => legBar(leg, route)),
    step('generate', 'Generate', {
      startMs: generateStart,
      durationMs: generate,
      detail: source.model,
    }),
    ...attemptBars(source.attempts, generateStart),
    step('verify', 'Verify', {
      startMs: verifyStart,
      durationMs: verify,
      detail: `${formatQuantity(source.claimCount, 'sentence')} by ${source.verifier}`,
    }),
  ];
  return { totalMs: verifyStart + verify, bars };
}

export function buildRetrievalTimeline(record: RetrievalTraceRecord): Timeline {
  const totalMs = record.measures.timings_ms.retrieve;
  const bars = [
    retrievalStep(record.retrieval.candidates.length, 0, totalMs),
    ...record.retrieval.legs.map((leg) => legBar(leg, 0)),
  ];
  return { totalMs, bars };
}

function step(
  id: string,
  label: string,
  at: Pick<TimelineBar, 'startMs' | 'durationMs' | 'detail'>,
): TimelineBar {
  return { id, label, depth: 0, tone: 'info', ...at };
}

function retrievalStep(candidateCount: number, startMs: number, durationMs: number): TimelineBar {
  return step('retrieve', 'Retrieve', {
    startMs,
    durationMs,
    detail: `${candidateCount} candidates`,
  });
}

function legBar(leg: LegTrace, startMs: number): TimelineBar {
  return {
    id: `leg-${leg.leg}`,
    label: LEG_WORDS[leg.leg],
    detail: `${leg.candidate_count} of at most ${leg.depth} candidates`,
    depth: 1,
    startMs,
    durationMs: leg.duration_ms,
    tone: 'muted',
  };
}

function attemptBars(attempts: readonly ModelAttempt[], startMs: number): TimelineBar[] {
  let start = startMs;
  return attempts.map((attempt) => {
    const bar: TimelineBar = {
      id: `attempt-${attempt.n}`,
      label: `${ATTEMPT_WORDS[attempt.kind]} to ${attempt.requested_model}`,
      detail: attempt.error === null ? 'succeeded' : `failed: ${attempt.error.detail}`,
      depth: 1,
      startMs: start,
      durationMs: attempt.duration_ms,
      tone: attempt.error === null ? 'good' : 'bad',
    };
    start += attempt.duration_ms;
    return bar;
  });
}
