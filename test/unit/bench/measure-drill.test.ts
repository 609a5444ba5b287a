import { describe, expect, it } from 'vitest';
import type { DrillRecord, DrillRequest } from '../../../bench/drill/drill-record.ts';
import { describeDrill, judgeDrill } from '../../../bench/drill/describe-drill.ts';
import { measureDrill } from '../../../bench/drill/measure-drill.ts';
import type { ModelAttempt } from '../../../contract/routing.ts';

const SPAN = { fromMs: 1_000, toMs: 2_000, endMs: 4_000 };
const SCHEDULE = { name: 'sample', behaviour: 'sim-500', share: 1, isTotalOutage: true };

function attempt(model: string, kind: ModelAttempt['kind'] = 'primary'): ModelAttempt {
  return {
    n: 1,
    kind,
    provider: 'openai_compatible',
    requested_model: model,
    served_model: null,
    ttft_ms: null,
    duration_ms: 10,
    error: null,
    finish_reason: null,
    input_tokens: 0,
    output_tokens: 0,
    cost_usd: 0,
  };
}

function request(startedAt: number, facts: Partial<DrillRequest> = {}): DrillRequest {
  return {
    startedAt,
    endedAt: startedAt + 10,
    result: 'model',
    attempts: [attempt('first')],
    ...facts,
  };
}

const transition = { cause: 'failure_rate', detail: '' } as const;
const record: DrillRecord = {
  requests: [
    request(0),
    request(1_100, { attempts: [attempt('first'), attempt('first', 'retry'), attempt('second')] }),
    request(1_200, { result: 'cut' }),
    request(1_400, { attempts: [attempt('second')], endedAt: 1_500 }),
  ],
  transitions: [
    { from: 'closed', to: 'open', at: 1_300, ...transition },
    { from: 'open', to: 'half_open', at: 2_400, ...transition },
    { from: 'half_open', to: 'closed', at: 2_500, ...transition },
  ],
  calls: [
    { endedAt: 10, isFailure: true },
    { endedAt: 1_100, isFailure: true },
    { endedAt: 1_200, isFailure: false },
    { endedAt: 1_300, isFailure: true },
    { endedAt: 1_400, isFailure: true },
  ],
  mostProbesInFlight: 2,
  longestPauseMs: 30,
};

describe('the measure of a drill', () => {
  it('tells when it was detected, diverted and recovered, and what was seen of it', () => {
    expect(measureDrill(record, 'first', SPAN)).toEqual({
      requests: 4,
      perSecond: 1,
      availability: 0.75,
      ruleBased: 0,
      visibleFailures: 0.25,
      detectMs: 300,
      failedCallsToOpen: 2,
      divertMs: 400,
      recoverMs: 500,
      openings: 1,
      mostProbesInFlight: 2,
      longestPauseMs: 30,
      retries: 1,
      callsPerRequest: 1.5,
      p95Ms: { before: 10, struck: 100, after: Number.NaN },
    });
  });

  it('has not recovered while the circuit is not closed', () => {
    const open = { ...record, transitions: record.transitions.slice(0, 2) };
    expect(measureDrill(open, 'first', SPAN).recoverMs).toBeNull();
  });

  it('misses a target when an asker sees too much', () => {
    const measure = measureDrill(record, 'first', SPAN);
    expect(judgeDrill(measure).filter(([, isMet]) => !isMet)).toHaveLength(1);
    expect(describeDrill(SCHEDULE, measure)).toMatch(/^simulated sample[\s\S]*MISSED/);
  });
});
