import { describe, expect, it } from 'vitest';
import type { AnswerDeps } from '../../../../server/answer/answer-question.ts';
import { answerQuestion } from '../../../../server/answer/answer-question.ts';
import type { RetrievalQuery } from '../../../../server/retrieval/retrieval-outcome.ts';
import {
  builtinExtractiveModel,
  type ConfiguredModel,
} from '../../../../server/routing/configured-model.ts';
import { builtin, callLimits, reply, scriptedModel } from '../generation/scripted-model.ts';
import { sampleQuestion, sampleRetrieval } from './sample-outcome.ts';

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
      refusalOf: () => null,
      matchTopic: () => ({ topic: null, confidence: 1 }),
      configHash: 'config',
      now: () => 0,
    },
    answerModel: ({ name }) => (name === 'm' ? model : builtin),
    limits: callLimits(),
    budget: null,
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

    expect(events).toEqual(['route', 'retrieval', 'delta', 'verification']);
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
