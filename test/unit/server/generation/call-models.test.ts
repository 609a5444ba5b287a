import { describe, expect, it } from 'vitest';
import type { ChatReply, ChatFailure } from '../../../../models/chat-model.ts';
import { generateAnswer } from '../../../../server/generation/generate-answer.ts';
import type {
  AnswerModel,
  GenerationRequest,
} from '../../../../server/generation/generation-request.ts';
import { StreamCutError } from '../../../../server/generation/call-models.ts';
import { sampleRequest } from './sample-request.ts';
import { builtin, callLimits, failure, openGate, reply, scriptedModel } from './scripted-model.ts';

function generate(request: Partial<GenerationRequest>) {
  return generateAnswer(sampleRequest({ parts: [], ...request }));
}

/** Ends its calls one after the other as told, and is called again after 100 ms each time. */
function retriedModel(name: string, ends: readonly (ChatReply | ChatFailure)[]) {
  const left = [...ends];
  const timeouts: (number | undefined)[] = [];
  const model: AnswerModel = {
    ...scriptedModel(name, { end: reply('') }),
    gate: openGate({ planRetry: () => 100 }),
    chat: {
      provider: 'scripted',
      model: name,
      chat: (request) => {
        timeouts.push(request.timeoutMs);
        return Promise.resolve(left.shift() ?? failure('server_error'));
      },
    },
  };
  return { model, timeouts };
}

const refusing = openGate({
  enter: () =>
    Promise.resolve({ kind: 'refused', refusedBy: 'breaker', detail: 'Its circuit is open.' }),
});

describe('a model that its gate refuses', () => {
  it('is passed over without a call, which is on record', async () => {
    const first = scriptedModel('first', { end: reply('never') }, { gate: refusing });
    const second = scriptedModel('second', { end: reply('27 days [1].') });
    const outcome = await generate({ models: [first, second] });

    expect(first.requests).toEqual([]);
    expect(outcome).toMatchObject({
      model: { name: 'second' },
      fallback: { kind: 'same_tier', reason: 'first: breaker' },
      attempts: [{ n: 1, kind: 'primary', requested_model: 'second' }],
      skipped: [
        {
          model: 'first',
          refused_by: 'breaker',
          detail: 'Its circuit is open.',
          after_attempts: 0,
        },
      ],
    });
  });

  it('leaves the rule-based answer when all are refused', async () => {
    const models = [scriptedModel('first', { end: reply('never') }, { gate: refusing })];

    expect(await generate({ models })).toMatchObject({
      model: { name: 'builtin-extractive' },
      fallback: { kind: 'rule_based', reason: 'first: breaker' },
      attempts: [],
      prompt: { template: 'none' },
    });
  });
});

describe('a model that the router had to pass over', () => {
  const passedOver = { tier: 'medium', reason: 'best: breaker' };

  it('is stood in for by the first that answers', async () => {
    const models = [scriptedModel('m', { end: reply('27 days [1].') }, { tier: 'large' })];

    expect((await generate({ models, passedOver })).fallback).toEqual({
      kind: 'next_tier',
      reason: 'best: breaker',
    });
  });

  it('leaves the rule-based answer where nothing else is configured', async () => {
    expect((await generate({ passedOver })).fallback).toEqual({
      kind: 'rule_based',
      reason: 'best: breaker',
    });
  });
});

describe('a retry', () => {
  it('is an attempt of its own, and the answer says that it was needed', async () => {
    const { model } = retriedModel('m', [failure('server_error'), reply('27 days [1].')]);
    const outcome = await generate({ models: [model] });

    expect(outcome).toMatchObject({
      text: '27 days [1].',
      fallback: { kind: 'retry', reason: 'm: server_error' },
      attempts: [
        { n: 1, kind: 'primary', error: { code: 'server_error' } },
        { n: 2, kind: 'retry', error: null },
      ],
    });
  });

  it('is never made once somebody has read a part of the answer', async () => {
    const cut = failure('cut_stream', { streamedAny: true });
    const { model, timeouts } = retriedModel('m', [cut, reply('27 days [1].')]);

    await expect(generate({ models: [model], onDelta: () => undefined })).rejects.toBeInstanceOf(
      StreamCutError,
    );
    expect(timeouts).toHaveLength(1);
  });

  it.each([
    ['for a provider that asks for time', failure('rate_limited', { retryAfterSeconds: 1 })],
    ['once more for a silent model', failure('timeout')],
  ])('does not wait %s while another could answer', async (_what, end) => {
    const first = retriedModel('first', [end, reply('late')]);
    const last = retriedModel('last', [end, reply('27 days [1].')]);
    const outcome = await generate({ models: [first.model, last.model, builtin] });

    expect(outcome.attempts.map(({ requested_model: model, kind }) => [model, kind])).toEqual([
      ['first', 'primary'],
      ['last', 'fallback'],
      ['last', 'retry'],
    ]);
  });

  it('is not made when its wait would outlast the deadline', async () => {
    const { model, timeouts } = retriedModel('m', [failure('server_error')]);
    const outcome = await generate({ models: [model], limits: callLimits({ deadlineMs: 100 }) });

    expect(timeouts).toEqual([100]);
    expect(outcome.fallback?.kind).toBe('rule_based');
  });
});

describe('the limits', () => {
  it('are one deadline for all attempts: each gets what is left of it', async () => {
    const { model, timeouts } = retriedModel('m', [
      failure('server_error'),
      failure('server_error'),
      reply('27 days [1].'),
    ]);
    await generate({ models: [model], limits: callLimits({ deadlineMs: 1_000 }) });

    expect(timeouts).toEqual([1_000, 900, 800]);
  });

  it('end the calls when so many have been made, whichever models are left', async () => {
    const models = ['a', 'b', 'c'].map((name) =>
      scriptedModel(name, { end: failure('server_error') }),
    );
    const outcome = await generate({ models, limits: callLimits({ maxAttempts: 2 }) });

    expect(outcome.attempts.map((attempt) => attempt.requested_model)).toEqual(['a', 'b']);
    expect(outcome.fallback).toEqual({
      kind: 'rule_based',
      reason: 'a: server_error; b: server_error; all 2 calls have been made',
    });
  });
});

describe('a surprise in a call', () => {
  it('gives its place back', async () => {
    let abandoned = 0;
    const gate = openGate({
      enter: () =>
        Promise.resolve({
          kind: 'entered',
          circuit: 'closed',
          generation: 0,
          end: () => 'closed',
          abandon: () => {
            abandoned += 1;
          },
        }),
    });
    const chat = {
      provider: 'scripted',
      model: 'm',
      chat: () => Promise.reject(new Error('A defect.')),
    };
    const model: AnswerModel = { ...scriptedModel('m', { end: reply('') }), chat, gate };

    await expect(generate({ models: [model] })).rejects.toThrow('A defect.');
    expect(abandoned).toBe(1);
  });
});
