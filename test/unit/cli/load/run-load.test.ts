import { describe, expect, it } from 'vitest';
import { TraceId } from '../../../../contract/ids.ts';
import type { Clock } from '../../../../cli/command-context.ts';
import { runLoad, type LoadEnding, type LoadPlan } from '../../../../cli/load/run-load.ts';
import { scheduleArrivals } from '../../../../cli/load/schedule-arrivals.ts';
import { summarizeLoad } from '../../../../cli/load/summarize-load.ts';
import { createVirtualClock } from './virtual-clock.ts';

const plan: LoadPlan = {
  arrivals: 'constant',
  ratePerSecond: 10,
  seconds: 2,
  seed: 1,
  concurrency: 4,
  timeoutMs: 60_000,
  questions: ['one?', 'two?'],
};

function answered(totalMs: number): LoadEnding {
  return {
    kind: 'answer',
    traceId: TraceId.parse('0198c0de-0000-7000-8000-000000000001'),
    status: 'answered',
    model: 'builtin-extractive',
    timings: { route: 1, retrieve: 2, generate: 3, verify: 4, store: 5, total: totalMs },
  };
}

/** A server that answers one question at a time. */
function oneAtATime(clock: Clock, workMs: number) {
  let freeAt = 0;
  return async (_question: string, timeoutMs: number): Promise<LoadEnding> => {
    const endsAt = Math.max(freeAt, clock.now()) + workMs;
    if (endsAt - clock.now() > timeoutMs) {
      await clock.sleep(timeoutMs);
      return { kind: 'failed', code: 'timed_out' };
    }
    freeAt = endsAt;
    await clock.sleep(endsAt - clock.now());
    return answered(workMs);
  };
}

const frame = { objective: 0.9, startedAt: new Date(0), isSimulated: false };

describe('the arrivals', () => {
  it('are evenly spaced, or have the mean and the spread of an exponential', () => {
    expect(scheduleArrivals({ ...plan, seconds: 0.5 })).toEqual([0, 100, 200, 300, 400]);
    const times = scheduleArrivals({ ...plan, arrivals: 'poisson', seconds: 1_000 });
    const gaps = times.map((time, index) => time - (times[index - 1] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(mean).toBeGreaterThan(97);
    expect(mean).toBeLessThan(103);
    expect(Math.sqrt(variance) / mean).toBeGreaterThan(0.95);
    expect(Math.sqrt(variance) / mean).toBeLessThan(1.05);
  });

  it('are the same for the same seed', () => {
    const poisson = { ...plan, arrivals: 'poisson' } as const;
    expect(scheduleArrivals(poisson)).toEqual(scheduleArrivals(poisson));
    expect(scheduleArrivals({ ...poisson, seed: 2 })).not.toEqual(scheduleArrivals(poisson));
  });
});

describe('a load', () => {
  it('asks in time although nothing is answered, and never more at once than it may', async () => {
    const clock = createVirtualClock();
    let running = 0;
    let most = 0;
    const { samples, elapsedMs } = await runLoad(plan, {
      clock,
      ask: async () => {
        running += 1;
        most = Math.max(most, running);
        await clock.sleep(1_000);
        running -= 1;
        return answered(1_000);
      },
    });
    expect(samples).toHaveLength(20);
    expect(most).toBe(4);
    // 20 questions of one second, four at once.
    expect(elapsedMs).toBe(5_300);
    expect(samples.every(({ lateMs }) => lateMs === 0)).toBe(true);
  });

  it('counts the wait for a server that falls behind, which the time from sending hides', async () => {
    const clock = createVirtualClock();
    const slow = { ...plan, concurrency: 1 };
    const outcome = await runLoad(slow, { clock, ask: oneAtATime(clock, 200) });
    const report = summarizeLoad(outcome, { plan: slow, ...frame });
    // Due every 100 ms, done every 200 ms: the last of 20 waits for 1.9 s.
    expect(report.latency_ms?.p99).toBeGreaterThan(2_000);
    expect(report.response_ms).toEqual({ p50: 200, p95: 200, p99: 200 });
    expect(report.answers_per_s).toBeCloseTo(5, 5);
    expect(report.steps.retrieve).toEqual({ p50: 2, p95: 2, p99: 2 });
  });

  it('gives up what gets no answer in time, sends it no more, and ends', async () => {
    const clock = createVirtualClock();
    const hurried = { ...plan, concurrency: 1, timeoutMs: 500 };
    const outcome = await runLoad(hurried, { clock, ask: oneAtATime(clock, 300) });
    const report = summarizeLoad(outcome, { plan: hurried, ...frame });
    expect(outcome.elapsedMs).toBeLessThanOrEqual(2_500);
    expect(report.failures).toEqual([{ code: 'timed_out', count: report.failed?.count }]);
    expect(report.failed?.count).toBeGreaterThan(5);
    expect(report.latency_ms?.p95).toBe(500);
  });

  it('weighs failures against those that are allowed', async () => {
    const clock = createVirtualClock();
    let asked = 0;
    const outcome = await runLoad(plan, {
      clock,
      ask: async () => {
        asked += 1;
        await clock.sleep(10);
        return asked <= 4 ? { kind: 'failed', code: 'status_503' } : answered(10);
      },
    });
    const report = summarizeLoad(outcome, { plan, ...frame });
    expect(report.failed).toMatchObject({ count: 4, of: 20, rate: 0.2 });
    expect(report.error_budget.objective).toBe(0.9);
    expect(report.error_budget.spent).toBeCloseTo(2, 9);
    expect(report.models).toEqual([{ code: 'builtin-extractive', count: 16 }]);
  });

  it('has no data where nothing was asked', () => {
    const report = summarizeLoad({ samples: [], elapsedMs: 0 }, { plan, ...frame });
    expect(report).toMatchObject({
      latency_ms: null,
      answers_per_s: null,
      failed: null,
      error_budget: { spent: null },
    });
  });
});
