import { digitOf } from '../../../core/text/fold-digits.ts';

/** A text as it is read, and where each of its characters stands in the original. */
export interface PlainView {
  readonly text: string;
  /** Position in the original of a position in the view. */
  readonly origin: (position: number) => number;
}

const INVISIBLE =
  /[\u00ad\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|\u034f|[\ufe00-\ufe0f]/;
const DASHES = /[\u2010-\u2015\u2212\u30fc]/;
const STRANGE = /[^\n -\u024f]|[\u00a0\u00ad]/;

/**
 * Without what is invisible; other scripts' digits, full-width letters and unusual spaces and dashes as plain ones.
 */
export function toPlainView(text: string): PlainView {
  if (!STRANGE.test(text)) return { text, origin: (position) => position };
  let plain = '';
  const origins: number[] = [];
  let at = 0;
  for (const character of text) {
    const shown = STRANGE.test(character) ? plainOf(character) : character;
    for (let count = 0; count < shown.length; count += 1) origins.push(at);
    plain += shown;
    at += character.length;
  }
  origins.push(text.length);
  return { text: plain, origin: (position) => origins[position] ?? text.length };
}

function plainOf(character: string): string {
  if (INVISIBLE.test(character)) return '';
  if (DASHES.test(character)) return '-';
  const composed = character.normalize('NFKC');
  if (/^\s$/u.test(composed)) return ' ';
  if (composed.length === 1 && composed !== character) return composed;
  return /^\p{Nd}$/u.test(character) ? digitOf(character) : character;
}
