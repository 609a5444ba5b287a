import { quantile } from '../quantile.ts';
import type { DrillRecord, DrillRequest } from './drill-record.ts';

export interface DrillMeasure {
  readonly requests: number;
  readonly perSecond: number;
  /** Share of requests that a model answered. */
  readonly availability: number;
  readonly ruleBased: number;
  /** Share of requests that ended in an error or a cut stream, or were answered by rule. */
  readonly visibleFailures: number;
  /** From the first struck moment until the circuit opened; null when it never did. */
  readonly detectMs: number | null;
  /** Failed calls of the struck model until then. */
  readonly failedCallsToOpen: number | null;
  /** Until the first request whose calls all went elsewhere. */
  readonly divertMs: number | null;
  /** From the last struck moment until the circuit closed. */
  readonly recoverMs: number | null;
  readonly openings: number;
  readonly mostProbesInFlight: number;
  readonly longestPauseMs: number;
  readonly retries: number;
  readonly callsPerRequest: number;
  readonly p95Ms: { readonly before: number; readonly struck: number; readonly after: number };
}

export interface StruckSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly endMs: number;
}

/** What a drill has shown of the model that was struck, by its name. */
export function measureDrill(record: DrillRecord, model: string, span: StruckSpan): DrillMeasure {
  const { requests, transitions, calls } = record;
  const count = Math.max(1, requests.length);
  const answered = requests.filter(({ result }) => result === 'model').length;
  const opened = transitions.find(({ to, at }) => to === 'open' && at >= span.fromMs);
  const attempts = requests.flatMap((request) => request.attempts);
  return {
    requests: requests.length,
    perSecond: requests.length / (span.endMs / 1_000),
    availability: answered / count,
    ruleBased: requests.filter(({ result }) => result === 'rule_based').length / count,
    visibleFailures: (requests.length - answered) / count,
    detectMs: opened === undefined ? null : opened.at - span.fromMs,
    failedCallsToOpen:
      opened === undefined
        ? null
        : calls.filter(
            ({ endedAt, isFailure }) => isFailure && endedAt >= span.fromMs && endedAt <= opened.at,
          ).length,
    divertMs: findDiversion(requests, model, span),
    recoverMs: opened === undefined ? null : findRecovery(record, span),
    openings: transitions.filter(({ to }) => to === 'open').length,
    mostProbesInFlight: record.mostProbesInFlight,
    longestPauseMs: record.longestPauseMs,
    retries: attempts.filter(({ kind }) => kind === 'retry').length,
    callsPerRequest: attempts.length / count,
    p95Ms: {
      before: p95(requests, 0, span.fromMs),
      struck: p95(requests, span.fromMs, span.toMs),
      after: p95(requests, span.toMs, span.endMs),
    },
  };
}

function findDiversion(
  requests: readonly DrillRequest[],
  model: string,
  { fromMs, toMs }: StruckSpan,
): number | null {
  const diverted = requests
    .filter(({ startedAt }) => startedAt >= fromMs && startedAt < toMs)
    .toSorted((left, right) => left.startedAt - right.startedAt)
    .find(({ attempts }) => attempts.every((attempt) => attempt.requested_model !== model));
  return diverted === undefined ? null : diverted.startedAt - fromMs;
}

/** Null when the circuit was not closed at the end. */
function findRecovery({ transitions }: DrillRecord, { toMs }: StruckSpan): number | null {
  const last = transitions.at(-1);
  return last?.to === 'closed' ? Math.max(0, last.at - toMs) : null;
}

function p95(requests: readonly DrillRequest[], fromMs: number, toMs: number): number {
  return quantile(
    requests
      .filter(({ startedAt }) => startedAt >= fromMs && startedAt < toMs)
      .map(({ startedAt, endedAt }) => endedAt - startedAt),
    0.95,
  );
}
