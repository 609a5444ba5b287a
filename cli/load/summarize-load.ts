import type { AnswerTimings } from '../../contract/answer.ts';
import type { LoadReport, Quantiles } from '../../contract/load-report.ts';
import { quantile } from '../../core/statistics/quantile.ts';
import { wilsonInterval } from '../../core/statistics/wilson-interval.ts';
import { TIMED_OUT, type LoadOutcome, type LoadPlan, type LoadSample } from './run-load.ts';

export interface LoadFrame {
  readonly plan: LoadPlan;
  /** The share of questions that must be answered. */
  readonly objective: number;
  readonly startedAt: Date;
  readonly isSimulated: boolean | null;
}

/** Pure: the figures of a load. What nothing was measured on is null. */
export function summarizeLoad(outcome: LoadOutcome, frame: LoadFrame): LoadReport {
  const { samples, elapsedMs } = outcome;
  const { plan, objective } = frame;
  const answers = samples.flatMap(({ ending }) => (ending.kind === 'answer' ? [ending] : []));
  const codes = samples.flatMap(({ ending }) => (ending.kind === 'failed' ? [ending.code] : []));
  const step = (name: keyof AnswerTimings) => quantilesOf(answers.map((one) => one.timings[name]));
  return {
    arrivals: plan.arrivals,
    rate_per_s: plan.ratePerSecond,
    seconds: plan.seconds,
    concurrency: plan.concurrency,
    seed: plan.seed,
    started_at: frame.startedAt.toISOString(),
    requests: samples.length,
    answers_per_s: elapsedMs === 0 ? null : answers.length / (elapsedMs / 1_000),
    latency_ms: quantilesOf(samples.filter(hasWaited).map(({ latencyMs }) => latencyMs)),
    response_ms: quantilesOf(
      samples.filter(hasWaited).flatMap(({ responseMs }) => responseMs ?? []),
    ),
    steps: {
      route: step('route'),
      retrieve: step('retrieve'),
      generate: step('generate'),
      verify: step('verify'),
      store: step('store'),
      total: step('total'),
    },
    late_ms: quantilesOf(samples.map(({ lateMs }) => lateMs)),
    failed: rateOf(codes.length, samples.length),
    failures: count(codes),
    error_budget: { objective, spent: budgetSpent(codes.length, samples.length, objective) },
    statuses: count(answers.map(({ status }) => status)),
    models: count(answers.map(({ model }) => model)),
    simulated: frame.isSimulated,
  };
}

/** A refusal comes quickly: it is a failure, and no latency. */
function hasWaited({ ending }: LoadSample): boolean {
  return ending.kind === 'answer' || ending.code === TIMED_OUT;
}

/** An objective of 1 allows no failure: the first one overdraws whatever there is. */
function budgetSpent(failed: number, requests: number, objective: number): number | null {
  if (requests === 0) return null;
  const allowed = requests * (1 - objective);
  if (allowed === 0) return failed === 0 ? 0 : requests;
  return failed / allowed;
}

function quantilesOf(values: readonly number[]): Quantiles {
  const p50 = quantile(values, 0.5);
  const p95 = quantile(values, 0.95);
  const p99 = quantile(values, 0.99);
  return p50 === null || p95 === null || p99 === null ? null : { p50, p95, p99 };
}

function rateOf(failed: number, of: number): LoadReport['failed'] {
  const interval = wilsonInterval(failed, of);
  return interval === null ? null : { count: failed, of, rate: failed / of, ...interval };
}

/** The most frequent first. */
function count(codes: readonly string[]): LoadReport['failures'] {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .map(([code, number]) => ({ code, count: number }))
    .toSorted((left, right) => right.count - left.count || left.code.localeCompare(right.code));
}
