import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  printable,
  printableDeep,
  printableJson,
  printableLine,
} from '../../../../cli/text/printable.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });

describe('printable', () => {
  it('takes the escape sequence that retitles a window apart', () => {
    expect(printable('a\u001B]0;title\u0007b')).toBe('a]0;titleb');
  });

  it('keeps lines, tabs and letters of every script', () => {
    expect(printable('Straße\n\t日本語 👩🏽‍🔧')).toBe('Straße\n\t日本語 👩🏽‍🔧');
  });

  it('drops what reorders text and invisible tag characters', () => {
    expect(printable('a\u202Egpj.exe\u2066b\u{E0041}')).toBe('agpj.exeb');
  });

  it('leaves no control character of any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(printable(text)).not.toMatch(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('printableLine', () => {
  it('joins lines into one', () => {
    expect(printableLine(' a\r\n  b\u2028c ')).toBe('a b c');
  });
});

describe('printableDeep', () => {
  it('cleans strings and names of properties at any depth', () => {
    expect(printableDeep({ 'a\u0007': ['x\u001B[2J', { b: 'c\u009Bm' }], n: 1, z: null })).toEqual({
      a: ['x[2J', { b: 'cm' }],
      n: 1,
      z: null,
    });
  });
});

describe('printableJson', () => {
  it('is JSON of the same value without a control character', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const json = printableJson(value, 2);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(json).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});
