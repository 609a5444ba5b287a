import { describe, expect, it } from 'vitest';
import type { CircuitTransition } from '../../../../contract/circuit.ts';
import { parseConfig } from '../../../../platform/load-config.ts';
import type { Upstream } from '../../../../server/resilience/upstream.ts';
import { createUpstreams } from '../../../../server/resilience/upstreams.ts';
import type { EnteredCall } from '../../../../server/resilience/call-gate.ts';
import { failure, reply } from '../generation/scripted-model.ts';

const MODEL = {
  name: 'a',
  provider: 'openai_compatible',
  base_url: 'https://models.example.org/v1',
  model: 'one',
  tier: 'small',
  hosting: 'hosted',
  data_classes: ['public'],
  context_window: 8_000,
  price: { input_per_m: 1, output_per_m: 1 },
};

function open(config: object = {}) {
  const time = { nowMs: 5_000 };
  const transitions: CircuitTransition[] = [];
  const upstreams = createUpstreams(
    parseConfig(JSON.stringify({ models: [MODEL], ...config }), 'test.yaml'),
    {
      now: () => time.nowMs,
      clock: () => new Date(Date.UTC(2026, 0, 1) + time.nowMs),
      seed: 1,
      onTransition: (_upstream, transition) => transitions.push(transition),
    },
  );
  const upstream = upstreams.get('a');
  if (upstream === undefined) throw new Error('There is no upstream.');
  return { upstream, upstreams, time, transitions };
}

async function enter(upstream: Upstream): Promise<EnteredCall> {
  const { signal } = new AbortController();
  const entered = await upstream.enter({ maxWaitMs: 0, signal });
  if (entered.kind === 'refused') throw new Error(entered.detail);
  return entered;
}

async function fail(upstream: Upstream, count: number): Promise<void> {
  for (let n = 0; n < count; n++) (await enter(upstream)).end(failure('server_error'), 0);
}

describe('an upstream', () => {
  it('refuses calls once its circuit is open, and says for how long', async () => {
    const { upstream } = open();
    expect(upstream.refusal()).toBeNull();
    await fail(upstream, 9);
    const last = await enter(upstream);
    expect(last.circuit).toBe('closed');
    expect(last.end(failure('timeout'), 0)).toBe('open');

    expect(upstream.refusal()).toMatchObject({ kind: 'refused', refusedBy: 'breaker' });
    expect(upstream.refusal()?.detail).toMatch(/open \(consecutive_failures\) for [345] s more/);
  });

  it.each(['context_overflow', 'content_filter', 'deadline', 'aborted'] as const)(
    'does not hold %s against its model',
    async (code) => {
      const { upstream } = open();
      for (let n = 0; n < 50; n++) (await enter(upstream)).end(failure(code), 0);

      expect(upstream.status()).toMatchObject({ calls: 0, circuit: { kind: 'closed' } });
    },
  );

  it('tells of its transitions with their causes and times', async () => {
    const { upstream, time, transitions } = open();
    await fail(upstream, 10);
    time.nowMs += 10_000;
    for (let n = 0; n < 3; n++) (await enter(upstream)).end(reply('Yes.'), 0.5);

    expect(transitions.map(({ from, to, cause }) => [from, to, cause])).toEqual([
      ['closed', 'open', 'consecutive_failures'],
      ['open', 'half_open', 'wait_over'],
      ['half_open', 'closed', 'probes_succeeded'],
    ]);
    expect(transitions[0]?.at).toBe('2026-01-01T00:00:05.000Z');
    const status = upstream.status();
    expect(status.transitions).toEqual(transitions);
    expect(status).toMatchObject({ calls: 13, failures: 10, p95Ms: 3, costUsd: 1.5, inFlight: 0 });
  });

  it('plans no retry for a probe, nor beyond its budget', async () => {
    const { upstream, time } = open({ retry: { budget_reserve: 2, budget_ratio: 0 } });
    const plans = [1, 2, 3].map(() => upstream.planRetry(failure('server_error'), 0));
    expect(plans.map((plan) => plan !== null)).toEqual([true, true, false]);

    const fresh = open();
    await fail(fresh.upstream, 10);
    fresh.time.nowMs += 10_000;
    await enter(fresh.upstream);
    expect(fresh.upstream.planRetry(failure('server_error'), 0)).toBeNull();
    expect(time.nowMs).toBe(5_000);
  });

  it('refuses by its bulkhead what comes while all places are taken', async () => {
    const { upstream } = open({ bulkhead: { max_concurrent: 2, max_queued: 0 } });
    const first = await enter(upstream);
    await enter(upstream);
    expect(upstream.refusal()).toMatchObject({ refusedBy: 'bulkhead' });
    first.abandon();
    first.abandon();

    expect(upstream.refusal()).toBeNull();
    expect(upstream.status().inFlight).toBe(1);
  });

  it('counts a call once, however often it is ended', async () => {
    const { upstream } = open();
    const call = await enter(upstream);
    for (let n = 0; n < 20; n++) call.end(failure('server_error'), 0);

    expect(upstream.status()).toMatchObject({ calls: 1, circuit: { kind: 'closed' } });
  });

  it('opens for answers of which nothing can be verified', async () => {
    const { upstream } = open();
    for (let n = 0; n < 10; n++) {
      const { generation, end } = await enter(upstream);
      end(reply('Invented.'), 0);
      upstream.reportQuality({ generation, isGood: false });
    }

    expect(upstream.refusal()?.detail).toContain('quality_fail_rate');
  });
});

describe('models of a configuration', () => {
  it('share a circuit when they call the same model in the same region', () => {
    const { upstreams } = open({
      models: [
        MODEL,
        { ...MODEL, name: 'same', base_url: `${MODEL.base_url}/`, tier: 'large' },
        { ...MODEL, name: 'elsewhere', region: 'eu-1' },
        { ...MODEL, name: 'other', model: 'two' },
      ],
    });

    expect(upstreams.get('same')).toBe(upstreams.get('a'));
    expect(new Set(upstreams.values()).size).toBe(3);
  });
});

describe('the time after which another model may be asked beside one', () => {
  const end = async (upstream: Upstream, facts: Parameters<typeof reply>[1]) =>
    (await enter(upstream)).end(reply('', facts), 0);

  it('is that in which 95 of 100 latest calls had their first token, once 20 are known', async () => {
    const { upstream } = open();
    for (let n = 1; n <= 19; n += 1) await end(upstream, { ttftMs: n });
    expect(upstream.hedgeAfterMs()).toBeNull();
    await end(upstream, { ttftMs: 20 });
    expect(upstream.hedgeAfterMs()).toBe(19);
    for (let n = 0; n < 200; n += 1) await end(upstream, { ttftMs: 7 });
    expect(upstream.hedgeAfterMs()).toBe(7);
  });

  it('counts a call that was cancelled for another as at least that slow', async () => {
    const { upstream } = open();
    for (let n = 0; n < 30; n += 1) {
      const call = await enter(upstream);
      call.end(failure('cancelled', { ttftMs: null, durationMs: 90 }), 0);
    }
    expect(upstream.hedgeAfterMs()).toBe(90);
    expect(upstream.status()).toMatchObject({ calls: 0, circuit: { kind: 'closed' } });
  });

  it('is what the configuration says where it says so', () => {
    const { upstream } = open({
      fallback: { order: ['same_tier', 'latency', 'rule_answer'], hedge: { after_ms: 250 } },
    });
    expect(upstream.hedgeAfterMs()).toBe(250);
  });
});

describe('the hedge budget', () => {
  it('gives what is saved up, then a share of the calls', async () => {
    const hedge = { budget_ratio: 0.25, budget_reserve: 1 };
    const { upstream } = open({ fallback: { hedge } });
    expect([upstream.takeHedge(), upstream.takeHedge()]).toEqual([true, false]);
    for (let n = 0; n < 3; n += 1) await enter(upstream);
    expect(upstream.takeHedge()).toBe(false);
    await enter(upstream);
    expect([upstream.takeHedge(), upstream.takeHedge()]).toEqual([true, false]);
  });
});
