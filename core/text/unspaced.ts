/** Letters of the scripts that put no spaces between words, for a class of a regular expression. */
const LETTERS = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}`;

export const UNSPACED = new RegExp(`[${LETTERS}]`, 'u');

/** A letter of another script, or a digit. */
export const SPACED_CHARACTER = String.raw`[[\p{L}\p{N}]--[${LETTERS}]]`;

/** Where such a script and digits meet: `年假为25天` holds the number 25. */
const SEAM = new RegExp(String.raw`(?<=[${LETTERS}])(?=\p{Nd})|(?<=\p{Nd})(?=[${LETTERS}])`, 'u');

/** Such scripts begin behind this; looking for it costs much less than looking for a seam. */
const FAR_CHARACTER = /[\u{2e80}-\u{10ffff}]/u;

/** The text cut where digits and a script without spaces meet; in one piece where none do. */
export function splitAtSeams(text: string): readonly string[] {
  return FAR_CHARACTER.test(text) ? text.split(SEAM) : [text];
}
