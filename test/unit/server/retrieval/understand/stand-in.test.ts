import { describe, expect, it } from 'vitest';
import { buildSearchQuery } from '../../../../../server/retrieval/search-query.ts';
import { describeStandIns, standIn } from '../../../../../server/retrieval/understand/stand-in.ts';

describe('standIn', () => {
  const query = buildSearchQuery('Who repairs my notebook in the kitchen?', []);

  it('gives other words for an unknown one half of its weight', () => {
    const { query: lent, rest } = standIn(query, ['notebook']);
    expect(lent.terms.get('laptop')).toMatchObject({
      weight: 0.5,
      isBeside: true,
      surface: 'notebook ≈ laptop',
    });
    expect(lent.terms.get('notebook')).toEqual(query.terms.get('notebook'));
    expect(rest).toEqual([]);
  });

  it('tells of those words alone that were found', () => {
    const { standIns } = standIn(query, ['notebook', 'kitchen']);
    const found = [{ matchedTerms: ['laptop', 'repair'] }, { matchedTerms: ['laptop'] }];
    expect(describeStandIns(standIns, found)).toMatchObject([
      { kind: 'synonyms', from: 'notebook', to: 'laptop' },
    ]);
  });

  it('never weighs down a word that the question has itself', () => {
    const both = buildSearchQuery('Is a notebook a laptop?', []);
    const { query: lent } = standIn(both, ['notebook']);
    expect(lent.terms.get('laptop')).toEqual(both.terms.get('laptop'));
  });

  it('leaves to others a word that it has no other for, and every word of another language', () => {
    expect(standIn(query, ['zeppelin'])).toEqual({ query, standIns: [], rest: ['zeppelin'] });
    const german = buildSearchQuery('notebook', [], ['de']);
    expect(standIn(german, ['notebook'])).toEqual({
      query: german,
      standIns: [],
      rest: ['notebook'],
    });
  });
});
