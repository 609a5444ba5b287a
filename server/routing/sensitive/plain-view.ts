/** A text as it is read, and where each of its characters stands in the original. */
export interface PlainView {
  readonly text: string;
  /** Position in the original of a position in the view. */
  readonly origin: (position: number) => number;
}

const INVISIBLE =
  /[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/;
const DASHES = /[\u2010-\u2015\u2212\u30fc]/;
const STRANGE = /[^\n -\u024f]|[\u00a0\u00ad]/;

/**
 * Without what is invisible; other scripts' digits, full-width letters and unusual spaces and dashes as plain ones. One
 * character stays one.
 */
export function toPlainView(text: string): PlainView {
  if (!STRANGE.test(text)) return { text, origin: (position) => position };
  let plain = '';
  const origins: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (INVISIBLE.test(character)) continue;
    plain += STRANGE.test(character) ? plainOf(character) : character;
    origins.push(at);
  }
  origins.push(text.length);
  return { text: plain, origin: (position) => origins[position] ?? text.length };
}

function plainOf(character: string): string {
  if (DASHES.test(character)) return '-';
  const composed = character.normalize('NFKC');
  if (/^\s$/u.test(composed)) return ' ';
  if (composed.length === 1 && composed !== character) return composed;
  return /^\p{Nd}$/u.test(character) ? digitOf(character) : character;
}

/** Digits of a script stand in a row of ten, the zero first; the rows begin at multiples of 2 but not of 10. */
function digitOf(character: string): string {
  let zero = character.codePointAt(0) ?? 0;
  const own = zero;
  while (own - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(own - zero);
}
