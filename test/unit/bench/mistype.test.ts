import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../bench/random.ts';
import { mistype } from '../../../bench/routing/mistype.ts';

const TEXT = 'I still do not see all of the letters on my bill';
const WORDS = TEXT.split(' ');
const ROUNDS = 2_000;

function mistypeOften(share: number): readonly (readonly string[])[] {
  const random = createRandom(1);
  return Array.from({ length: ROUNDS }, () => mistype(TEXT, share, random).split(' '));
}

describe('mistyping a text', () => {
  it('alters the share of all its words that is asked for', () => {
    const altered = mistypeOften(0.3)
      .flat()
      .filter((word, at) => word !== WORDS[at % WORDS.length]);

    expect(altered.length / (ROUNDS * WORDS.length)).toBeCloseTo(0.3, 2);
  });

  it('leaves first letters and words of one or two letters alone', () => {
    for (const words of mistypeOften(1)) {
      expect(words.map((word) => word.charAt(0))).toEqual(WORDS.map((word) => word.charAt(0)));
      expect(words.filter((word, at) => word === WORDS[at])).toEqual(['I', 'do', 'of', 'on', 'my']);
    }
  });
});
