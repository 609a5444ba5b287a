import { describe, expect, it } from 'vitest';
import { rarityOf } from '../../../../core/text/word-rarity.ts';

describe('rarityOf', () => {
  it('tells common words from rare ones, whatever their case', () => {
    const [people, ferry, harbourgate] = ['people', 'ferry', 'harbourgate'].map(rarityOf);
    expect(people).toBeLessThan(ferry ?? 0);
    expect(ferry).toBeLessThan(harbourgate ?? 0);
    expect(rarityOf('Ferry')).toBe(ferry);
  });

  it('stays between its bounds on any text', () => {
    for (const word of ['', 'a', 'the', '每位员工', '🦜', 'x'.repeat(500)]) {
      expect(rarityOf(word)).toBeGreaterThanOrEqual(0.05);
      expect(rarityOf(word)).toBeLessThanOrEqual(1);
    }
  });
});
