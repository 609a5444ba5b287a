import { DEFAULT_FALLBACK_ORDER } from '../../../../contract/fallback-order.ts';
import { describe, expect, it } from 'vitest';
import type { RefusedSpend } from '../../../../server/budgets/spend-guard.ts';
import type { AnswerBudget } from '../../../../server/budgets/open-budget.ts';
import type { AnswerDeps } from '../../../../server/answer/answer-question.ts';
import { answerQuestion } from '../../../../server/answer/answer-question.ts';
import type { RetrievalQuery } from '../../../../server/retrieval/retrieval-outcome.ts';
import {
  builtinExtractiveModel,
  type ConfiguredModel,
} from '../../../../server/routing/configured-model.ts';
import {
  builtin,
  callLimits,
  failure,
  reply,
  scriptedModel,
} from '../generation/scripted-model.ts';
import { sampleQuestion, sampleRetrieval } from './sample-outcome.ts';
import { NO_TOPIC } from '../../../../server/routing/match-topic.ts';

const CONFIGURED: ConfiguredModel = {
  name: 'm',
  provider: 'scripted',
  tier: 'medium',
  hosting: 'hosted',
  dataClasses: ['public', 'internal'],
  contextWindow: 8_000,
  maxOutputTokens: 50,
  price: { input: 1, output: 1 },
};
const question = sampleQuestion({ question: 'How many days of annual leave are there?' });

/** The steps around one model that says what it is told to; `now` counts up by one at each look. */
function depsFor(text: string, change: Partial<AnswerDeps> = {}) {
  const model = scriptedModel('m', { deltas: [text], end: reply(text) });
  let time = 0;
  const deps: AnswerDeps = {
    retrieve: async () => sampleRetrieval(),
    policy: {
      models: [builtinExtractiveModel, CONFIGURED],
      rules: [],
      fallback: { order: DEFAULT_FALLBACK_ORDER, ruleAnswerBelow: null },
      refusalOf: () => null,
      matchTopic: () => NO_TOPIC,
      ownDetectors: [],
      configHash: 'config',
      now: () => 0,
    },
    answerModel: ({ name }) => (name === 'm' ? model : builtin),
    limits: callLimits(),
    budget: null,
    rewriting: null,
    tiers: { band: { from: 0, to: 0 }, local: null, judge: null },
    newFence: () => 'fence',
    now: () => (time += 1),
    emit: null,
    ...change,
  };
  return { deps, model };
}

describe('answerQuestion', () => {
  it('is answered by the model that the router chose, from the chunks that were selected', async () => {
    const { deps, model } = depsFor('Every employee has 27 days of annual leave [1].');
    const outcome = await answerQuestion(question, deps);

    expect(outcome).toMatchObject({
      status: 'answered',
      generation: { model: { name: 'm' }, reason: 'm answered.' },
      verified: { verification: { verdict: 'verified' } },
      evidence: [{ marker: 1 }, { marker: 2 }],
      drafts: [],
    });
    expect(model.requests[0]?.messages.at(-1)?.content).toContain('<<fence\n[1] Leave');
    expect(Object.values(outcome.timings).every((lap) => lap > 0)).toBe(true);
  });

  it('searches as the reader, with what the request narrows it to', async () => {
    const queries: RetrievalQuery[] = [];
    const { deps } = depsFor('Every employee has 27 days of annual leave [1].', {
      async retrieve(query) {
        queries.push(query);
        return sampleRetrieval();
      },
    });
    const asked = sampleQuestion({ collections: ['hr'], filters: { source: 'leave.md' } });
    await answerQuestion(asked, deps);

    expect(queries).toEqual([
      {
        question: 'How many days?',
        rewrite: null,
        classification: 'public',
        history: [],
        collections: ['hr'],
        asOf: null,
        filters: { source: 'leave.md' },
        reader: asked.reader,
        maxChunks: 8,
      },
    ]);
  });

  it('tells of each step in the order in which they end', async () => {
    const events: string[] = [];
    const { deps } = depsFor('Every employee has 27 days of annual leave [1].', {
      emit: (event) => events.push(event),
    });
    await answerQuestion(question, deps);

    expect([...new Set(events)]).toEqual(['route', 'retrieval', 'delta', 'verification']);
    expect(events.at(-1)).toBe('verification');
  });

  it('withholds a draft of which nothing is supported, and quotes', async () => {
    const { deps } = depsFor('Every employee has 34 days of annual leave [1].');
    const outcome = await answerQuestion(question, deps);

    expect(outcome).toMatchObject({
      status: 'answered',
      generation: { model: { name: 'builtin-extractive' }, fallback: { kind: 'rule_based' } },
      verified: { verification: { verdict: 'verified' } },
      drafts: [{ text: 'Every employee has 34 days of annual leave [1].', model: 'm' }],
    });
    expect(outcome.generation.attempts).toHaveLength(1);
  });

  it('takes an answer that claims nothing for an abstention, and says so', async () => {
    const { deps } = depsFor('Hello!');
    const outcome = await answerQuestion(question, deps);

    expect(outcome).toMatchObject({
      status: 'abstained',
      generation: {
        kind: 'abstained',
        reason: 'm claimed nothing, or only that nothing was found.',
      },
    });
  });

  it('asks no model when nothing was selected', async () => {
    const { deps, model } = depsFor('From memory: 27 days.', {
      retrieve: async () => ({ ...sampleRetrieval(), selected: [] }),
    });
    const outcome = await answerQuestion(question, deps);

    expect(model.requests).toEqual([]);
    expect(outcome).toMatchObject({ status: 'abstained', evidence: [] });
  });

  it('gives a model nothing when a selected chunk is above its classes', async () => {
    const { deps, model } = depsFor('Every employee has 27 days of annual leave [1].', {
      async retrieve() {
        const retrieval = sampleRetrieval();
        const [first, ...rest] = retrieval.selected;
        const raised =
          first === undefined ? [] : [{ ...first, classification: 'restricted' as const }];
        return { ...retrieval, selected: [...rest, ...raised] };
      },
    });
    const outcome = await answerQuestion(question, deps);

    expect(model.requests).toEqual([]);
    expect(outcome.route.receipt.data_ceiling).toBe('restricted');
    expect(outcome.generation.model.name).toBe('builtin-extractive');
  });
});

describe('an answer beyond its budget', () => {
  const refused: RefusedSpend = { kind: 'refused', refusedBy: 'budget', detail: 'It is empty.' };
  const full: AnswerBudget = {
    onExceed: 'refuse',
    warnings: [],
    secondsUntilNextDay: 60,
    refusalOf: () => null,
    reserve: async () => refused,
  };
  const over = { code: 'budget_exceeded', retryAfterSeconds: 60 };

  it.each<[string, Partial<AnswerBudget>]>([
    ['by the router', { refusalOf: () => refused }],
    ['at the last moment', {}],
  ])('is refused %s where that is the policy', async (_when, change) => {
    const { deps, model } = depsFor('Never.', { budget: { ...full, ...change } });

    await expect(answerQuestion(question, deps)).rejects.toMatchObject(over);
    expect(model.requests).toEqual([]);
  });

  it('is quoted where that is the policy, and carries the warnings', async () => {
    const budget: AnswerBudget = { ...full, onExceed: 'rule_answer', warnings: ['Nearly empty.'] };
    const { deps } = depsFor('Never.', { budget });

    expect(await answerQuestion(question, deps)).toMatchObject({
      status: 'answered',
      route: { reasons: expect.arrayContaining(['Nearly empty.']) },
      generation: {
        model: { name: 'builtin-extractive' },
        fallback: { kind: 'rule_based', reason: 'm: budget' },
      },
    });
  });

  it('is quoted all the same once a model has been called, so that the call stays on record', async () => {
    const failing = scriptedModel('m', { end: failure('server_error') });
    const dear = scriptedModel('dear', { end: reply('never') }, { costOf: () => 100 });
    const budget: AnswerBudget = {
      ...full,
      reserve: async ({ costUsd }) =>
        costUsd > 10 ? refused : { kind: 'reserved', settle: async () => undefined },
    };
    const { deps } = depsFor('', { budget });
    const outcome = await answerQuestion(question, {
      ...deps,
      policy: { ...deps.policy, models: [CONFIGURED, { ...CONFIGURED, name: 'dear' }] },
      answerModel: ({ name }) => ({ m: failing, dear })[name] ?? builtin,
    });

    expect(outcome.generation).toMatchObject({
      model: { name: 'builtin-extractive' },
      attempts: [{ requested_model: 'm' }],
      skipped: [{ model: 'dear', refused_by: 'budget' }],
    });
  });

  it('is an abstention where nothing was found: that costs nothing', async () => {
    const { deps } = depsFor('Never.', {
      budget: { ...full, refusalOf: () => refused },
      retrieve: async () => ({ ...sampleRetrieval(), selected: [] }),
    });

    expect((await answerQuestion(question, deps)).status).toBe('abstained');
  });
});
