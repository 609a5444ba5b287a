import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CanaryRound,
  CanaryRoundDetail,
  CanaryRoundPage,
  StartCanaries,
} from '../../contract/canary.ts';
import type { CreatedApiKey } from '../../contract/api-key.ts';
import type { MetricsSummary } from '../../contract/metrics.ts';
import { runCanaries } from '../support/canary-rounds.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const QUESTIONS = Array.from({ length: 50 }, (_, n) => ({
  question: `What is the daily limit of card ${n + 1}?`,
  context: `Card ${n + 1} has a daily limit of ${(n + 3) * 10} dollars.`,
  classification: n === 49 ? 'confidential' : 'internal',
}));
const ALWAYS = { from_ms: 0, to_ms: 3_600_000 };
/** Words every fifth answer otherwise. */
const USUAL = {
  served_as: 'stable-2026-01',
  phases: [{ ...ALWAYS, share: 0.2, behaviour: 'sim-wordy' }],
};
/** The provider puts another model behind the same name. */
const SWAPPED = {
  served_as: 'stable-2026-01',
  phases: [{ ...ALWAYS, share: 1, behaviour: 'sim-wrong-number' }],
};
const DEADLINE_MS = 150_000;

let simulator: Simulator;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  simulator = await startSimulator();
  await simulator.startSchedule('stable', USUAL);
  footnote = await startFootnote({
    hasWorker: false,
    config: writeConfig(simulator.baseUrl, {
      models: [
        { name: 'stable' },
        { name: 'public-only', model: 'sim-good', dataClasses: ['public'] },
      ],
      sections: { canaries: { every_minutes: null, questions: QUESTIONS } },
    }),
  });
  client = createClient(footnote, footnote.adminKey);
});
afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
});

function run(body: Partial<StartCanaries>): Promise<CanaryRound> {
  return runCanaries(client, body, DEADLINE_MS);
}

async function canaryIncidents() {
  const { body } = await client.get<MetricsSummary>('/v1/metrics/summary');
  return body.recovery.incidents.filter(({ kind }) => kind === 'canary');
}

describe('canaries', { timeout: 2 * DEADLINE_MS }, () => {
  it('record a baseline where there is none', async () => {
    expect(await run({ model: 'stable' })).toMatchObject({
      kind: 'baseline',
      verdict: 'recorded',
      questions: 50,
      answered: 200,
      failed: 0,
      served_models: ['stable-2026-01'],
      requested_by: 'admin',
    });
  });

  it('find the same model, though it rewords some answers', async () => {
    expect(await run({ model: 'stable' })).toMatchObject({
      kind: 'check',
      verdict: 'same',
      answered: 50,
    });
    expect(await canaryIncidents()).toEqual([]);
  });

  it('find a model that was changed in silence in one round of 50', async () => {
    await simulator.startSchedule('stable', SWAPPED);
    const round = await run({ model: 'stable' });

    expect(round).toMatchObject({
      verdict: 'answers_changed',
      changed: 50,
      served_models: ['stable-2026-01'],
    });
    expect(round.p_value).toBeLessThanOrEqual(0.001);
    const [incident] = await canaryIncidents();
    expect(incident).toMatchObject({
      cause: 'answers_changed',
      models: ['stable'],
      diverted_at: null,
      restored_at: null,
    });
    expect((incident?.first_bad_at ?? '') <= (incident?.detected_at ?? '')).toBe(true);
  });

  it('show each answer beside the baseline, to whoever is cleared for the question', async () => {
    const { body: page } = await client.get<CanaryRoundPage>('/v1/canaries?model=stable&limit=1');
    const path = `/v1/canaries/${page.data[0]?.id}`;
    const { body: round } = await client.get<CanaryRoundDetail>(path);
    expect(round.answers).toHaveLength(50);
    expect(round.answers[0]?.baseline).toHaveLength(4);
    expect(round.answers[0]?.distance).toBeGreaterThan(0);

    const made = await client.post<CreatedApiKey>('/v1/keys', {
      name: 'e',
      scopes: ['evaluate'],
      clearance: 'internal',
    });
    const cleared = createClient(footnote, made.body.key);
    expect((await cleared.get<CanaryRoundDetail>(path)).body.answers).toHaveLength(49);
  });

  it('end the incident when the answers are the old ones again', async () => {
    await simulator.startSchedule('stable', USUAL);
    expect(await run({ model: 'stable' })).toMatchObject({ verdict: 'same' });

    expect(await canaryIncidents()).toMatchObject([{ restored_because: 'same_answers' }]);
  });

  it('ask no model what it may not see', async () => {
    await simulator.forgetRequests();
    expect(await run({ model: 'public-only' })).toMatchObject({
      verdict: 'inconclusive',
      answered: 0,
    });
    expect(await simulator.requests()).toEqual([]);
  });

  it.each([
    [{ model: 'unknown' }, 422],
    [{ kind: 'other' }, 422],
    [{ models: ['stable'] }, 422],
  ])('are refused for %j', async (body, status) => {
    expect(await client.post('/v1/canaries', body)).toMatchObject({ status });
  });
});
