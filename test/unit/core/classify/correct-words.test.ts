import { describe, expect, it } from 'vitest';
import { createWordCorrector } from '../../../../core/classify/correct-words.ts';

const correct = createWordCorrector(
  new Map([
    ['card', 40],
    ['cash', 20],
    ['lost', 30],
    ['cost', 90],
    ['the', 500],
    ['pin', 10],
  ]),
);

describe('a word that is not known', () => {
  it.each([
    ['acrd', 'card', 'two letters swapped'],
    ['crd', 'card', 'a letter left out of a short word'],
    ['carrd', 'card', 'a letter too many'],
    ['cach', 'cash', 'another letter'],
    ['teh', 'the', 'a slip in a word of three letters'],
  ])('%s is read as %s: %s', (mistyped, meant) => {
    expect(correct(mistyped)).toBe(meant);
  });

  it('is read as one that begins alike rather than as a commoner one', () => {
    expect(correct('lozt')).toBe('lost');
    expect(correct('losd')).toBe('lost');
    expect(correct('bost')).toBe('cost');
  });

  it('stays as it is two edits away from all others, or where it is very short', () => {
    expect(correct('crate')).toBe('crate');
    expect(correct('pi')).toBe('pi');
  });
});

it('leaves what is known, and what is no word, as it is', () => {
  expect(correct('cost')).toBe('cost');
  expect(correct('p1n')).toBe('p1n');
});
