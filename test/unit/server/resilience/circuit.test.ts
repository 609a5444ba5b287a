import { describe, expect, it } from 'vitest';
import { CircuitRun, FAILED, SUCCEEDED } from './circuit-harness.ts';

describe('a closed circuit', () => {
  it('opens with the last of the minimum number of failures in a row', () => {
    const run = new CircuitRun();
    run.calls(500, SUCCEEDED);
    run.calls(9, FAILED);
    expect(run.circuit.kind).toBe('closed');
    run.call(FAILED);

    expect(run.circuit).toMatchObject({ kind: 'open', cause: 'consecutive_failures' });
    expect(run.place()).toBeNull();
  });

  it('opens when half of the calls in the window failed', () => {
    const run = new CircuitRun();
    for (let n = 0; n < 5; n++) {
      run.call(SUCCEEDED);
      run.call(FAILED);
    }

    expect(run.circuit).toMatchObject({ kind: 'open', cause: 'failure_rate' });
  });

  it('opens for its last seconds while a busy window is still mostly good', () => {
    const run = new CircuitRun();
    for (let second = 0; second < 30; second++) {
      run.calls(200, SUCCEEDED);
      run.now += 1_000;
    }
    run.now += 5_000;
    for (let n = 0; n < 25; n++) {
      run.call(SUCCEEDED);
      run.call(FAILED);
    }

    expect(run.circuit).toMatchObject({ kind: 'open', cause: 'failure_rate' });
  });

  it('forgets what is older than its window', () => {
    const run = new CircuitRun();
    run.calls(9, FAILED);
    run.call(SUCCEEDED);
    expect(run.circuit.kind).toBe('open');

    const patient = new CircuitRun();
    patient.calls(8, FAILED);
    patient.call(SUCCEEDED);
    patient.now += 31_000;
    patient.call(FAILED);
    expect(patient.circuit.kind).toBe('closed');
  });

  it('opens when half of the calls were slow, though they succeeded', () => {
    const run = new CircuitRun();
    run.calls(5, SUCCEEDED);
    run.calls(5, { ...SUCCEEDED, durationMs: 8_000 });

    expect(run.circuit).toMatchObject({ kind: 'open', cause: 'slow_call_rate' });
  });

  it('opens when a success costs twice what it used to', () => {
    const run = new CircuitRun();
    run.calls(200, SUCCEEDED);
    run.now += 40_000;
    run.calls(10, { ...SUCCEEDED, costUsd: 0.019 });
    expect(run.circuit.kind).toBe('closed');
    run.calls(20, { ...SUCCEEDED, costUsd: 0.025 });

    expect(run.circuit).toMatchObject({ kind: 'open', cause: 'cost_per_success' });
  });

  it('knows no usual cost before it has seen many successes', () => {
    const run = new CircuitRun();
    run.calls(50, SUCCEEDED);
    run.now += 40_000;
    run.calls(50, { ...SUCCEEDED, costUsd: 1 });

    expect(run.circuit.kind).toBe('closed');
  });

  it('opens when nothing could be verified of half of the answers', () => {
    const run = new CircuitRun();
    const { generation } = run.circuit;
    for (let n = 0; n < 5; n++) {
      run.send({ kind: 'check', generation, isGood: true });
      run.send({ kind: 'check', generation, isGood: false });
    }

    expect(run.circuit).toMatchObject({ kind: 'open', cause: 'quality_fail_rate' });
  });

  it('does not count what says nothing of the model', () => {
    const run = new CircuitRun();
    run.calls(100, { kind: 'neutral' });

    expect(run.circuit).toMatchObject({ kind: 'closed', window: [] });
  });
});

describe('an open circuit', () => {
  it('waits between half and all of its time, and twice as long when it opens again', () => {
    const run = new CircuitRun();
    run.calls(10, FAILED);
    for (const fullMs of [5_000, 10_000, 20_000, 40_000, 80_000, 120_000, 120_000]) {
      if (run.circuit.kind !== 'open') throw new Error('It is not open.');
      const waitMs = run.circuit.retryAt - run.now;
      expect(waitMs).toBeGreaterThanOrEqual(fullMs / 2);
      expect(waitMs).toBeLessThanOrEqual(fullMs);
      run.now = run.circuit.retryAt - 1;
      expect(run.place()).toBeNull();
      run.now += 1;
      expect(run.call(FAILED)).toBe(true);
    }
  });

  it('honours a Retry-After that is longer than its own wait', () => {
    const run = new CircuitRun();
    run.calls(10, { ...FAILED, retryAfterMs: 60_000 });

    expect(run.circuit).toMatchObject({ kind: 'open', retryAt: run.now + 60_000 });
  });

  it('waits as at first again once it has been closed for a whole window', () => {
    const run = new CircuitRun();
    run.calls(10, FAILED);
    run.waitOver();
    run.call(FAILED);
    run.waitOver();
    run.calls(3, SUCCEEDED);
    expect(run.circuit).toMatchObject({ kind: 'closed', openings: 2 });
    run.now += 30_000;
    run.calls(10, FAILED);

    expect(run.circuit).toMatchObject({ kind: 'open', openings: 1 });
  });

  it('draws the same wait from the same seed, and another from another', () => {
    const retryAts = [1, 1, 2].map((seed) => {
      const run = new CircuitRun({}, seed);
      run.calls(10, FAILED);
      return run.circuit.kind === 'open' ? run.circuit.retryAt : null;
    });

    expect(retryAts[0]).toBe(retryAts[1]);
    expect(retryAts[0]).not.toBe(retryAts[2]);
  });
});

describe('a half-open circuit', () => {
  function halfOpen() {
    const run = new CircuitRun();
    run.calls(10, FAILED);
    run.waitOver();
    return run;
  }

  it('places so many probes, and no more before they end', () => {
    const run = halfOpen();
    const placed = [run.place(), run.place(), run.place(), run.place()];

    expect(placed.map((generation) => generation !== null)).toEqual([true, true, true, false]);
  });

  it('closes when all of them succeed', () => {
    const run = halfOpen();
    run.calls(3, SUCCEEDED);

    expect(run.circuit.kind).toBe('closed');
    expect(run.causes()).toEqual(['consecutive_failures', 'wait_over', 'probes_succeeded']);
  });

  it.each([
    ['fails', FAILED, 'probe_failed'],
    ['is slow', { ...SUCCEEDED, durationMs: 9_000 }, 'probe_slow'],
  ] as const)('opens again when one %s', (_what, ending, cause) => {
    const run = halfOpen();
    run.call(SUCCEEDED);
    run.call(ending);

    expect(run.circuit).toMatchObject({ kind: 'open', cause });
  });

  it('places another probe for one that says nothing', () => {
    const run = halfOpen();
    run.calls(10, { kind: 'neutral' });
    run.calls(3, SUCCEEDED);

    expect(run.circuit.kind).toBe('closed');
  });

  it('ignores what ends of calls that were placed before', () => {
    const run = new CircuitRun();
    const late = Array.from({ length: 5 }, () => run.place() ?? -1);
    run.calls(10, FAILED);
    run.waitOver();
    const probe = run.place();
    for (const generation of late) run.end(generation, FAILED);
    expect(run.circuit).toMatchObject({ kind: 'half_open', inFlight: 1 });
    for (const generation of late) run.end(generation, SUCCEEDED);
    expect(run.circuit).toMatchObject({ kind: 'half_open', inFlight: 1, succeeded: 0 });
    run.end(probe ?? -1, SUCCEEDED);
    run.calls(2, SUCCEEDED);

    expect(run.circuit.kind).toBe('closed');
  });

  it('probes anew when its probes are lost', () => {
    const run = halfOpen();
    const lost = [run.place(), run.place(), run.place()];
    run.now += 15 * 60_000;
    run.calls(3, SUCCEEDED);
    for (const generation of lost) run.end(generation ?? -1, FAILED);

    expect(run.circuit.kind).toBe('closed');
    expect(run.causes()).toContain('probes_lost');
  });
});

describe('a circuit that is opened by hand', () => {
  it('places nothing however long it waits, and says why', () => {
    const run = new CircuitRun();
    run.send({ kind: 'force_open', reason: 'The contract ended.' });
    run.now += 1e9;
    const [effect] = run.send({ kind: 'place' });

    expect(effect).toEqual({
      kind: 'refuse',
      detail: 'Its circuit was opened by hand: The contract ended.',
    });
  });

  it('proves itself by probes once it is released', () => {
    const run = new CircuitRun();
    run.send({ kind: 'force_open', reason: 'Maintenance.' });
    run.send({ kind: 'release', reason: 'It works again.' });
    expect(run.circuit.kind).toBe('half_open');
    run.calls(3, SUCCEEDED);

    expect(run.circuit.kind).toBe('closed');
  });

  it('is the only kind that a release changes', () => {
    const run = new CircuitRun();
    run.send({ kind: 'release', reason: 'It works again.' });

    expect(run.circuit.kind).toBe('closed');
  });
});

describe('what opened a circuit', () => {
  const beginOf = (run: CircuitRun) =>
    run.effects.flatMap((effect) => (effect.kind === 'transition' ? [effect.firstBadAt] : []));

  it('began with the first call of the streak that failed, not with an older failure', () => {
    const run = new CircuitRun();
    run.call(FAILED);
    run.now += 2_000;
    run.calls(100, SUCCEEDED);
    run.now += 2_000;
    const firstEndedAt = run.now;
    for (let n = 0; n < 10; n++) {
      run.call(FAILED);
      run.now += 100;
    }

    expect(run.causes()).toEqual(['consecutive_failures']);
    expect(beginOf(run)).toEqual([firstEndedAt - FAILED.durationMs]);
  });

  it('began with the first bad call in the window when a share of them opened it', () => {
    const run = new CircuitRun();
    const beganAt = run.now - FAILED.durationMs;
    for (let n = 0; n < 5; n++) {
      run.call(FAILED);
      run.call(SUCCEEDED);
      run.now += 1_000;
    }

    expect(run.causes()).toEqual(['failure_rate']);
    expect(beginOf(run)).toEqual([beganAt]);
  });

  it('is not told again when a probe fails or the circuit closes', () => {
    const run = new CircuitRun();
    run.calls(10, FAILED);
    run.waitOver();
    run.call(FAILED);
    run.waitOver();
    run.calls(3, SUCCEEDED);

    expect(run.circuit.kind).toBe('closed');
    expect(beginOf(run).slice(1)).toEqual([null, null, null, null]);
  });
});
