import { describe, expect, it } from 'vitest';
import { ABSTENTION } from '../../../../server/generation/extract-answer.ts';
import { generateAnswer } from '../../../../server/generation/generate-answer.ts';
import { StreamCutError } from '../../../../server/generation/call-models.ts';
import type { GenerationRequest } from '../../../../server/generation/generation-request.ts';
import { sampleRequest } from './sample-request.ts';
import { builtin, failure, reply, scriptedModel } from './scripted-model.ts';

const QUOTE = 'Every employee has 27 days of annual leave. [1]';

function generate(request: Partial<GenerationRequest>) {
  return generateAnswer(sampleRequest(request));
}

describe('a model that answers', () => {
  it('is the only one asked, with the prompt that is put on record', async () => {
    const first = scriptedModel('first', { end: reply('27 days [1].') });
    const second = scriptedModel('second', { end: reply('never') });
    const outcome = await generate({ models: [first, second, builtin] });

    expect(outcome).toMatchObject({
      kind: 'answered',
      text: '27 days [1].',
      model: { name: 'first' },
      fallback: null,
      finishReason: 'stop',
    });
    expect(first.requests).toHaveLength(1);
    expect(first.requests[0]).toMatchObject({
      messages: outcome.prompt.messages,
      maxOutputTokens: 50,
    });
    expect(second.requests).toEqual([]);
    expect(outcome.attempts).toEqual([
      {
        n: 1,
        kind: 'primary',
        provider: 'scripted',
        requested_model: 'first',
        served_model: 'served',
        fingerprint: null,
        ttft_ms: 1,
        duration_ms: 2,
        error: null,
        retry_after_s: null,
        finish_reason: 'stop',
        input_tokens: 100,
        output_tokens: 10,
        cached_input_tokens: 0,
        cost_usd: 0.11,
        circuit_before: 'closed',
        circuit_after: 'closed',
      },
    ]);
  });

  it.each([
    ['with white space around it', '  27 days [1].\n', '27 days [1].', 'answered'],
    ['with half a character', '27 days \ud800[1].', '27 days \ufffd[1].', 'answered'],
    ['with the sentence that it is told to refuse with', ABSTENTION, ABSTENTION, 'abstained'],
    ['with nothing but white space', ' \n', ABSTENTION, 'abstained'],
  ])('%s is taken for what it says', async (_what, text, kept, kind) => {
    const outcome = await generate({ models: [scriptedModel('m', { end: reply(text) })] });

    expect(outcome).toMatchObject({ kind, text: kept });
  });
});

describe('a model that fails', () => {
  it('gives way to the next, and the failure stays on record', async () => {
    const outcome = await generate({
      models: [
        scriptedModel('first', { end: failure('rate_limited', { retryAfterSeconds: 7 }) }),
        scriptedModel('second', { end: reply('27 days [1].', { fingerprint: 'fp_1' }) }),
      ],
    });

    expect(outcome.fallback).toEqual({ kind: 'same_tier', reason: 'first: rate_limited' });
    expect(outcome.attempts).toMatchObject([
      {
        n: 1,
        kind: 'primary',
        requested_model: 'first',
        served_model: null,
        error: { code: 'rate_limited', detail: 'It failed: rate_limited.' },
        retry_after_s: 7,
        cost_usd: 0,
      },
      {
        n: 2,
        kind: 'fallback',
        requested_model: 'second',
        fingerprint: 'fp_1',
        error: null,
        retry_after_s: null,
      },
    ]);
  });

  it('is known to have given way to another tier', async () => {
    const second = scriptedModel('second', { end: reply('27 days [1].') }, { tier: 'large' });
    const outcome = await generate({
      models: [scriptedModel('first', { end: failure('timeout') }), second],
    });

    expect(outcome.fallback?.kind).toBe('next_tier');
  });

  it('leaves the rule-based answer when it is the last', async () => {
    const models = [
      scriptedModel('first', { end: failure('timeout') }),
      scriptedModel('second', { end: failure('server_error') }),
    ];
    const outcome = await generate({ models });

    expect(outcome).toMatchObject({
      kind: 'answered',
      text: QUOTE,
      model: { name: 'builtin-extractive' },
      fallback: { kind: 'rule_based', reason: 'first: timeout; second: server_error' },
    });
    expect(outcome.attempts).toHaveLength(2);
  });

  it('leaves the prompt on record that it was sent, and each after it', async () => {
    const first = scriptedModel('first', { end: failure('timeout') });
    const second = scriptedModel('second', { end: failure('server_error') });
    const { prompt } = await generate({ models: [first, second, builtin] });

    expect(prompt.template).toBe('grounded-answer');
    const sent = [...first.requests, ...second.requests].map(({ messages }) => messages);
    expect(sent).toEqual([prompt.messages, prompt.messages]);
  });

  it('half-way is stood in for while nobody reads along', async () => {
    const cut = scriptedModel('first', { end: failure('cut_stream', { streamedAny: true }) });
    const outcome = await generate({ models: [cut] });

    expect(outcome).toMatchObject({ text: QUOTE, fallback: { kind: 'rule_based' } });
  });

  it('is followed by no other once the caller has left', async () => {
    const controller = new AbortController();
    controller.abort();
    const second = scriptedModel('second', { end: reply('27 days [1].') });
    const call = generate({
      models: [scriptedModel('first', { end: failure('aborted') }), second],
      signal: controller.signal,
    });

    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(second.requests).toEqual([]);
  });
});

describe('a stream', () => {
  it('passes on what arrives, as it arrives', async () => {
    const heard: string[] = [];
    const model = scriptedModel('m', { deltas: ['27 ', 'days [1].'], end: reply('27 days [1].') });
    await generate({ models: [model], onDelta: (text) => heard.push(text) });

    expect(heard).toEqual(['27 ', 'days ', '[1].']);
  });

  it('of a model that fails before a word goes on with the next, unseen', async () => {
    const heard: string[] = [];
    await generate({
      models: [
        scriptedModel('first', { end: failure('server_error') }),
        scriptedModel('second', { deltas: ['27 days [1].'], end: reply('27 days [1].') }),
      ],
      onDelta: (text) => heard.push(text),
    });

    expect(heard).toEqual(['27 days ', '[1].']);
  });

  it('that is cut never starts over with another model', async () => {
    const cut = { deltas: ['27 '], end: failure('cut_stream', { streamedAny: true }) };
    const second = scriptedModel('second', { end: reply('27 days [1].') });
    const call = generate({
      models: [scriptedModel('first', cut), second],
      onDelta: () => undefined,
    });

    await expect(call).rejects.toBeInstanceOf(StreamCutError);
    await expect(call).rejects.toMatchObject({
      attempts: [{ requested_model: 'first', error: { code: 'cut_stream' } }],
    });
    expect(second.requests).toEqual([]);
  });

  it('hears the rule-based answer in one piece', async () => {
    const heard: string[] = [];
    await generate({ onDelta: (text) => heard.push(text) });

    expect(heard).toEqual([QUOTE]);
  });
});

describe('the builtin answer', () => {
  it('is no fallback when it is the choice', async () => {
    expect(await generate({})).toMatchObject({
      text: QUOTE,
      fallback: null,
      attempts: [],
      prompt: { template: 'none', messages: [] },
    });
  });

  it('is one when no model was eligible, for the reason that the router gives', async () => {
    expect(await generate({ noModelReason: 'May not see it.' })).toMatchObject({
      text: QUOTE,
      fallback: { kind: 'rule_based', reason: 'May not see it.' },
    });
  });

  it('that finds nothing abstains, and a stream hears nothing', async () => {
    const heard: string[] = [];
    const outcome = await generate({
      parts: [{ question: 'Who won the football championship in Brazil?' }],
      onDelta: (text) => heard.push(text),
    });

    expect(outcome).toMatchObject({ kind: 'abstained', text: ABSTENTION });
    expect(heard).toEqual([]);
  });
});

describe('without chunks', () => {
  it('no model is asked', async () => {
    const model = scriptedModel('m', { end: reply('From memory: 27.') });
    const outcome = await generate({ models: [model], chunks: [] });

    expect(model.requests).toEqual([]);
    expect(outcome).toMatchObject({
      kind: 'abstained',
      text: ABSTENTION,
      attempts: [],
      prompt: { messages: [] },
    });
  });
});
