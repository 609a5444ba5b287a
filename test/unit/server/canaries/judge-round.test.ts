import { describe, expect, it } from 'vitest';
import type { StoredCanaryAnswer } from '../../../../db/queries/canaries.ts';
import { judgeRound } from '../../../../server/canaries/judge-round.ts';

const QUESTIONS = 20;

function answers(
  repetitions: number,
  given: Partial<StoredCanaryAnswer> = {},
): readonly StoredCanaryAnswer[] {
  return Array.from({ length: QUESTIONS * repetitions }, (_, n) => ({
    question: n % QUESTIONS,
    repetition: Math.floor(n / QUESTIONS),
    asked: `Question ${n % QUESTIONS}?`,
    answer: `Answer ${n % QUESTIONS}.`,
    error: null,
    served_model: 'model-1',
    fingerprint: 'fp-1',
    answered_at: `2026-03-01T00:00:${String(n % 60).padStart(2, '0')}.000Z`,
    ...given,
  }));
}

const BASELINE = answers(4);

describe('a canary round', () => {
  it('finds the same model', () => {
    expect(judgeRound(BASELINE, answers(1))).toMatchObject({
      verdict: 'same',
      haveAnswersChanged: false,
      comparison: { changed: 0, distance: 0 },
    });
  });

  it('finds other answers under the same name, and when the first of them came', () => {
    expect(judgeRound(BASELINE, answers(1, { answer: 'Something else.' }))).toMatchObject({
      verdict: 'answers_changed',
      haveAnswersChanged: true,
      firstChangedAt: '2026-03-01T00:00:00.000Z',
      comparison: { changed: QUESTIONS },
    });
  });

  it.each([
    [{ served_model: 'model-2' }, 'It says that it is model-2 now.'],
    [{ fingerprint: 'fp-2' }, 'Its fingerprint is fp-2 now.'],
  ])('finds what the model says of itself: %j', (changed, detail) => {
    const judged = judgeRound(BASELINE, answers(1, changed));

    expect(judged).toMatchObject({ verdict: 'version_changed', haveAnswersChanged: false });
    expect(judged.detail).toContain(detail);
  });

  it('takes no notice when a provider begins to send fingerprints', () => {
    const silent = answers(4, { fingerprint: null });

    expect(judgeRound(silent, answers(1)).verdict).toBe('same');
  });

  it('says nothing when most answers did not come', () => {
    const failed = answers(1, { answer: null, error: 'timeout' });

    expect(judgeRound(BASELINE, failed)).toMatchObject({
      verdict: 'inconclusive',
      comparison: null,
      detail: `Only 0 of ${QUESTIONS} questions have an answer to compare.`,
    });
  });
});
