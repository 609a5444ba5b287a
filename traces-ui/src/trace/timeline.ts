import type { AnswerTraceRecord, LegTrace, RetrievalTraceRecord } from '../../../contract/trace.ts';
import type { ModelAttempt } from '../../../contract/routing.ts';
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

const LEG_WORDS = { dense: 'Meaning (dense leg)', lexical: 'Keywords (lexical leg)' } as const;

/** The steps follow one another; the legs of retrieval start together; attempts follow one another. */
export function buildAnswerTimeline(record: AnswerTraceRecord): Timeline {
  const { route, retrieve, generate, verify } = record.measures.timings_ms;
  const generateStart = route + retrieve;
  const bars: TimelineBar[] = [
    step('route', 'Route', { startMs: 0, durationMs: route, detail: record.routing.rule }),
    retrievalStep(record.retrieval.candidates.length, route, retrieve),
    ...record.retrieval.legs.map((leg) => legBar(leg, route)),
    step('generate', 'Generate', {
      startMs: generateStart,
      durationMs: generate,
      detail: record.route.model,
    }),
    ...attemptBars(record.attempts, generateStart),
    step('verify', 'Verify', {
      startMs: generateStart + generate,
      durationMs: verify,
      detail: `${record.verification.claims.length} sentences by ${record.verification.verifier}`,
    }),
  ];
  return { totalMs: generateStart + generate + verify, bars };
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
