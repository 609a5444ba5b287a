import { describe, expect, it } from 'vitest';
import type { ChatFailure, ChatReply } from '../../../../models/chat-model.ts';
import { StreamCutError } from '../../../../server/generation/call-models.ts';
import { generateAnswer } from '../../../../server/generation/generate-answer.ts';
import type {
  AnswerModel,
  GenerationRequest,
} from '../../../../server/generation/generation-request.ts';
import type { CallGate } from '../../../../server/resilience/call-gate.ts';
import { sampleRequest } from './sample-request.ts';
import { callLimits, failure, openGate, reply, scriptedModel } from './scripted-model.ts';

const SLOW_MS = 300;

/** What a call does once the call beside it has begun, or when nobody is asked beside it. */
type Act = (call: {
  readonly say: (text: string) => void;
  readonly isAborted: () => boolean;
}) => Promise<ChatReply | ChatFailure>;

/** Says nothing until it is cancelled, as a remote model does. */
function silentModel(name: string, gate: Partial<CallGate> = {}) {
  return actingModel(name, waitForEnd, gate);
}

function actingModel(name: string, act: Act, gate: Partial<CallGate> = {}): AnswerModel {
  return {
    ...scriptedModel(name, { end: reply('') }),
    gate: openGate({ hedgeAfterMs: () => SLOW_MS, ...gate }),
    chat: {
      provider: 'scripted',
      model: name,
      chat: ({ onDelta, signal }) =>
        act({
          say: (text) => onDelta?.(text),
          isAborted: () => signal?.aborted === true,
        }),
    },
  };
}

const waitForEnd: Act = async ({ isAborted }) => {
  while (!isAborted()) await new Promise((resolve) => setImmediate(resolve));
  return failure('aborted', { durationMs: SLOW_MS + 5 });
};

const answers =
  (text: string): Act =>
  async ({ say }) => {
    say(text);
    return reply(text);
  };

function ask(models: readonly AnswerModel[], change: Partial<GenerationRequest> = {}) {
  return generateAnswer(
    sampleRequest({
      models,
      hedges: new Set(models.slice(1).map(({ name }) => name)),
      ...change,
    }),
  );
}

describe('a model whose first token does not come in time', () => {
  it('is joined by the next, which answers; both are on record, and the slow one is cancelled', async () => {
    const said: string[] = [];
    const outcome = await ask(
      [silentModel('slow'), actingModel('quick', answers('27 days [1].'))],
      {
        onDelta: (text) => said.push(text),
      },
    );

    expect(said).toEqual(['27 days ', '[1].']);
    expect(outcome).toMatchObject({
      text: '27 days [1].',
      model: { name: 'quick' },
      fallback: { kind: 'latency', reason: 'slow: no token within 300 ms' },
      attempts: [
        {
          n: 1,
          kind: 'primary',
          requested_model: 'slow',
          error: { code: 'cancelled', detail: 'quick answered first.' },
        },
        { n: 2, kind: 'hedge', requested_model: 'quick', error: null },
      ],
    });
    // Its prompt has been sent, and is likely to be paid for.
    expect(outcome.attempts[0]).toMatchObject({ input_tokens: outcome.prompt.token_count });
    expect(outcome.attempts[0]?.cost_usd).toBeGreaterThan(0);
  });

  it('is listened to after all when it speaks first', async () => {
    let begin = () => undefined as void;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const first = actingModel('first', async ({ say }) => {
      await begun;
      say('27 days [1].');
      return reply('27 days [1].');
    });
    const second = actingModel('second', (call) => {
      begin();
      return waitForEnd(call);
    });
    const outcome = await ask([first, second]);

    expect(outcome).toMatchObject({
      model: { name: 'first' },
      fallback: null,
      attempts: [
        { n: 1, kind: 'primary', error: null },
        { n: 2, kind: 'hedge', error: { code: 'cancelled', detail: 'first answered first.' } },
      ],
    });
  });

  it('still answers when the one beside it fails, which is not asked again', async () => {
    let fail = () => undefined as void;
    const failed = new Promise<void>((resolve) => (fail = resolve));
    const first = actingModel('first', async () => {
      await failed;
      return failure('server_error');
    });
    const second = actingModel('second', async () => {
      setImmediate(fail);
      return failure('server_error');
    });
    const third = actingModel('third', answers('27 days [1].'));
    const outcome = await ask([first, second, third], { hedges: new Set(['second']) });

    expect(outcome.attempts.map(({ kind, requested_model: name }) => `${kind} ${name}`)).toEqual([
      'primary first',
      'hedge second',
      'fallback third',
    ]);
  });

  it('throws when what somebody reads breaks off, whoever of the two it was', async () => {
    const second = actingModel('second', async ({ say }) => {
      say('27');
      return failure('cut_stream', { streamedAny: true });
    });
    const asked = ask([silentModel('first'), second], { onDelta: () => undefined });
    await expect(asked).rejects.toBeInstanceOf(StreamCutError);
  });

  it.each([
    ['the configuration names nobody for that', {}, { hedges: new Set<string>() }],
    ['too few first tokens are known', { hedgeAfterMs: () => null }, {}],
    ['no hedge is left', { takeHedge: () => false }, {}],
    ['all calls have been made', {}, { limits: callLimits({ maxAttempts: 1 }) }],
  ] as const)('waits alone when %s', async (_why, gate, change) => {
    let calls = 0;
    const second = actingModel('second', async (call) => {
      calls += 1;
      return answers('no')(call);
    });
    const slow: Act = async () => {
      for (let turn = 0; turn < 20; turn += 1) await new Promise((go) => setImmediate(go));
      return reply('27 days [1].');
    };
    const outcome = await ask([actingModel('first', slow, gate), second], change);

    expect(outcome).toMatchObject({ model: { name: 'first' }, fallback: null });
    expect(calls).toBe(0);
  });

  it('ends in its own surprise, also while somebody waits to join it', async () => {
    const first = actingModel('first', () => Promise.reject(new Error('What a surprise.')));
    const second = actingModel('second', answers('27 days [1].'));
    await expect(ask([first, second])).rejects.toThrow('What a surprise.');
  });

  it('is cancelled when the one that would join it, or does, ends in a surprise', async () => {
    const surprise = () => Promise.reject(new Error('What a surprise.'));
    const entering = actingModel('second', answers('27 days [1].'), { enter: surprise });
    await expect(ask([silentModel('first'), entering])).rejects.toThrow('What a surprise.');
    const second = actingModel('second', surprise);
    await expect(ask([silentModel('first'), second])).rejects.toThrow('What a surprise.');
  });

  it('is not joined by one that its gate refuses, and that keeps its turn', async () => {
    let isOpen = false;
    const entering = openGate();
    const second = actingModel('second', answers('27 days [1].'), {
      enter: async (options) =>
        isOpen
          ? entering.enter(options)
          : { kind: 'refused', refusedBy: 'bulkhead', detail: 'It has no place.' },
    });
    const first = actingModel('first', async () => {
      for (let turn = 0; turn < 20; turn += 1) await new Promise((go) => setImmediate(go));
      isOpen = true;
      return failure('server_error');
    });
    const outcome = await ask([first, second]);

    expect(outcome.skipped).toEqual([]);
    expect(outcome.attempts.map(({ kind, requested_model: name }) => `${kind} ${name}`)).toEqual([
      'primary first',
      'fallback second',
    ]);
  });
});
