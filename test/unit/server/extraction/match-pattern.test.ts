import { describe, expect, it } from 'vitest';
import {
  checkPattern,
  compilePattern,
  findPattern,
  matchesPattern,
} from '../../../../server/extraction/match-pattern.ts';

const VALUES = [
  'HR-12',
  'IT-ACC-002',
  '4400',
  'a@b.example',
  'x',
  '',
  'HR-123',
  '6.2',
  'aaa',
  'ab ab',
];
const PATTERNS = [
  String.raw`^[A-Z]{2,3}-\d{1,2}$`,
  String.raw`^IT-[A-Z]{2,3}-\d{3}$`,
  String.raw`^\d{4}$`,
  String.raw`^[^@ ]+@[\w.]+$`,
  String.raw`^(?:a|ab)+( ab)?$`,
  String.raw`\d+\.\d`,
  String.raw`^a{2,}`,
  String.raw`^[\d.]*$`,
  'x?',
  '^$',
];

function find(pattern: string, text: string): readonly string[] {
  return findPattern(compilePattern(pattern), text).map(({ start, end }) => text.slice(start, end));
}

describe('a pattern', () => {
  it.each(PATTERNS)('matches what the language’s own expression matches: %s', (source) => {
    const pattern = compilePattern(source);
    const own = new RegExp(source, 'u');
    for (const value of VALUES) expect(matchesPattern(pattern, value)).toBe(own.test(value));
  });

  it.each([
    '(?=a)',
    '(?<name>a)',
    String.raw`(a)\1`,
    String.raw`\bword`,
    'a(b',
    'a)b',
    '[a',
    'a**',
    'a^b',
    'a$b',
    '*a',
    'a{200}',
    '(?:(?:a{100}){100}){100}',
    'a'.repeat(201),
  ])('is refused with a reason where it needs backtracking or is none: %s', (source) => {
    expect(checkPattern(source)).toEqual(expect.any(String));
  });

  it('takes time linear in the text, also where backtracking would never end', () => {
    const startedAt = performance.now();
    expect(matchesPattern(compilePattern('^(a*)*(a*)*(a|aa)+b$'), 'a'.repeat(400))).toBe(false);
    expect(find('^(?:a+)+b$', `${'a'.repeat(5_000)} c`)).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('is found as whole words of a text, and not within a longer code', () => {
    const text = 'Use HR-12, not PEO-PRO-04 or HR-1234; see (IT-05).';
    expect(find(String.raw`^[A-Z]{2,3}-\d{1,2}$`, text)).toEqual(['HR-12', 'IT-05']);
  });
});
