import { describe, expect, it } from 'vitest';
import type { Language } from '../../../../../contract/language.ts';
import { extractTerms } from '../../../../../core/text/terms.ts';
import { editDistance } from '../../../../../server/retrieval/understand/edit-distance.ts';
import {
  compareWords,
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

function typed(surface: string, language: Language = 'en') {
  return { surface, term: extractTerms(surface, language)[0] ?? surface, language };
}

function vocabularyOf(words: string, language: Language = 'en') {
  const terms = new Set(extractTerms(words, language));
  return [...terms].map((term) => ({ term, holderCount: 1 }));
}

describe('what may have been meant', () => {
  it('is not asked for numbers, identifiers and short words', () => {
    for (const word of ['4031', 'vpn-4031', 'b2b', 'card']) {
      expect(similarTermsWanted(typed(word))).toBeNull();
    }
    const wanted = { prefix: 'tr', minLength: 3, maxLength: 6 };
    expect(similarTermsWanted(typed('travl'))).toEqual(wanted);
  });

  it('is the nearest term, and of equally near ones what stands in most chunks', () => {
    const vocabulary = [
      { term: 'travers', holderCount: 90 },
      { term: 'travail', holderCount: 1 },
      { term: 'travel', holderCount: 7 },
      { term: 'trave', holderCount: 2 },
    ];
    const ranked = rankSimilar(typed('travl'), vocabulary).map(({ term }) => term);
    expect(ranked).toEqual(['travel', 'trave']);
  });

  it('may differ in two letters when the word is long', () => {
    const vocabulary = [{ term: 'accommod', holderCount: 1 }];
    const [meant] = rankSimilar(typed('acomodation'), vocabulary);
    expect(meant).toMatchObject({ term: 'accommod', distance: 2 });
  });

  it.each([
    ['hotle', 'hotel'],
    ['captial', 'capital'],
    ['sikness', 'sickness'],
    ['vacaton', 'vacation'],
    ['probaton', 'probation'],
    ['maternty', 'maternity'],
    ['holday', 'holidays'],
    ['absense', 'absences'],
    ['managment', 'managing'],
  ])('is found whatever the index holds of the ending: %s, %s', (word, meant) => {
    const vocabulary = vocabularyOf(`${meant} cap care hot sand vault provide matter hole`);
    const [nearest] = rankSimilar(typed(word), vocabulary);
    expect(nearest?.term).toBe(extractTerms(meant)[0]);
  });

  it('is found in other languages by the ending that was typed', () => {
    const [nearest] = rankSimilar(typed('urlabus', 'de'), vocabularyOf('Urlaubs Urteil', 'de'));
    expect(nearest?.term).toBe(extractTerms('Urlaubs', 'de')[0]);
  });

  it('is nothing else for a short word that is one by itself', () => {
    expect(rankSimilar(typed('tests'), vocabularyOf('texts'))).toEqual([]);
    expect(compareWords('tests', 'texts')).toBeNull();
    expect(compareWords('hotle', 'hotel')).toBe(1);
  });
});
