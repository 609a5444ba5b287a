import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAllowedByRobots, parseRobots } from '../../../../ingest/sources/web/robots-rules.ts';

function isAllowed(robots: string, path: string): boolean {
  return isAllowedByRobots(parseRobots(robots, 'footnote'), `https://example.com${path}`);
}

describe('robots.txt', () => {
  it.each([
    ['an empty file allows everything', '', '/a', true],
    ['a disallowed prefix', 'User-agent: *\nDisallow: /a', '/abc', false],
    ['beside a disallowed prefix', 'User-agent: *\nDisallow: /a', '/b', true],
    ['an empty disallow', 'User-agent: *\nDisallow:', '/a', true],
    ['everything', 'User-agent: *\nDisallow: /', '/', false],
    ['the longest rule', 'User-agent: *\nDisallow: /\nAllow: /docs/', '/docs/a', true],
    ['the longest rule, in any order', 'User-agent: *\nAllow: /docs/\nDisallow: /', '/x', false],
    ['a tie goes to allow', 'User-agent: *\nDisallow: /a\nAllow: /a', '/a', true],
    ['a wildcard', 'User-agent: *\nDisallow: /*/draft', '/docs/draft', false],
    ['an end', 'User-agent: *\nDisallow: /*.pdf$', '/a.pdf', false],
    ['beyond an end', 'User-agent: *\nDisallow: /*.pdf$', '/a.pdf.html', true],
    ['an end without a wildcard', 'User-agent: *\nDisallow: /a$', '/a/b', true],
    ['a wildcard that would overlap its end', 'User-agent: *\nDisallow: /ab*ba$', '/aba', true],
    ['a query', 'User-agent: *\nDisallow: /*?print=', '/a?print=1', false],
    ['encoded letters', 'User-agent: *\nDisallow: /%61bc', '/abc', false],
    ['letters beyond ASCII', 'User-agent: *\nDisallow: /käse', '/k%C3%A4se/1', false],
    [
      'a group of its own',
      'User-agent: *\nDisallow: /\n\nUser-agent: Footnote\nAllow: /',
      '/a',
      true,
    ],
    [
      'a group of its own that says nothing',
      'User-agent: *\nDisallow: /\nUser-agent: footnote\nDisallow:',
      '/a',
      true,
    ],
    ['a group of another', 'User-agent: otherbot\nDisallow: /', '/a', true],
    ['a group of two', 'User-agent: otherbot\nUser-agent: *\nDisallow: /', '/a', false],
    [
      'two groups of its own',
      'User-agent: footnote\nDisallow: /a\nUser-agent: x\nDisallow: /c\nUser-agent: footnote\nDisallow: /b',
      '/b',
      false,
    ],
    ['comments and case', '# hi\nUSER-AGENT: * # all\nDISALLOW: /a # no', '/a', false],
    ['line ends of other systems', 'User-agent: *\r\nDisallow: /a\rDisallow: /b', '/b', false],
    ['a byte order mark', '\uFEFFUser-agent: *\nDisallow: /a', '/a', false],
  ])('judges %s', (_name, robots, path, expected) => {
    expect(isAllowed(robots, path)).toBe(expected);
  });

  it('takes any text, and any text as a rule', () => {
    assert(
      property(string({ unit: 'binary' }), string({ unit: 'binary' }), (text, rule) => {
        isAllowed(text, '/a');
        isAllowed(`User-agent: *\nDisallow: ${rule}`, '/a?b');
      }),
    );
  });

  it('judges a rule of many wildcards at once', () => {
    const rule = `/${'*a'.repeat(5_000)}b`;
    expect(isAllowed(`User-agent: *\nDisallow: ${rule}`, `/${'a'.repeat(8_000)}`)).toBe(true);
  });
});
