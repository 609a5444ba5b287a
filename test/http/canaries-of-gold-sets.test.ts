import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CanaryRound, CanaryRoundDetail, CanaryRoundPage } from '../../contract/canary.ts';
import type { CreatedApiKey } from '../../contract/api-key.ts';
import type { MetricsSummary } from '../../contract/metrics.ts';
import { runCanaries } from '../support/canary-rounds.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const DEADLINE_MS = 60_000;

let simulator: Simulator;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  simulator = await startSimulator();
  footnote = await startFootnote({
    config: writeConfig(simulator.baseUrl, {
      models: [
        { name: 'stable', model: 'sim-good' },
        { name: 'internal-only', model: 'sim-good', dataClasses: ['public', 'internal'] },
      ],
      // So rarely that only the first round is made by the schedule.
      sections: { canaries: { every_minutes: 10_080, gold_set: 'cards' } },
    }),
  });
  client = createClient(footnote, footnote.adminKey);
});
afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
});

function itemOf(card: number, fields: object = {}) {
  return {
    id: `card-${card}`,
    input: `What is the daily limit of card ${card}?`,
    sources: [
      { path: `card-${card}.md`, quote: `Card ${card} has a daily limit of ${card * 10} dollars.` },
    ],
    ...fields,
  };
}
const cards = (count: number) => Array.from({ length: count }, (_, index) => itemOf(index + 1));

function run(model: string): Promise<CanaryRound> {
  return runCanaries(client, { model }, DEADLINE_MS);
}

describe('canaries of a gold set', { timeout: 2 * DEADLINE_MS }, () => {
  it('ask nothing while the set is not there, which a round of the schedule says', async () => {
    const ended = async () => {
      const { body } = await client.get<CanaryRoundPage>('/v1/canaries');
      return body.data.filter(({ status }) => status === 'done');
    };
    await expect.poll(async () => (await ended()).length, { timeout: DEADLINE_MS }).toBe(2);
    for (const round of await ended()) {
      expect(round).toMatchObject({
        verdict: 'inconclusive',
        detail: 'There is no gold set named "cards".',
        requested_by: null,
        answered: 0,
      });
    }
  });

  it('ask nothing then for anybody who wants it now, either', async () => {
    expect(await client.post('/v1/canaries', {})).toMatchObject({
      status: 409,
      body: { detail: 'There is no gold set named "cards".' },
    });
  });

  it('ask nothing where too few of its items are questions for a model alone', async () => {
    const others = [
      itemOf(10, { must_review: true }),
      itemOf(11, { adversarial: true }),
      itemOf(12, { task: 'triage', expected: { label: 'cards' } }),
    ];
    await client.post('/v1/gold-sets', { name: 'cards', items: [...cards(9), ...others] });

    expect(await client.post('/v1/canaries', {})).toMatchObject({
      status: 409,
      body: {
        detail:
          'Version 1 of the gold set "cards" has 9 items that canaries can ask (of task "answer", neither adversarial nor for review), and 10 are needed.',
      },
    });
    expect(await simulator.requests()).toEqual([]);
  });

  it('record a baseline of its newest version, each item with its quote', async () => {
    await client.post('/v1/gold-sets', { name: 'cards', items: cards(12) });
    expect(await run('stable')).toMatchObject({
      kind: 'baseline',
      verdict: 'recorded',
      questions: 12,
      answered: 48,
    });
    expect(JSON.stringify(await simulator.requests())).toContain(
      'Card 12 has a daily limit of 120 dollars.',
    );
    expect(await run('stable')).toMatchObject({ kind: 'check', verdict: 'same', questions: 12 });
  });

  it('take no new version of the set for a changed model', async () => {
    await client.post('/v1/gold-sets', { name: 'cards', items: cards(13) });
    expect(await run('stable')).toMatchObject({
      kind: 'baseline',
      verdict: 'recorded',
      questions: 13,
    });
    await client.post('/v1/gold-sets', {
      name: 'cards',
      note: 'Moved.',
      items: cards(13).toReversed(),
    });
    expect(await run('stable')).toMatchObject({ kind: 'check', verdict: 'same' });
    const { body } = await client.get<MetricsSummary>('/v1/metrics/summary');
    expect(body.recovery.incidents).toEqual([]);
  });

  it('send a quote to no model that may not see its document, and show it to no such reader', async () => {
    const secret = { title: 'Card 1', source: 'card-1.md', text: 'Card 1.', collection: 'secret' };
    await client.ingest([{ ...secret, classification: 'confidential' }]);
    await simulator.forgetRequests();
    const round = await run('internal-only');
    expect(round).toMatchObject({ questions: 13, answered: 48, failed: 4 });
    expect(JSON.stringify(await simulator.requests())).not.toContain('Card 1 has');

    const made = await client.post<CreatedApiKey>('/v1/keys', {
      name: 'elsewhere',
      scopes: ['evaluate'],
      clearance: 'restricted',
      collections: ['default'],
    });
    const elsewhere = createClient(footnote, made.body.key);
    const path = `/v1/canaries/${round.id}`;
    expect((await client.get<CanaryRoundDetail>(path)).body.answers).toHaveLength(13);
    expect((await elsewhere.get<CanaryRoundDetail>(path)).body.answers).toHaveLength(12);
  });
});
