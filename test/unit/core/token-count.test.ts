import { describe, expect, it } from 'vitest';
import { countTokens } from '../../../core/token-count.ts';

describe('countTokens', () => {
  it('counts tokens of the cl100k_base encoding', () => {
    expect(countTokens('')).toBe(0);
    expect(countTokens('hello world')).toBe(2);
  });

  it('takes the names of special tokens for text', () => {
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });

  it('counts a long text as its parts', () => {
    const sentence = ' The manager answers within two working days.';
    expect(countTokens(sentence.repeat(100))).toBe(100 * countTokens(sentence));
  });

  it('counts a megabyte without a single space', () => {
    expect(countTokens('abcdefgh'.repeat(125_000))).toBeGreaterThan(100_000);
  });
});
