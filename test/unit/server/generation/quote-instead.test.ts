import { describe, expect, it } from 'vitest';
import { ABSTENTION } from '../../../../server/generation/extract-answer.ts';
import { ANSWERING } from '../../../../server/generation/answering.ts';
import { generateAnswer } from '../../../../server/generation/generate-answer.ts';
import { quoteInstead } from '../../../../server/generation/quote-instead.ts';
import { promptChunk } from './chunks.ts';
import { builtin, callLimits, reply, scriptedModel } from './scripted-model.ts';

const asked = {
  question: 'How many days of annual leave does every employee have?',
  chunks: [promptChunk(1, 'Every employee has 27 days of annual leave.')],
  parts: [{ question: 'How many days of annual leave does every employee have?' }],
  quoting: builtin,
  task: ANSWERING,
};

async function draft() {
  return generateAnswer({
    ...asked,
    history: [],
    fence: 'fence',
    models: [scriptedModel('m', { end: reply('Every employee has 34 days [1].') })],
    hedges: new Set(),
    eligible: [],
    holdsQuote: false,
    passedOver: null,
    noModelReason: null,
    limits: callLimits(),
    signal: new AbortController().signal,
    onDelta: null,
    spending: null,
  });
}

describe('quoteInstead', () => {
  it('answers with the documents, and keeps the attempts and the prompt of the draft', async () => {
    const withheld = await draft();
    const outcome = quoteInstead(withheld, asked, 'Nothing is supported.');

    expect(outcome).toEqual({
      kind: 'answered',
      text: 'Every employee has 27 days of annual leave. [1]',
      model: builtin,
      attempts: withheld.attempts,
      prompt: withheld.prompt,
      finishReason: null,
      skipped: [],
      endsAt: 60_000,
      escalations: [],
      circuitGeneration: null,
      fallback: { kind: 'rule_based', reason: 'Nothing is supported.' },
      reason: expect.any(String),
    });
  });

  it('abstains when the documents hold no sentence to quote', async () => {
    const outcome = quoteInstead(
      await draft(),
      { ...asked, parts: [{ question: 'Who won the football championship in Brazil?' }] },
      'Nothing is supported.',
    );

    expect(outcome).toMatchObject({
      kind: 'abstained',
      text: ABSTENTION,
      fallback: { kind: 'rule_based' },
    });
  });
});
