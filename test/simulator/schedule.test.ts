import { describe, expect, it } from 'vitest';
import { startSimulator } from '../support/start-simulator.ts';
import { planCall, Schedule } from './schedule.ts';

const schedule = Schedule.parse({
  latency: { median_ms: 80, sigma: 0.4 },
  phases: [
    { from_ms: 1_000, to_ms: 2_000, behaviour: 'sim-500' },
    { from_ms: 2_000, to_ms: 3_000, share: 0.3, behaviour: 'sim-reset' },
  ],
});

function planMany(elapsedMs: number, seed = 1) {
  return Array.from({ length: 2_000 }, (_, n) =>
    planCall(schedule, { key: `${seed}#${n}`, elapsedMs }),
  );
}

describe('a schedule', () => {
  it('answers well outside its phases and fails all calls of a total one', () => {
    expect(planCall(schedule, { key: 'a', elapsedMs: 999 }).behaviour).toBe('sim-good');
    expect(planCall(schedule, { key: 'a', elapsedMs: 1_000 }).behaviour).toBe('sim-500');
    expect(planCall(schedule, { key: 'a', elapsedMs: 3_000 }).behaviour).toBe('sim-good');
  });

  it('strikes about the share of calls that it says', () => {
    const struck = planMany(2_500).filter(({ behaviour }) => behaviour === 'sim-reset');
    expect(struck.length / 2_000).toBeCloseTo(0.3, 1);
  });

  it('draws latencies around their median', () => {
    const delays = planMany(0).map(({ delayMs }) => delayMs);
    const below = delays.filter((delayMs) => delayMs < 80).length / delays.length;
    expect(below).toBeCloseTo(0.5, 1);
    expect(Math.max(...delays)).toBeGreaterThan(160);
  });

  it('plans the same for the same seed, and otherwise for another', () => {
    expect(planMany(2_500)).toEqual(planMany(2_500));
    expect(planMany(2_500)).not.toEqual(planMany(2_500, 2));
  });

  it('runs in the simulator for a model of any name, from when it is sent', async () => {
    await using simulator = await startSimulator();
    await simulator.startSchedule('mine', {
      phases: [{ from_ms: 0, to_ms: 60_000, behaviour: 'sim-429:7' }],
    });
    const response = await fetch(`${simulator.baseUrl}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ model: 'mine', messages: [{ role: 'user', content: 'Hello' }] }),
    });

    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
  });
});
