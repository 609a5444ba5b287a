import { describe, expect, it } from 'vitest';
import { askAgain, type FurtherAsk } from '../../../../server/generation/ask-again.ts';
import { generateAnswer } from '../../../../server/generation/generate-answer.ts';
import { sampleRequest } from './sample-request.ts';
import { failure, openGate, reply, scriptedModel } from './scripted-model.ts';

const refusing = openGate({
  enter: () =>
    Promise.resolve({ kind: 'refused', refusedBy: 'breaker', detail: 'Its circuit is open.' }),
});

const request = sampleRequest({
  models: [scriptedModel('small', { end: reply('34 days [1].') }, { tier: 'small' })],
  parts: [],
});

async function ask(further: Pick<FurtherAsk, 'models'> & Partial<FurtherAsk>) {
  const draft = await generateAnswer(request);
  const { prompt } = draft;
  const asked = await askAgain(draft, request, {
    kind: 'escalation',
    prompt,
    reason: 'Too little.',
    ...further,
  });
  return { draft, asked };
}

describe('asking for another draft', () => {
  it('adds to the calls that were made, and ends when the first ones had to', async () => {
    const large = scriptedModel('large', { end: reply('27 days [1].') }, { tier: 'large' });
    const { draft, asked } = await ask({ models: [large] });

    expect(asked).toMatchObject({
      kind: 'replied',
      generation: {
        text: '27 days [1].',
        model: { name: 'large' },
        attempts: [
          { n: 1, kind: 'primary' },
          { n: 2, kind: 'escalation' },
        ],
        escalations: [{ model: 'large', reason: 'Too little.' }],
        endsAt: draft.endsAt,
        prompt: draft.prompt,
        fallback: null,
      },
    });
  });

  it('leaves the draft, and what it cost to ask, when nobody answers', async () => {
    const large = scriptedModel('large', { end: failure('timeout') }, { tier: 'large' });
    const { draft, asked } = await ask({ models: [large] });

    expect(asked).toMatchObject({
      kind: 'failed',
      failures: ['large: timeout'],
      generation: { text: draft.text, model: { name: 'small' }, escalations: [{ model: 'large' }] },
    });
    expect(asked.generation.attempts).toHaveLength(2);
  });

  it('is no escalation to a model whose gate refuses the call', async () => {
    const shut = scriptedModel('shut', { end: reply('never') }, { tier: 'large', gate: refusing });
    const open = scriptedModel('open', { end: reply('27 days [1].') }, { tier: 'large' });
    const { asked } = await ask({ models: [shut, open] });

    expect(shut.requests).toEqual([]);
    expect(asked.generation).toMatchObject({
      escalations: [{ model: 'open' }],
      attempts: [{ kind: 'primary' }, { kind: 'escalation', requested_model: 'open' }],
      skipped: [{ model: 'shut', after_attempts: 1 }],
      fallback: { kind: 'same_tier', reason: 'shut: breaker' },
    });
  });

  it('keeps the prompt of a repair only when it was sent', async () => {
    const shut = scriptedModel('small', { end: reply('never') }, { gate: refusing });
    const draft = await generateAnswer(request);
    const prompt = { ...draft.prompt, repair: [{ role: 'user' as const, content: 'Again.' }] };
    const { asked } = await ask({ kind: 'repair', models: [shut], prompt });

    expect(asked.kind).toBe('failed');
    expect(asked.generation.prompt).toEqual(draft.prompt);
  });
});
