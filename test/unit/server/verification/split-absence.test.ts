import { describe, expect, it } from 'vitest';
import { verifyAnswer } from '../../../../server/verification/verify-answer.ts';
import { chunkOf } from './evidence.ts';

const evidence = [chunkOf(1, 'Laptops are replaced every four years.')];

function verify(answer: string) {
  return verifyAnswer({ answer, evidence });
}

function claimsOf(answer: string) {
  return verify(answer).claims.map(({ text, verdict }) => [text, verdict]);
}

describe('a sentence that says what is absent', () => {
  it.each([
    [
      'The documents do not mention parking, but dogs are welcome in the office.',
      'dogs are welcome in the office',
    ],
    ['The documents do not mention parking and the CEO has resigned.', 'the CEO has resigned'],
    ['The context does not contain a limit, so you may spend a lot.', 'you may spend a lot'],
    ['The documents do not mention parking; bikes are forbidden.', 'bikes are forbidden'],
    ['No information on parking was found, yet the fee rises a lot.', 'the fee rises a lot'],
  ])('has the clause of its own behind it checked: %s', (answer, statement) => {
    const { claims, verification } = verify(answer);
    expect(claims.map(({ verdict }) => verdict)).toEqual(['absence_claim', 'uncited']);
    expect(claims[1]?.text).toBe(statement);
    expect(verification.verdict).toBe('unverified');
  });

  it('has the clause before it checked as well', () => {
    expect(claimsOf('Dogs are welcome here, but the documents do not mention cats.')).toEqual([
      ['Dogs are welcome here', 'uncited'],
      ['the documents do not mention cats', 'absence_claim'],
    ]);
  });

  it('leaves the citation to the statement behind it', () => {
    const { claims, verification } = verify(
      'The documents do not mention phones, but laptops are replaced every four years [1].',
    );
    expect(claims.map(({ verdict, markers }) => [verdict, markers])).toEqual([
      ['absence_claim', []],
      ['supported', [1]],
    ]);
    expect(verification.verdict).toBe('verified');
  });

  it.each([
    'The documents do not mention parking or pets.',
    'The documents do not mention parking, pets and holidays.',
    'The documents do not mention a limit, but only a fee.',
    'The documents do not mention a limit and nothing else is said.',
    'The documents do not say whether dogs are allowed and cats are forbidden.',
    'The documents do not mention parking, so I cannot answer this.',
    'The documents do not mention parking, so you may want to contact the office.',
  ])('stays whole where nothing else is stated: %s', (answer) => {
    expect(claimsOf(answer)).toEqual([[answer.slice(0, -1), 'absence_claim']]);
  });
});
