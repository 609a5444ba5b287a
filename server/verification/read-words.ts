import { findNumberWords } from '../../core/text/number-words.ts';
import type { Span } from '../../core/text/spans.ts';
import { STOP_WORDS } from '../../core/text/stop-words.ts';
import { extractTerms } from '../../core/text/terms.ts';
import { findUnit } from '../../core/text/units.ts';
import { UNSPACED } from '../../core/text/unspaced.ts';

/** A word as it is compared: `form` is its stem, `#5` for `5` and `five`, `%` for `percent`, `not` for `n't`. */
export interface Word extends Span {
  readonly form: string;
  readonly surface: string;
  readonly kind: WordKind;
}

export type WordKind = 'number' | 'name' | 'unit' | 'content' | 'function';

const WORD =
  /°\s?[CF](?!\p{L})|degrees?\s(?:[CF](?!\p{L})|Celsius|Fahrenheit)|[£$€¥%°]|\d+(?:,\d{3})*(?:\.\d+)?|[\p{L}\p{M}]+(?:['’]\p{L}+)*/uy;
const APOSTROPHE = 0x27;
const AFTER_BOUNDARY = /[.!?:;\n•"“([]/u;
const MAX_REMEMBERED = 50_000;
const remembered = new Map<string, Read>();

interface Read {
  readonly forms: readonly string[];
  readonly kind: WordKind;
}

/** All words of a text in order, with those that carry no meaning of their own; offsets index the text. */
export function readWords(text: string): readonly Word[] {
  const numbers = new Map(findNumberWords(text).map((number) => [number.start, number]));
  const words: Word[] = [];
  let last = 0;
  let isStart = true;
  forEachWord(text, (start, endOfWord) => {
    if (start < last) return;
    const number = numbers.get(start);
    const end = number?.end ?? endOfWord;
    // A single space, the commonest gap by far, ends nothing.
    const isPlainGap = start === last + 1 && text.charCodeAt(last) === 0x20;
    isStart ||= !isPlainGap && AFTER_BOUNDARY.test(text.slice(last, start));
    const surface = text.slice(start, end);
    const read = number === undefined ? readWord(surface) : asNumber(number.value);
    const isName = !isStart && read.kind === 'content' && isCapitalised(surface);
    const kind = isName ? 'name' : read.kind;
    for (const form of read.forms) words.push({ start, end, surface, form, kind });
    last = end;
    isStart = false;
  });
  return words;
}

/** What an ASCII character can be to a word. */
const OTHER = 0;
const LETTER = 1;
const BEGINS = 2;
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z]/i.test(character)) return LETTER;
  return /[\d$%]/.test(character) ? BEGINS : OTHER;
});

/** Most words are plain ones of ASCII letters, which are cut out without the regular expression that says what a word is. */
function forEachWord(text: string, visit: (start: number, end: number) => void): void {
  let at = 0;
  while (at < text.length) {
    const kind = KINDS[text.charCodeAt(at)];
    if (kind === OTHER) {
      at += 1;
      continue;
    }
    const plainEnd = kind === LETTER ? endOfPlainWord(text, at) : null;
    if (plainEnd !== null) {
      visit(at, plainEnd);
      at = plainEnd;
      continue;
    }
    WORD.lastIndex = at;
    const length = WORD.exec(text)?.[0].length;
    if (length !== undefined) visit(at, at + length);
    at += length ?? ((text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1);
  }
}

/** Null where it goes on with something else than letters, or may be a unit of several words. */
function endOfPlainWord(text: string, start: number): number | null {
  let end = start + 1;
  while (KINDS[text.charCodeAt(end)] === LETTER) end += 1;
  const next = end === text.length ? 0x20 : text.charCodeAt(end);
  if (next > 0x7f || next === APOSTROPHE || text.startsWith('degree', start)) return null;
  return end;
}

/** The forms of a text's words. */
export function formsOf(text: string): ReadonlySet<string> {
  return new Set(readWords(text).map(({ form }) => form));
}

function readWord(surface: string): Read {
  const known = remembered.get(surface);
  if (known !== undefined) return known;
  const read = readAnew(surface);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(surface, read);
  return read;
}

function readAnew(surface: string): Read {
  if (/^\d/u.test(surface)) return asNumber(Number(surface.replaceAll(',', '')));
  const lower = surface.toLowerCase().replaceAll('’', "'");
  const degrees = /^(?:°\s?|degrees?\s)([cf])/u.exec(lower)?.[1];
  if (degrees !== undefined) return { forms: [`°${degrees}`], kind: 'unit' };
  if (lower === 'cannot' || lower === "can't") return { forms: ['can', 'not'], kind: 'function' };
  if (lower === "won't") return { forms: ['will', 'not'], kind: 'function' };
  if (lower.endsWith("n't")) return { forms: [lower.slice(0, -3), 'not'], kind: 'function' };
  const unit = findUnit(lower);
  if (unit !== null) return { forms: [unit.name], kind: 'unit' };
  const bare = lower.replace(/'(?:s|re|ve|ll|d|m)?$/u, '');
  if (STOP_WORDS.has(bare)) return { forms: [bare], kind: 'function' };
  const terms = extractTerms(bare);
  if (UNSPACED.test(bare) && terms.length > 0) return { forms: terms, kind: 'content' };
  return { forms: [terms[0] ?? bare], kind: 'content' };
}

function asNumber(value: number): Read {
  return { forms: [`#${String(value)}`], kind: 'number' };
}

function isCapitalised(surface: string): boolean {
  const first = surface.charAt(0);
  return surface.length > 1 && first !== first.toLowerCase();
}
