import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractTermOccurrences, extractTerms } from '../../../../core/text/terms.ts';

describe('words', () => {
  it('lower-cases, stems and keeps order and repeats', () => {
    expect(extractTerms('Refunds, refund POLICIES; policy')).toEqual([
      'refund',
      'refund',
      'polici',
      'polici',
    ]);
  });

  it('drops stop words and the remains of contractions', () => {
    expect(extractTerms("We'll see: what is the bank's rate?")).toEqual(['see', 'bank', 'rate']);
  });

  it.each([
    ['connection', 'connect'],
    ['transactions', 'transact'],
    ['completion', 'complete'],
    ['evaluation', 'evaluate'],
  ])('brings %s and %s to one stem', (left, right) => {
    expect(extractTerms(left)).toEqual(extractTerms(right));
  });

  it.each(['mission', 'pension', 'session', 'option'])('leaves the short word %s whole', (word) => {
    expect(extractTerms(word)).toEqual([word]);
  });

  it('folds diacritics, ligatures and letters that have no decomposition', () => {
    expect(extractTerms('Zürich naïve Strauß ﬁle Łódź smørrebrød')).toEqual([
      'zurich',
      'naiv',
      'strauss',
      'file',
      'lodz',
      'smorrebrod',
    ]);
  });

  it('reads composed and decomposed letters alike', () => {
    expect(extractTerms('cafe\u0301')).toEqual(extractTerms('caf\u00e9'));
  });

  it('ignores soft hyphens and zero-width characters inside a word', () => {
    expect(extractTerms('pass\u00adport zero\u200bwidth')).toEqual(['passport', 'zerowidth']);
  });

  it('splits scripts without spaces into pairs', () => {
    expect(extractTerms('東京銀行')).toEqual(['東京', '京銀', '銀行']);
  });
});

describe('identifiers', () => {
  it.each([
    ['Form HR/12-b', ['form', 'hr/12-b', 'hr', '12', 'b']],
    ['version 2.4.1', ['version', '2.4.1', '2', '4', '1']],
    ['R&D', ['r&d', 'r']],
  ])('keeps %s whole beside its parts, which say little', (text, terms) => {
    expect(extractTerms(text)).toEqual(terms);
  });

  it.each([
    ['VPN-4031', ['vpn', '4031']],
    ['VPN\u20114031', ['vpn', '4031']],
    ['travel_policy.pdf', ['travel', 'polici', 'pdf']],
    ['Jane.Doe@bank.example', ['jane', 'doe', 'bank', 'exampl']],
  ])('takes %s apart, because a part is telling', (text, terms) => {
    expect(extractTerms(text)).toEqual(terms);
  });

  it('keeps a hyphenated word beside its parts, stemmed', () => {
    expect(extractTerms('fee-free transfers')).toEqual(['fee-free', 'fee', 'free', 'transfer']);
    expect(extractTerms('re\u2010elections')).toEqual(extractTerms('re-election'));
  });

  it('reads initials as one term, however they are written', () => {
    expect(extractTerms('the U.S. market')).toEqual(['us', 'market']);
    expect(extractTerms('U.S.A.')).toEqual(extractTerms('USA'));
  });

  it('ends an identifier before the full stop of its sentence', () => {
    expect(extractTerms('See 12-b.')).toEqual(['see', '12-b', '12', 'b']);
  });
});

describe('numbers', () => {
  it.each(['1,500', '1500'])('reads %s as 1500', (text) => {
    expect(extractTerms(text)).toEqual(['1500']);
  });

  it('removes thousands separators from an amount with decimals', () => {
    expect(extractTerms('€12,345.67')).toEqual(['12345.67', '12345', '67']);
  });

  it('leaves a list of numbers apart', () => {
    expect(extractTerms('1,22,333')).toEqual(['1', '22333']);
    expect(extractTerms('2019,2020')).toEqual(['2019', '2020']);
  });
});

describe('any text', () => {
  it('gives a question the same terms wherever a text holds it', () => {
    assert(
      property(string({ unit: 'grapheme' }), (text) => {
        expect(extractTerms(`(${text})`)).toEqual(extractTerms(text));
      }),
    );
  });

  it('gives occurrences in order whose offsets cut their surface out of the text', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const occurrences = extractTermOccurrences(text);
        expect(occurrences.map(({ term }) => term)).toEqual(extractTerms(text));
        for (const { term, surface, charStart, charEnd } of occurrences) {
          expect(text.slice(charStart, charEnd)).toBe(surface);
          expect(term).not.toBe('');
          expect(term.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  it('points at the part of an identifier that a term was read from', () => {
    expect(extractTermOccurrences('form 12-b')).toEqual([
      { term: 'form', surface: 'form', charStart: 0, charEnd: 4 },
      { term: '12-b', surface: '12-b', charStart: 5, charEnd: 9 },
      { term: '12', surface: '12', charStart: 5, charEnd: 7 },
      { term: 'b', surface: 'b', charStart: 8, charEnd: 9 },
    ]);
  });

  it.each([
    ['one endless word', 'ab'.repeat(500_000)],
    ['one endless identifier', 'a1.'.repeat(300_000)],
    ['endless groups of digits', `${'111,'.repeat(250_000)}1111`],
    ['a word of "tion"', 'tion'.repeat(250_000)],
  ])('reads %s in linear time and cuts its terms', (_name, text) => {
    const startedAt = performance.now();
    const terms = extractTerms(text);
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(Math.max(...new Set(terms.map(({ length }) => length)))).toBeLessThanOrEqual(96);
  });
});
