import { describe, expect, it } from 'vitest';
import { markDifferences } from '../../../../traces-ui/src/trace/mark-differences.ts';

function wordsOf(text: string, marks: readonly { readonly start: number; readonly end: number }[]) {
  return marks.map(({ start, end }) => text.slice(start, end));
}

function differences(claim: string, ...evidence: readonly string[]) {
  const marked = markDifferences(claim, evidence);
  return {
    claim: wordsOf(claim, marked.claim),
    evidence: evidence.map((text, index) => wordsOf(text, marked.evidence[index] ?? [])),
  };
}

describe('markDifferences', () => {
  it('marks an altered number on both sides', () => {
    expect(
      differences('A lost badge costs £19.', 'A lost badge costs £12 and is paid by card.'),
    ).toEqual({ claim: ['£19'], evidence: [['£12']] });
  });

  it('marks nothing where the claim repeats the evidence', () => {
    expect(
      differences('A lost badge costs 12 pounds', 'In short, a lost badge costs 12 pounds.'),
    ).toEqual({ claim: [], evidence: [[]] });
  });

  it('marks a word that was put in the place of another one', () => {
    expect(differences('Visitors wear a blue badge.', 'Visitors wear a yellow badge.')).toEqual({
      claim: ['blue'],
      evidence: [['yellow']],
    });
  });

  it('marks a negation that only the claim has', () => {
    expect(differences('Vet bills are not paid.', 'Vet bills are paid.')).toEqual({
      claim: ['not'],
      evidence: [[]],
    });
  });

  it('takes one number in two spellings for the same', () => {
    expect(differences('The limit is £2000.', 'The limit is £2,000.')).toEqual({
      claim: [],
      evidence: [[]],
    });
  });

  it('leaves a word alone that any of the evidence holds', () => {
    expect(differences('Lunch is £12, dinner £32.', 'Lunch: £12', 'Dinner: £32')).toEqual({
      claim: [],
      evidence: [[], []],
    });
  });

  it('marks nothing where there is nothing to compare with', () => {
    expect(differences('A lost badge costs £19.')).toEqual({ claim: [], evidence: [] });
  });
});
