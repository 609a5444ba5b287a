import { describe, expect, it } from 'vitest';
import { nextRandom } from '../../../../core/statistics/next-random.ts';
import {
  ALPHA,
  compareAnswers,
  distanceOf,
  type ComparedQuestion,
} from '../../../../server/canaries/compare-answers.ts';

const QUESTIONS = 50;
const REPETITIONS = 4;

/** A source of draws in [0, 1) that the same seed repeats. */
function drawFrom(seed: number): () => number {
  let state = seed;
  return () => {
    const { value, seed: next } = nextRandom(state);
    state = next;
    return value;
  };
}

/** A simulated model: it rewords a share of its answers, and gives others to a share of the questions. */
function answerOf(question: number, draw: () => number, model: { noise: number; changed: number }) {
  const value = question < model.changed * QUESTIONS ? `${question + 7} hours` : `${question} days`;
  const wording = draw() < model.noise ? Math.ceil(draw() * 5) : 0;
  return `Version ${wording} of the text says that you get ${value} of leave.`;
}

function roundOf(seed: number, noise: number, changed: number): readonly ComparedQuestion[] {
  const draw = drawFrom(seed);
  return Array.from({ length: QUESTIONS }, (_, question) => ({
    baseline: Array.from({ length: REPETITIONS }, () =>
      answerOf(question, draw, { noise, changed: 0 }),
    ),
    answer: answerOf(question, draw, { noise, changed }),
  }));
}

function shareFound(noise: number, changed: number, rounds: number): number {
  const found = Array.from({ length: rounds }, (_, n) => roundOf(n * 7_919 + 1, noise, changed));
  return found.filter((round) => compareAnswers(round).pValue <= ALPHA).length / rounds;
}

describe('answers beside a baseline (simulated)', () => {
  it.each([0, 0.2, 0.6, 1])(
    'raise at most one false alarm in a hundred while a model rewords %f of its answers',
    (noise) => {
      expect(shareFound(noise, 0, 200)).toBeLessThanOrEqual(0.01);
    },
    120_000,
  );

  it.each([
    [0, 0.1],
    [0.2, 0.2],
    [0.6, 0.5],
    [1, 1],
  ])(
    'show in one round of 50 when, with %f reworded, %f of the questions get another answer',
    (noise, changed) => {
      expect(shareFound(noise, changed, 40)).toBeGreaterThanOrEqual(0.95);
    },
    120_000,
  );

  it('count as changed what the baseline never gave', () => {
    const round = [
      { baseline: ['Five days.', 'You get five days.'], answer: 'five days' },
      { baseline: ['Five days.', 'You get five days.'], answer: 'You get six days.' },
    ];

    expect(compareAnswers(round)).toMatchObject({ changed: 1 });
  });

  it('give the same figures whenever they are compared', () => {
    expect(compareAnswers(roundOf(3, 0.5, 0.1))).toEqual(compareAnswers(roundOf(3, 0.5, 0.1)));
  });
});

describe('the distance of two answers', () => {
  it.each([
    ['The limit is 5,000 dollars.', 'limit is 5000 dollars', 0],
    ['one two', 'two one', 0.01],
    ['yes', 'no', 1],
  ])('between "%s" and "%s" is %f', (left, right, distance) => {
    expect(distanceOf(left, right)).toBeCloseTo(distance, 6);
    expect(distanceOf(right, left)).toBeCloseTo(distance, 6);
  });
});
