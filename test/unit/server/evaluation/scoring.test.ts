import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequiredSource } from '../../../../contract/evaluation-result.ts';
import { scoreAnswer } from '../../../../server/evaluation/score-answer.ts';
import { scoreRetrieval } from '../../../../server/evaluation/score-retrieval.ts';

describe('an answer', () => {
  it.each([
    ['You get 27 days a year [1].', '27 days', true],
    ['You get 1,500 pounds.', '1500 pounds', true],
    ['It costs £185 per night [2].', '£185', true],
    ['The cap is 12%.', '12 %', true],
    ['It is version 2.5 now.', 'version 2.5', true],
    ['You get 127 days.', '27 days', false],
    ['It costs $185.', '£185', false],
    ['The cap is 12.', '12%', false],
    ['Days: 27.', '27 days', false],
  ])('"%s" contains "%s": %s', (answer, accepted, contains) => {
    expect(scoreAnswer(answer, [accepted]).contains).toBe(contains);
  });

  it('agrees where it says most of it with every number, and not with another number', () => {
    const accepted = ['The Bank pays 8% and matches further contributions up to 12%.'];
    const said = 'Up to 12% is matched: the Bank pays 8% plus your further contributions.';
    expect(scoreAnswer(said, accepted)).toMatchObject({ contains: false, matches: true });
    expect(scoreAnswer(said.replace('12', '13'), accepted).matches).toBe(false);
  });

  it('agrees with a short accepted answer only where that stands in it', () => {
    expect(scoreAnswer('People have decided.', ['decided by people']).matches).toBe(false);
  });

  it('is exact without regard to case, articles, punctuation and markers', () => {
    expect(scoreAnswer('The line manager. [1][2]', ['a line manager'])).toEqual({
      exact: true,
      tokenF1: 1,
      contains: true,
      matches: true,
    });
  });

  it('has the token F1 of its best accepted answer', () => {
    expect(scoreAnswer('ten days', ['ten days off', 'never']).tokenF1).toBeCloseTo(0.8, 9);
  });

  it('scores between 0 and 1, and wholly on itself', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (one, other) => {
          const { tokenF1 } = scoreAnswer(one, [other]);
          expect(tokenF1).toBeGreaterThanOrEqual(0);
          expect(tokenF1).toBeLessThanOrEqual(1);
          expect(scoreAnswer(one, [one]).exact).toBe(true);
        },
      ),
    );
  });
});

function required(rank: number | null, quoteRank?: number | null): RequiredSource {
  return {
    path: 'a.md',
    selected: rank !== null,
    rank,
    quote: quoteRank === undefined ? null : { rank: quoteRank, selected: false },
    cited: false,
    lost: null,
  };
}

describe('a retrieval', () => {
  it('recalls the required documents that stand high enough', () => {
    const scores = scoreRetrieval([required(1), required(4), required(null)]);
    expect([1, 3, 5].map((k) => scores.recallAt(k))).toEqual([1 / 3, 1 / 3, 2 / 3]);
  });

  it('gains by rank, of the quoted words where there are some', () => {
    expect(scoreRetrieval([required(1)]).ndcgAt(10)).toBe(1);
    expect(scoreRetrieval([required(1, 3)]).ndcgAt(10)).toBeCloseTo(0.5, 9);
    expect(scoreRetrieval([required(1, null)]).ndcgAt(10)).toBe(0);
    const both = (1 + 1 / Math.log2(4)) / (1 + 1 / Math.log2(3));
    expect(scoreRetrieval([required(1), required(3)]).ndcgAt(10)).toBeCloseTo(both, 9);
  });

  it('has one by the first rank that meets a need', () => {
    expect(scoreRetrieval([required(4), required(2)]).reciprocalRankAt(10)).toBe(0.5);
    expect(scoreRetrieval([required(11)]).reciprocalRankAt(10)).toBe(0);
    expect(scoreRetrieval([required(null)]).reciprocalRankAt(10)).toBe(0);
  });

  it('never scores outside 0 and 1', () => {
    const rank = fc.option(fc.integer({ min: 1, max: 30 }));
    fc.assert(
      fc.property(fc.array(rank, { minLength: 1, maxLength: 12 }), (ranks) => {
        const scores = scoreRetrieval(ranks.map((one) => required(one)));
        const all = [scores.recallAt(10), scores.ndcgAt(10), scores.reciprocalRankAt(10)];
        expect(all.every((score) => score >= 0 && score <= 1)).toBe(true);
      }),
    );
  });
});
