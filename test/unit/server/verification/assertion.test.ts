import { describe, expect, it } from 'vitest';
import { verifyAnswer } from '../../../../server/verification/verify-answer.ts';
import { chunkOf } from './evidence.ts';

function verdictOf(claim: string, source: string) {
  return verifyAnswer({ answer: `${claim} [1].`, evidence: [chunkOf(1, source)] }).claims[0]
    ?.verdict;
}

describe('what a source says in order to deny it', () => {
  it.each([
    'It is false that the contract ends in 2027.',
    'It is a common myth that the contract ends in 2027.',
    'It is not true that the contract ends in 2027, and nobody said so.',
  ])('contradicts the claim: %s', (source) => {
    expect(verdictOf('The contract ends in 2027', source)).toBe('contradicted');
  });

  it('supports the denial as it stands', () => {
    const source = 'It is false that the contract ends in 2027.';
    expect(verdictOf('It is false that the contract ends in 2027', source)).toBe('supported');
  });

  it('does not reach over the clause', () => {
    const source = 'It is a myth that coffee stunts growth, but coffee contains caffeine.';
    expect(verdictOf('Coffee contains caffeine', source)).toBe('supported');
  });
});

describe('what a source only asks', () => {
  it('is no support', () => {
    expect(verdictOf('The warranty covers labour', 'Does the warranty cover labour?')).toBe(
      'unsupported',
    );
    expect(verdictOf('The warranty covers labour', 'Does the warranty cover labour? No.')).toBe(
      'unsupported',
    );
  });

  it.each([
    'Does the warranty cover labour? Yes.',
    'Does the warranty cover labour? The warranty covers labour for a year.',
  ])('is support with its answer: %s', (source) => {
    expect(verdictOf('The warranty covers labour', source)).toBe('supported');
  });
});
