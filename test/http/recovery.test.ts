import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Incident, Recovery } from '../../contract/incident.ts';
import type { MetricsSummary } from '../../contract/metrics.ts';
import { AnswerTraceRecord, type TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const LEAVE = 'Every employee has 27 days of annual leave in a calendar year.';
const QUESTION = 'How many days of annual leave does every employee have?';
const BROWN_OUT = { phases: [{ from_ms: 0, to_ms: 3_600_000, share: 0.8, behaviour: 'sim-500' }] };
const MAX_ASKED = 60;

let simulator: Simulator;
let testDatabase: TestDatabase;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  simulator = await startSimulator();
  testDatabase = await openTestDatabase();
  await simulator.startSchedule('struck', BROWN_OUT);
  await start();
  await client.ingest([{ title: 'Leave policy', text: LEAVE, source: 'leave.md' }]);
});
afterAll(async () => {
  await footnote.stop();
  await testDatabase.close();
  await simulator.stop();
});

async function start(): Promise<void> {
  footnote = await startFootnote({
    testDatabase,
    config: writeConfig(simulator.baseUrl, {
      models: [{ name: 'struck' }, { name: 'sim-good' }],
      routes: [{ name: 'all', prefer: ['struck', 'sim-good'] }],
      sections: {
        breaker: {
          minimum_calls: 5,
          failure_rate: 0.6,
          half_open_probes: 2,
          wait: { base_ms: 300, max_ms: 300 },
        },
        retry: { max_retries: 0 },
      },
    }),
  });
  client = createClient(footnote, footnote.adminKey);
}

async function recovery(): Promise<Recovery> {
  return (await client.get<MetricsSummary>('/v1/metrics/summary')).body.recovery;
}

/** Asks until it is so, and returns the newest incident. */
async function askUntil(isSo: (newest: Incident | undefined) => boolean): Promise<Incident> {
  for (let n = 0; n < MAX_ASKED; n += 1) {
    await client.ask({ question: QUESTION });
    const [newest] = (await recovery()).incidents;
    if (newest !== undefined && isSo(newest)) return newest;
  }
  throw new Error(`It was not so after ${MAX_ASKED} answers.`);
}

async function traceOf(id: string | null): Promise<AnswerTraceRecord> {
  return AnswerTraceRecord.parse((await client.get<TraceResponse>(`/v1/traces/${id}`)).body);
}

describe('a failure of a model', () => {
  it('is no data, not zero, before there was one', async () => {
    expect(await recovery()).toEqual({
      count: 0,
      restored: 0,
      mean_seconds: { detect: null, divert: null, recover: null, total: null },
      incidents: [],
    });
  });

  it('has its moments in their order: bad, detected, diverted, restored', async () => {
    const open = await askUntil(
      (newest) => newest?.diverted_at !== undefined && newest.diverted_at !== null,
    );
    expect(open).toMatchObject({
      kind: 'circuit',
      models: ['struck'],
      restored_at: null,
      restored_because: null,
    });
    const { mean_seconds: before } = await recovery();
    expect(before).toMatchObject({ recover: null, total: null });

    await simulator.startSchedule('struck', {});
    const over = await askUntil((newest) => newest?.restored_at !== null);
    const moments = [over.first_bad_at, over.detected_at, over.diverted_at, over.restored_at].map(
      (moment) => Date.parse(moment ?? ''),
    );
    expect(over).toMatchObject({ id: open.id, restored_because: 'probes_succeeded' });
    expect(moments).toEqual(moments.toSorted((left, right) => left - right));
    expect(over.first_bad_at < over.detected_at).toBe(true);

    const { count, restored, mean_seconds: mean } = await recovery();
    const lasted = (Date.parse(over.restored_at ?? '') - Date.parse(over.first_bad_at)) / 1_000;
    expect({ count, restored }).toEqual({ count: 1, restored: 1 });
    expect(mean.total).toBeCloseTo(lasted, 2);
    expect((mean.detect ?? 0) + (mean.recover ?? 0)).toBeCloseTo(lasted, 2);
  });

  it('opens the answers behind it', async () => {
    const [incident] = (await recovery()).incidents;
    const detected = await traceOf(incident?.detected_trace_id ?? null);
    const diverted = await traceOf(incident?.diverted_trace_id ?? null);

    expect(detected.attempts).toContainEqual(
      expect.objectContaining({
        requested_model: 'struck',
        circuit_before: 'closed',
        circuit_after: 'open',
      }),
    );
    expect(diverted.route.model).toBe('sim-good');
  });

  it('that outlives its server ends with the first good call of the next one', async () => {
    await simulator.startSchedule('struck', BROWN_OUT);
    const open = await askUntil((newest) => newest?.restored_at === null);
    await footnote.stop();
    await simulator.startSchedule('struck', {});
    await start();
    const over = await askUntil((newest) => newest?.restored_at !== null);

    expect(over).toMatchObject({ id: open.id, restored_because: 'call_succeeded' });
  });
});
