/** A text as it is meant to be read, and where each of its characters stands in the original. */
export interface TextView {
  readonly text: string;
  /** Position in the original of a position in the view. */
  readonly origin: (position: number) => number;
}

/** Characters that show nothing: a reader of the text reads on as if they were not there. */
export const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]|\udb40[\udc00-\udfff]/;
/** Scripts and shapes whose letters look like Latin ones. */
const LOOK_ALIKES =
  /[\u0370-\u052f\uff01-\uff5e\u1d00-\u1d7f\u2100-\u214f\u24b6-\u24e9\u0300-\u036f]|\ud835/;
/** Read as the Latin letter of the same shape, after Unicode's confusables (UTS #39). */
const SHAPES = pairUp(
  'аеорсухкіјѕԁһԛԝвгмнтьбοαερτυνικχηωіց',
  'aeopcyxkijsdhqwbrmhtbboaeptuvikxnwig',
);
const LEET = pairUp('013457@$!|', 'oieastasii');
/** Letters one by one, as in `i g n o r e`. */
const SPACED_LETTERS = /(?:[a-z0-9@$!][ ._\-*|·]{1,2}){9,400}[a-z0-9@$!]/g;
const LEET_WORDS = /[a-z][013457@$!][a-z]/g;
const MIN_LEET_WORDS = 3;

/** Lower case of the same length, with single line ends as spaces (a paragraph may be wrapped) and plain apostrophes. */
export function toPlainView(text: string): string {
  const lower = text.toLowerCase();
  const same = lower.length === text.length ? lower : text.replace(/[A-Z]+/g, lowerCase);
  return same.replace(/(?<=[^\n])[\n\t\u00a0\u2028](?=[^\n])/g, ' ').replaceAll('’', "'");
}

/** Without what is invisible and with look-alikes as Latin letters; null where there is neither. */
export function toUnmaskedView(text: string): TextView | null {
  if (!INVISIBLE.test(text) && !LOOK_ALIKES.test(text)) return null;
  const parts: string[] = [];
  const origins: number[] = [];
  let position = 0;
  for (const character of text) {
    const shown = unmask(character);
    for (let index = 0; index < shown.length; index += 1) origins.push(position);
    parts.push(shown);
    position += character.length;
  }
  origins.push(position);
  return { text: toPlainView(parts.join('')), origin: (at) => origins[at] ?? position };
}

/** With digits and signs as the letters they stand for; null where hardly any word has them. */
export function toLeetView(plain: string): string | null {
  let count = 0;
  for (const _ of plain.matchAll(LEET_WORDS)) if ((count += 1) >= MIN_LEET_WORDS) break;
  return count < MIN_LEET_WORDS ? null : readLeet(plain);
}

/** Runs of single letters, drawn together into one word each. */
export function* findSpacedLetters(plain: string): Generator<TextView & { readonly end: number }> {
  for (const match of plain.matchAll(SPACED_LETTERS)) {
    const end = match.index + match[0].length;
    const text = readLeet(match[0].replace(/[ ._\-*|·]/g, ''));
    yield { text, origin: () => match.index, end };
  }
}

export function readLeet(text: string): string {
  return text.replace(/[013457@$!|]/g, (sign) => LEET.get(sign) ?? sign);
}

function unmask(character: string): string {
  if (character < '\u0080') return character;
  if (INVISIBLE.test(character)) return '';
  const shape = SHAPES.get(character) ?? SHAPES.get(character.toLowerCase());
  if (shape !== undefined) return shape;
  if (/[\u0300-\u036f]/.test(character)) return '';
  return LOOK_ALIKES.test(character) ? character.normalize('NFKC') : character;
}

function pairUp(from: string, to: string): ReadonlyMap<string, string> {
  return new Map(Array.from(from, (character, index) => [character, to.charAt(index)]));
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}
