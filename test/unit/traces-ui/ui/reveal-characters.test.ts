import { describe, expect, it } from 'vitest';
import { revealCharacters } from '../../../../traces-ui/src/ui/reveal-characters.ts';

function shown(text: string): string {
  return revealCharacters(text)
    .map((piece) => (piece.kind === 'text' ? piece.text : `<${piece.code} ${piece.name}>`))
    .join('');
}

describe('revealCharacters', () => {
  it('leaves ordinary text in one piece', () => {
    const text = 'Über 5 days\tof “leave”\r\nשלום 中文';
    expect(revealCharacters(text)).toEqual([{ kind: 'text', text }]);
  });

  it.each([
    ['a\u202Etxt', 'a<U+202E right-to-left override>txt'],
    ['zero\u200Bwidth', 'zero<U+200B zero-width space>width'],
    ['join\u200Ded', 'join<U+200D zero-width joiner>ed'],
    ['\uFEFFstart', '<U+FEFF byte order mark>start'],
    ['tag\u{E0041}', 'tag<U+E0041 tag character>'],
    ['bell\u0007', 'bell<U+0007 control character>'],
    ['selector\u{E0100}', 'selector<U+E0100 invisible character>'],
    ['letter\uFE0F', 'letter<U+FE0F invisible character>'],
  ])('reveals what hides in %j', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('keeps an emoji that is held together by joiners', () => {
    expect(shown('family 👨‍👩‍👧, heart ❤️')).toBe('family 👨‍👩‍👧, heart ❤️');
  });
});
