import { encode } from 'gpt-tokenizer/encoding/cl100k_base';
import { describe, expect, it } from 'vitest';
import { rarityOf } from '../../../platform/word-rarity.ts';

describe('rarityOf', () => {
  it('tells common words from rare ones, whatever their case', () => {
    const [people, ferry, harbourgate] = ['people', 'ferry', 'harbourgate'].map(rarityOf);
    expect(people).toBeLessThan(ferry ?? 0);
    expect(ferry).toBeLessThan(harbourgate ?? 0);
    expect(rarityOf('Ferry')).toBe(ferry);
  });

  it('takes a word for the rarest exactly where the encoding needs several tokens for it', () => {
    const text =
      'The Verbundbrücke of 4031 connects harbours, naïve façades and don’t-care states.';
    for (const word of text.toLowerCase().split(/[ ,.-]+/)) {
      expect([word, rarityOf(word) === 1]).toEqual([word, encode(` ${word}`).length > 1]);
    }
  });

  it('stays between its bounds on any text', () => {
    for (const word of ['', 'a', 'the', '每位员工', '🦜', 'x'.repeat(500)]) {
      expect(rarityOf(word)).toBeGreaterThanOrEqual(0.05);
      expect(rarityOf(word)).toBeLessThanOrEqual(1);
    }
  });
});
