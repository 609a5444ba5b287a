/** Ways to write a text so that filters do not see it and a model still reads it. */
export const DISGUISES = {
  base64: (text: string) => Buffer.from(text, 'utf8').toString('base64'),
  zero_width: (text: string) => Array.from(text).join('\u{200B}'),
  homoglyphs: (text: string) =>
    text.replace(/[aceopxy]/gu, (letter) => LOOKALIKES[letter] ?? letter),
  tag_characters: (text: string) =>
    Array.from(text)
      .map((character) => {
        const code = character.codePointAt(0) ?? 0;
        return code < 0x7f ? String.fromCodePoint(0xe0000 + code) : character;
      })
      .join(''),
  bidi: (text: string) => `\u{202E}${Array.from(text).toReversed().join('')}\u{202C}`,
  full_width: (text: string) =>
    text.replace(/[!-~]/gu, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)),
} as const satisfies Readonly<Record<string, (text: string) => string>>;

export type Disguise = keyof typeof DISGUISES;

const LOOKALIKES: Readonly<Record<string, string>> = {
  a: '\u{0430}',
  c: '\u{0441}',
  e: '\u{0435}',
  o: '\u{043E}',
  p: '\u{0440}',
  x: '\u{0445}',
  y: '\u{0443}',
};
