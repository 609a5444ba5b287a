import type { FoundText } from './found-text.ts';
import { INVISIBLE } from './text-views.ts';

/** What was found and what it says, as far as it can be read. */
export interface HiddenCharacters extends FoundText {
  readonly excerpt: string;
}

/** Tag characters spell ASCII; after a black flag they name a region of it. */
const TAGS = /\udb40[\udc00-\udc7f](?:\udb40[\udc00-\udc7f]){0,4000}/g;
const FLAG = '\ud83c\udff4';
/** Two selectors behind one another select nothing: they carry bytes. */
const SELECTORS =
  /(?:[\ufe00-\ufe0f]|\udb40[\udd00-\uddef])(?:[\ufe00-\ufe0f]|\udb40[\udd00-\uddef]){2,4000}/g;
const OVERRIDES = /[\u202d\u202e][^\n\u202c]{0,400}/g;
/** Any four in a row: nobody sees what they say. */
const INVISIBLE_RUN =
  /[\u034f\u00ad\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff\uffa0]{4,4000}/g;
/** Letters that something invisible parts one by one, so that a search for the word fails. */
const SPLIT_WORD =
  /[A-Za-z][\u034f\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff](?:[A-Za-z]{1,3}[\u034f\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]){2,400}[A-Za-z]{0,40}/g;

/** Finds characters that nobody sees and that say something, change the order or part words. In order and apart. */
export function findHiddenCharacters(text: string): readonly HiddenCharacters[] {
  if (!INVISIBLE.test(text)) return [];
  const found = [
    ...findTags(text),
    ...findAll(text, SELECTORS, {
      code: 'variation_selectors',
      detail: 'Variation selectors in a row, which can carry a hidden text.',
      read: readSelectors,
    }),
    ...findAll(text, OVERRIDES, {
      code: 'text_direction_override',
      detail: 'Characters that make text be read in another order than it is stored.',
      read: dropInvisible,
    }),
    ...findAll(text, INVISIBLE_RUN, {
      code: 'invisible_characters',
      detail: 'Several invisible characters in a row, which can carry a hidden text.',
      read: readBits,
    }),
    ...findAll(text, SPLIT_WORD, {
      code: 'split_words',
      detail: 'Words whose letters are parted by invisible characters.',
      read: dropInvisible,
    }),
  ];
  const apart: HiddenCharacters[] = [];
  for (const next of found.toSorted((a, b) => a.start - b.start || b.end - a.end))
    if (next.start >= (apart.at(-1)?.end ?? 0)) apart.push(next);
  return apart;
}

interface Reading {
  readonly code: string;
  readonly detail: string;
  readonly read: (found: string) => string;
}

function findAll(text: string, pattern: RegExp, reading: Reading): readonly HiddenCharacters[] {
  const { code, detail, read } = reading;
  return Array.from(text.matchAll(pattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    code,
    detail,
    excerpt: read(match[0]),
  }));
}

function findTags(text: string): readonly HiddenCharacters[] {
  const reading = {
    code: 'unicode_tags',
    detail: 'Tag characters, which spell a text that is not shown.',
    read: readTags,
  };
  return findAll(text, TAGS, reading).filter(
    ({ start, end }) => !(text.slice(start - 2, start) === FLAG && end - start <= 14),
  );
}

function readTags(found: string): string {
  return Array.from(found, (character) => {
    const ascii = (character.codePointAt(0) ?? 0) - 0xe0000;
    return ascii >= 32 && ascii < 127 ? String.fromCharCode(ascii) : '';
  }).join('');
}

/** The 256 variation selectors as the bytes of UTF-8. */
function readSelectors(found: string): string {
  const bytes = Array.from(found, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return point >= 0xe0100 ? point - 0xe0100 + 16 : point - 0xfe00;
  });
  return readable(Uint8Array.from(bytes));
}

/** Two kinds of characters as the bits of ASCII, in whichever sense gives a text. */
function readBits(found: string): string {
  const [zero, one, ...others] = new Set(found);
  if (zero === undefined || one === undefined || others.length > 1) return '';
  for (const [low, high] of [
    [zero, one],
    [one, zero],
  ]) {
    const bits = Array.from(found, (character) =>
      character === high ? '1' : character === low ? '0' : '',
    );
    const octets = bits.join('').match(/.{8}/g) ?? [];
    const text = readable(Uint8Array.from(octets, (octet) => Number.parseInt(octet, 2)));
    if (text !== '') return text;
  }
  return '';
}

function readable(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes);
  return /^[\p{L}\p{N}\p{P}\p{S}\s]+$/u.test(text) && !text.includes('\ufffd') ? text : '';
}

function dropInvisible(found: string): string {
  return Array.from(found)
    .filter((character) => !INVISIBLE.test(character))
    .join('');
}
