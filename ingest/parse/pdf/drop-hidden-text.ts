import { normalizeUnicode } from 'unpdf/pdfjs';
import type { HiddenCode, JudgeRun } from './judge-run.ts';
import type { RawItem } from './read-text-items.ts';
import type { DrawnRun } from './trace-page.ts';

/** Text that was left out of a page, in the order of the page's content. */
export interface HiddenText {
  readonly code: HiddenCode;
  readonly text: string;
}

export interface SeenAndHidden {
  readonly items: readonly RawItem[];
  readonly hidden: readonly HiddenText[];
}

interface CodedText {
  readonly code: HiddenCode | null;
  /** As the reader of text writes it, without white space. */
  readonly characters: string;
}

/** How far the two readings of a page are searched for the place where they agree again. */
const SEARCH_CHARS = 4_000;

/**
 * Takes out of a page's items what is drawn so that nobody sees it. Items and runs are two readings of
 * the same content in the same order, so their characters are laid side by side.
 */
export function dropHiddenText(
  items: readonly RawItem[],
  runs: readonly DrawnRun[],
  judge: JudgeRun,
): SeenAndHidden {
  const codes = runs.map(judge);
  if (codes.every((code) => code === null)) return { items, hidden: [] };
  const hidden = runs.flatMap(({ text }, index) => {
    const code = codes[index] ?? null;
    return code === null ? [] : [{ code, text }];
  });
  const coded = runs.map(({ text }, index) => ({
    code: codes[index] ?? null,
    characters: charactersOf(text),
  }));
  return { items: keepSeen(items, coded), hidden };
}

function keepSeen(items: readonly RawItem[], coded: readonly CodedText[]): readonly RawItem[] {
  const drawn = coded.map(({ characters }) => characters).join('');
  const isHidden = new Uint8Array(drawn.length);
  let start = 0;
  for (const { code, characters } of coded) {
    if (code !== null) isHidden.fill(1, start, start + characters.length);
    start += characters.length;
  }
  let place = 0;
  return items.flatMap((item) => {
    const characters = charactersOf(item.text);
    if (characters === '') return [item];
    const found = findCharacters(drawn, characters, place);
    if (found === null) return [item];
    place = found + characters.length;
    return cutItem(item, isHidden.subarray(found, place));
  });
}

/** Where the item's characters stand in what was drawn; text from right to left stands there turned round. */
function findCharacters(drawn: string, characters: string, place: number): number | null {
  if (drawn.startsWith(characters, place)) return place;
  if (sorted(drawn.slice(place, place + characters.length)) === sorted(characters)) return place;
  const found = drawn.slice(place, place + SEARCH_CHARS + characters.length).indexOf(characters);
  return found < 0 ? null : place + found;
}

/** The stretches of an item that are seen, each placed by its share of the item's characters. */
function cutItem(item: RawItem, isHidden: Uint8Array): readonly RawItem[] {
  if (!isHidden.includes(1)) return [item];
  if (!isHidden.includes(0)) return [];
  const parts: RawItem[] = [];
  let from: number | null = null;
  let character = 0;
  for (let index = 0; index <= item.text.length; index += 1) {
    const isSpace = /[\s\p{Cf}]/u.test(item.text.charAt(index));
    const isSeen = index < item.text.length && (isSpace || isHidden[character] === 0);
    if (!isSpace) character += 1;
    if (isSeen && from === null) from = index;
    if (isSeen || from === null) continue;
    parts.push(sliceItem(item, from, index));
    from = null;
  }
  return parts;
}

function sliceItem(item: RawItem, start: number, end: number): RawItem {
  const [a, b, c, d, e, f] = item.matrix;
  const along = (item.width * start) / item.text.length / Math.hypot(a, b);
  return {
    ...item,
    text: item.text.slice(start, end),
    matrix: [a, b, c, d, e + a * along, f + b * along],
    width: (item.width * (end - start)) / item.text.length,
  };
}

function charactersOf(text: string): string {
  const normal: unknown = normalizeUnicode(text);
  return String(normal).replace(/[\s\p{Cf}]+/gu, '');
}

function sorted(text: string): string {
  return Array.from(text).toSorted().join('');
}
