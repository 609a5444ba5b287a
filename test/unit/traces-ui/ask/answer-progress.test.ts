import { describe, expect, it } from 'vitest';
import { advanceAnswer, startAnswer } from '../../../../traces-ui/src/ask/answer-progress.ts';
import type { StreamEvent } from '../../../../traces-ui/src/api/stream-event.ts';

function play(...events: StreamEvent[]) {
  let progress = startAnswer('Why?');
  for (const event of events) progress = advanceAnswer(progress, event);
  return progress;
}

describe('advanceAnswer', () => {
  it('moves through the steps as their events arrive', () => {
    expect(play()).toMatchObject({ kind: 'running', step: 'route' });
    expect(play({ name: 'route', payload: {} })).toMatchObject({ step: 'retrieve' });
    expect(play({ name: 'retrieval', payload: {} })).toMatchObject({ step: 'generate' });
    expect(play({ name: 'verification', payload: {} })).toMatchObject({ step: 'store' });
  });

  it('joins the provisional text', () => {
    const progress = play(
      { name: 'delta', payload: { text: 'Five ', provisional: true } },
      { name: 'delta', payload: { text: 'days.', provisional: true } },
    );
    expect(progress).toMatchObject({ step: 'generate', provisionalText: 'Five days.' });
  });

  it('replaces everything by the finished answer and stays there', () => {
    const answer = { id: 'x', answer: 'Five days [1].' };
    const progress = play(
      { name: 'done', payload: answer },
      { name: 'delta', payload: { text: '!' } },
    );
    expect(progress).toEqual({ kind: 'done', question: 'Why?', answer });
  });

  it('says why an answer failed', () => {
    const payload = {
      title: 'Busy',
      detail: 'All models are busy.',
      status: 503,
      errors: [{ path: '/model', message: 'is open' }],
    };
    expect(play({ name: 'error', payload })).toEqual({
      kind: 'failed',
      question: 'Why?',
      message: 'All models are busy. · /model: is open',
    });
    expect(play({ name: 'error', payload: null })).toMatchObject({ message: 'The answer failed.' });
  });
});
