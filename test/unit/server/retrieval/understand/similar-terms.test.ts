import { describe, expect, it } from 'vitest';
import { editDistance } from '../../../../../server/retrieval/understand/edit-distance.ts';
import {
  rankSimilar,
  similarTermsWanted,
} from '../../../../../server/retrieval/understand/similar-terms.ts';

describe('editDistance', () => {
  it.each([
    ['travel', 'travel', 0],
    ['travle', 'travel', 1],
    ['travl', 'travel', 1],
    ['traavel', 'travel', 1],
    ['trovel', 'travel', 1],
    ['reimbrusment', 'reimbursement', 2],
    ['card', 'badge', 3],
  ])('of %s and %s is %i', (left, right, distance) => {
    expect(editDistance(left, right, 2)).toBe(distance);
    expect(editDistance(right, left, 2)).toBe(distance);
  });
});

describe('what may have been meant', () => {
  it('is not asked for numbers, identifiers and short words', () => {
    for (const term of ['4031', 'vpn-4031', 'b2b', 'card']) {
      expect(similarTermsWanted(term)).toBeNull();
    }
    expect(similarTermsWanted('travl')).toEqual({ prefix: 'tr', minLength: 4, maxLength: 6 });
  });

  it('is the nearest term, and of equally near ones what stands in most chunks', () => {
    const vocabulary = [
      { term: 'travers', holderCount: 90 },
      { term: 'travail', holderCount: 1 },
      { term: 'travel', holderCount: 7 },
      { term: 'trave', holderCount: 2 },
    ];
    const ranked = rankSimilar('travl', vocabulary).map(({ term }) => term);
    expect(ranked).toEqual(['travel', 'trave']);
  });

  it('may differ in two letters when the word is long', () => {
    const [meant] = rankSimilar('acomodation', [{ term: 'accommodation', holderCount: 1 }]);
    expect(meant).toMatchObject({ term: 'accommodation', distance: 2 });
  });
});
