import { describe, expect, it } from 'vitest';
import type { ChatFailure, ChatReply } from '../../../../models/chat-model.ts';
import type { SpendGuard, SpendRequest } from '../../../../server/budgets/spend-guard.ts';
import { generateAnswer } from '../../../../server/generation/generate-answer.ts';
import type { AnswerModel } from '../../../../server/generation/generation-request.ts';
import { sampleRequest } from './sample-request.ts';
import { failure, openGate, reply, scriptedModel } from './scripted-model.ts';

function generate(models: readonly AnswerModel[], spending: SpendGuard) {
  return generateAnswer(sampleRequest({ models, spending, parts: [] }));
}

/** Grants everything that costs no more than `limitUsd`, and notes what was asked and settled. */
function ledger(limitUsd = Infinity) {
  const asked: SpendRequest[] = [];
  const settled: number[] = [];
  const spending: SpendGuard = {
    async reserve(most) {
      if (most.costUsd > limitUsd) {
        return { kind: 'refused', refusedBy: 'budget', detail: 'There is no room.' };
      }
      asked.push(most);
      return {
        kind: 'reserved',
        async settle(costUsd) {
          settled.push(costUsd);
        },
      };
    },
  };
  return { spending, asked, settled };
}

describe('a call that costs something', () => {
  it('has the most that it can cost set aside, and is settled for what it did cost', async () => {
    const { spending, asked, settled } = ledger();
    const model = scriptedModel('m', { end: reply('27 days [1].') });
    const { prompt } = await generate([model], spending);

    expect(asked).toEqual([{ costUsd: (prompt.token_count + 50) / 1_000, withinMs: 60_000 }]);
    expect(settled).toEqual([0.11]);
  });

  it.each<[string, ChatReply | ChatFailure, 'nothing' | 'the most']>([
    ['that the provider refused', failure('rate_limited'), 'nothing'],
    ['that never reached the provider', failure('connection'), 'nothing'],
    ['that timed out', failure('timeout'), 'the most'],
    ['that the caller left', failure('aborted'), 'the most'],
    ['that broke off midway', failure('server_error', { streamedAny: true }), 'the most'],
  ])('%s counts for what it can have cost', async (_what, end, counted) => {
    const { spending, asked, settled } = ledger();
    await generate([scriptedModel('m', { end })], spending);

    expect(settled).toEqual([counted === 'nothing' ? 0 : asked[0]?.costUsd]);
  });

  it('is settled for the most when it ends in a surprise', async () => {
    const { spending, asked, settled } = ledger();
    const chat = {
      provider: 'scripted',
      model: 'm',
      chat: () => Promise.reject(new Error('A defect.')),
    };
    const model = { ...scriptedModel('m', { end: reply('') }), chat };

    await expect(generate([model], spending)).rejects.toThrow('A defect.');
    expect(settled).toEqual([asked[0]?.costUsd]);
  });
});

describe('a model whose call does not fit into the budget', () => {
  it('is passed over, gives its place back, and leaves it to the next one', async () => {
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
    const dear = scriptedModel('dear', { end: reply('never') }, { costOf: () => 2, gate });
    const cheap = scriptedModel('cheap', { end: reply('27 days [1].') });
    const outcome = await generate([dear, cheap], ledger(1).spending);

    expect(dear.requests).toEqual([]);
    expect(abandoned).toBe(1);
    expect(outcome).toMatchObject({
      model: { name: 'cheap' },
      fallback: { reason: 'dear: budget' },
      skipped: [{ model: 'dear', refused_by: 'budget', detail: 'There is no room.' }],
    });
  });

  it('is called all the same when it costs nothing', async () => {
    const { spending, asked } = ledger(0);
    const free = scriptedModel('free', { end: reply('27 days [1].') }, { costOf: () => 0 });

    expect(await generate([free], spending)).toMatchObject({ model: { name: 'free' } });
    expect(asked).toEqual([]);
  });
});
