/** A text as it is meant to be read, and where each of its characters stands in the original. */
export interface TextView {
  /** In lower case, wrapped lines as one, apostrophes plain. */
  readonly text: string;
  /** Position in the original of a position in the view. */
  readonly origin: (position: number) => number;
}

/** What a cheap look at every character tells about a text. */
export interface TextSurvey {
  readonly hasSpacedLetters: boolean;
  readonly hasLeetWords: boolean;
  readonly hasLongRun: boolean;
}

/** Characters that show nothing: a reader of the text reads on as if they were not there. */
export const INVISIBLE =
  /[\u034f\ufe00-\ufe0f\u180b-\u180f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]|\udb40[\udc00-\udfff]/;
/** Also letters of other scripts and shapes that look like Latin ones, and accents that stand by themselves. */
const MASKS =
  /(?:[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1d00-\u1d7f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2100-\u214f\u24b6-\u24e9\u3164\ufeff\uff01-\uff5e\uffa0]|[\u0300-\u052f]|[\ufe00-\ufe0f]|\ud835[\udc00-\udfff]|\udb40[\udc00-\udfff])+/g;
/** Read as the Latin letter of the same shape, after Unicode's confusables (UTS #39). */
const SHAPES = pairUp(
  'аеорсухкіјѕԁһԛԝвгмнтьбοαερτυνικχηωіց',
  'aeopcyxkijsdhqwbrmhtbboaeptuvikxnwig',
);
const LEET = pairUp('013457@$!|', 'oieastasii');
/** Letters one by one, as in `i g n o r e`. */
const SPACED_LETTERS = /(?:[a-z0-9@$!][ ._\-*|·]{1,2}){9,400}[a-z0-9@$!]/g;
const MIN_SPACED_LETTERS = 9;
/** Places where a letter follows a digit. */
const MIN_LEET_WORDS = 4;
const LEET_WINDOW_CHARS = 150;
const MIN_RUN_CHARS = 32;

/** The text without what is invisible, and with look-alikes as the Latin letters they imitate. */
export function toReadView(text: string): TextView {
  const read = text.replace(MASKS, unmaskRun);
  if (read === text) return { text: toPlain(text), origin: (position) => position };
  let origins: readonly number[] | null = null;
  return {
    text: toPlain(read),
    origin: (position) => (origins ??= traceOrigins(text))[position] ?? text.length,
  };
}

/** Whether a span of the original is not what it looks like. */
export function isMasked(span: string): boolean {
  return span.search(MASKS) >= 0;
}

/** With digits and signs as the letters they stand for. */
export function readLeet(text: string): string {
  return text.replace(/[013457@$!|]/g, (sign) => LEET.get(sign) ?? sign);
}

/** Runs of single letters, each drawn together into one word. */
export function findSpacedLetters(plain: string) {
  return Array.from(plain.matchAll(SPACED_LETTERS), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    word: readLeet(match[0].replace(/[ ._\-*|·]/g, '')),
  }));
}

const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;
const SEPARATOR = 3;
/** Signs that stand for letters: `@`, `$`, `!`. */
const SIGN = 4;
const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-zA-Z]/.test(character)) return LETTER;
  if (/\d/.test(character)) return DIGIT;
  if (/[ ._\-*|]/.test(character)) return SEPARATOR;
  return /[@$!]/.test(character) ? SIGN : OTHER;
});

/** One pass that spares ordinary text the search for disguises. */
export function surveyText(text: string): TextSurvey {
  let spaced = 0;
  let mostSpaced = 0;
  const leetWords: number[] = [];
  let hasLeetWords = false;
  let run = 0;
  let longestRun = 0;
  let last = OTHER;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const kind = code < 128 ? (CLASSES[code] ?? OTHER) : code === 0xb7 ? SEPARATOR : OTHER;
    if (kind === LETTER && (last === DIGIT || last === SIGN)) {
      leetWords.push(index);
      const first = leetWords.at(-MIN_LEET_WORDS);
      hasLeetWords ||= first !== undefined && index - first < LEET_WINDOW_CHARS;
    }
    if (kind === SEPARATOR) spaced += last === SEPARATOR ? 0 : 1;
    else if (kind === OTHER || last !== SEPARATOR) spaced = 0;
    if (spaced > mostSpaced) mostSpaced = spaced;
    const isRunning = kind === LETTER || kind === DIGIT || (isRunSign(code) && last !== SEPARATOR);
    run = isRunning ? run + 1 : 0;
    if (run > longestRun) longestRun = run;
    last = kind;
  }
  return {
    hasSpacedLetters: mostSpaced >= MIN_SPACED_LETTERS,
    hasLeetWords,
    hasLongRun: longestRun >= MIN_RUN_CHARS,
  };
}

/** `+`, `/`, `-` and `_`, as in both kinds of Base64. */
function isRunSign(code: number): boolean {
  return code === 43 || code === 47 || code === 45 || code === 95;
}

/** Lower case of the same length, with single line ends as spaces (a paragraph may be wrapped) and plain apostrophes. */
function toPlain(text: string): string {
  const lower = text.toLowerCase();
  const same = lower.length === text.length ? lower : text.replace(/[A-Z]+/g, lowerCase);
  return same.replace(/[\n\t\u00a0\u2028]+/g, plainSpace).replaceAll('’', "'");
}

function plainSpace(spaces: string): string {
  return spaces.length === 1 ? ' ' : spaces;
}

function unmaskRun(run: string): string {
  let read = '';
  for (const character of run) read += unmask(character);
  return read;
}

function unmask(character: string): string {
  const shape = SHAPES.get(character) ?? SHAPES.get(character.toLowerCase());
  if (shape !== undefined) return shape;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x300 && code <= 0x36f) return '';
  if (code >= 0x370 && code < 0x530) return character;
  return INVISIBLE.test(character) ? '' : character.normalize('NFKC');
}

function traceOrigins(text: string): readonly number[] {
  const origins: number[] = [];
  let position = 0;
  for (const match of text.matchAll(MASKS)) {
    while (position < match.index) origins.push(position++);
    for (const character of match[0]) {
      for (let count = unmask(character).length; count > 0; count -= 1) origins.push(position);
      position += character.length;
    }
  }
  while (position <= text.length) origins.push(position++);
  return origins;
}

function pairUp(from: string, to: string): ReadonlyMap<string, string> {
  return new Map(Array.from(from, (character, index) => [character, to.charAt(index)]));
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}
