import type { AnswerStatus, AnswerTimings } from '../../contract/answer.ts';
import type { TraceId } from '../../contract/ids.ts';
import type { Clock } from '../command-context.ts';
import { scheduleArrivals, type ArrivalPlan } from './schedule-arrivals.ts';

export interface LoadPlan extends ArrivalPlan {
  /** Questions at once at most. */
  readonly concurrency: number;
  /** From the moment at which a question is due: then nobody waits for its answer any more. */
  readonly timeoutMs: number;
  /** At least one; asked in turn. */
  readonly questions: readonly string[];
}

export type LoadEnding =
  | {
      readonly kind: 'answer';
      readonly traceId: TraceId;
      readonly status: AnswerStatus;
      readonly model: string;
      readonly timings: AnswerTimings;
    }
  | { readonly kind: 'failed'; readonly code: string };

/** What became of one question; times are in milliseconds. */
export interface LoadSample {
  readonly ending: LoadEnding;
  /** From when it was due until it ended. */
  readonly latencyMs: number;
  /** From when it was sent until it ended; null when its time was over before. */
  readonly responseMs: number | null;
  /** How much later than due the generator came to it, before any wait for a turn. */
  readonly lateMs: number;
}

export const TIMED_OUT = 'timed_out';

export interface LoadPorts {
  readonly clock: Clock;
  /** Never throws; ends within the time that it is given. */
  readonly ask: (question: string, timeoutMs: number) => Promise<LoadEnding>;
}

export interface LoadOutcome {
  readonly samples: readonly LoadSample[];
  /** Until the last one had ended. */
  readonly elapsedMs: number;
}

/**
 * Asks at the planned times whether or not earlier answers are in (an open loop), so that a server that falls behind
 * is not spared by that. A question that finds all places taken waits for one, and its wait is part of its latency.
 * Ends at the latest when the time-out of the last question is over.
 */
export async function runLoad(plan: LoadPlan, { clock, ask }: LoadPorts): Promise<LoadOutcome> {
  const takeTurn = createTurns(plan.concurrency);
  const startedAt = clock.now();
  const samples: Promise<LoadSample>[] = [];
  for (const [index, atMs] of scheduleArrivals(plan).entries()) {
    const dueAt = startedAt + atMs;
    const question = plan.questions[index % plan.questions.length] ?? '';
    if (dueAt > clock.now()) await clock.sleep(dueAt - clock.now());
    const lateMs = Math.max(0, clock.now() - dueAt);
    samples.push(takeTurn(() => askOnce(question, { dueAt, lateMs, plan, clock, ask })));
  }
  const ended = await Promise.all(samples);
  return { samples: ended, elapsedMs: clock.now() - startedAt };
}

interface Due extends LoadPorts {
  readonly plan: LoadPlan;
  readonly dueAt: number;
  readonly lateMs: number;
}

async function askOnce(question: string, due: Due): Promise<LoadSample> {
  const { plan, clock, ask, dueAt, lateMs } = due;
  const sentAt = clock.now();
  const leftMs = dueAt + plan.timeoutMs - sentAt;
  if (leftMs < 1) {
    const ending = { kind: 'failed', code: TIMED_OUT } as const;
    return { ending, latencyMs: plan.timeoutMs, responseMs: null, lateMs };
  }
  const ending = await ask(question, leftMs);
  const endedAt = clock.now();
  return { ending, latencyMs: endedAt - dueAt, responseMs: endedAt - sentAt, lateMs };
}

type TakeTurn = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** So many at once; the others in the order in which they came. */
function createTurns(places: number): TakeTurn {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
