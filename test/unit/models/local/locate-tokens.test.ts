import { describe, expect, it } from 'vitest';
import { locateTokens } from '../../../../models/local/locate-tokens.ts';

/** Two letters are a token, and so is every mark; white space is none. */
function encode(text: string): readonly number[] {
  return (text.match(/[\p{L}\p{N}]{1,2}|[^\s\p{L}\p{N}]/gu) ?? []).map(([first = '']) =>
    Number(first.codePointAt(0)),
  );
}

function placesIn(text: string): readonly string[] {
  return locateTokens(text, encode).map(({ start, end }) => text.slice(start, end));
}

describe('locateTokens', () => {
  it('gives every token the word that it comes from', () => {
    const places = placesIn('Größe  zählt.\nNie');
    expect(places.join(' ')).toBe('Größe Größe Größe zählt zählt zählt . Nie Nie');
  });

  it('counts characters outside the basic plane as two units', () => {
    const text = '😀 ok 𝒳y';
    const last = locateTokens(text, encode).at(-1);
    expect(last).toMatchObject({ start: 6, end: 9 });
    expect(placesIn(text)).toEqual(['😀', 'ok', '𝒳y']);
  });

  it('parts what a script without spaces writes together', () => {
    const each = (text: string) => Array.from(text.trim(), () => 1);
    const places = locateTokens('東京。', each).map(({ start, end }) => [start, end]);
    expect(places).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it('keeps a token whole that several pieces are read as', () => {
    expect(placesIn('東京。')).toEqual(['東京', '。']);
  });

  it('keeps the tokens of a tokenizer that begins words with their space', () => {
    const withSpace = (text: string) => [...text.matchAll(/ ?\S+/gu)].map(() => 1);
    const text = 'a bb\nc';
    expect(locateTokens(text, withSpace)).toEqual([
      { id: 1, start: 0, end: 1 },
      { id: 1, start: 2, end: 4 },
      { id: 1, start: 5, end: 6 },
    ]);
  });

  it('finds nothing in white space', () => {
    expect(locateTokens(' \n ', encode)).toEqual([]);
  });
});
