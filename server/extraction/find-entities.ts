import { findDates, type DateMention } from '../../core/text/dates.ts';
import type { Quantity } from '../../core/text/quantities.ts';
import type { Span } from '../../core/text/spans.ts';
import { extractTerms } from '../../core/text/terms.ts';
import { findNumbers } from './find-numbers.ts';
import type { ReadText } from './read-statements.ts';

export type EntityType =
  | 'date'
  | 'quantity'
  | 'time_of_day'
  | 'identifier'
  | 'version'
  | 'email'
  | 'uri'
  | 'host'
  | 'file_name'
  | 'name'
  | 'place'
  | 'cell'
  | 'label_value'
  | 'pattern'
  | 'choice';

/** A stretch of a text that could be a value, and what it was taken for. */
export interface Entity extends Span {
  readonly type: EntityType;
  readonly statement: number;
  /** Which cell of the statement it stands in; null outside of cells. */
  readonly cell: number | null;
  readonly date?: DateMention;
  readonly quantity?: Quantity;
}

const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])/gu;
const URI = /(?<![\w/])(?:https?|ftp):\/\/[^\s<>"'“”|]+[^\s<>"'“”|.,;:!?)\]]/gu;
const HOST = /(?<![\w@/.-])(?:[a-z\d-]{1,63}\.){1,8}[a-z]{2,24}(?![\w@-])/gu;
const FILE_NAME = /(?<![\w./@\\-])[\w-]{1,60}\.(?:\p{Ll}{2,4}|7z|mp3|mp4)(?![\w@/.-])/gu;
const VERSION = /(?<![\w./-])\d{1,4}(?:\.(?:\d{1,4}|x)){1,3}(?![\w/-]|\.\d)/gu;
const NAME_WORD = String.raw`\p{Lu}[\p{L}\p{N}]*(?:[-’'&]\p{L}[\p{L}\p{N}]*)*`;
const NAME = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${NAME_WORD}(?: (?:of|and|for|&|the) (?=${NAME_WORD})${NAME_WORD}| ${NAME_WORD}| \d+(?:\.x)?(?![\p{L}\p{N}.]))*`,
  'gu',
);
const PLACE = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:${NAME_WORD}(?: ${NAME_WORD})*,? )?(?:[Rr]oom|[Ff]loor) [\p{Lu}\d](?:[\p{L}\d.]*[\p{L}\d])?`,
  'gu',
);
const DATE_WORD =
  /^(?:\p{L}+day|January|February|March|April|May|June|July|August|September|October|November|December)$/u;

/** Everything in a text that could be the value of a field of some type, in order. */
export function findEntities(read: ReadText): readonly Entity[] {
  const { text } = read;
  const dates = findDates(text);
  const { numbers, codes } = findNumbers(text, dates);
  const timed = numbers.map((quantity) => ({
    ...spanOf(quantity),
    type: quantity.unit?.scale === 'time of day' ? ('time_of_day' as const) : ('quantity' as const),
    quantity,
  }));
  const flat = [
    ...dates.map((date) => ({ ...spanOf(date), type: 'date' as const, date })),
    ...timed,
    ...codes.map((code) => ({ ...spanOf(code), type: 'identifier' as const })),
    ...matchAll(text, VERSION, 'version'),
    ...matchAll(text, EMAIL, 'email'),
    ...matchAll(text, URI, 'uri'),
    ...matchAll(text, HOST, 'host'),
    ...matchAll(text, FILE_NAME, 'file_name'),
    ...matchAll(text, PLACE, 'place'),
    ...findNames(text),
  ];
  return [...placeAll(read, flat), ...listCells(read)];
}

type Unplaced = Omit<Entity, 'statement' | 'cell'>;

/** Where they stand; what is in no statement (a table's head) is left out. */
export function placeAll({ statements }: ReadText, found: readonly Unplaced[]): readonly Entity[] {
  const placed: Entity[] = [];
  let at = 0;
  for (const one of found.toSorted((left, right) => left.start - right.start)) {
    while (at < statements.length && (statements[at]?.end ?? 0) <= one.start) at += 1;
    const statement = statements[at];
    if (statement === undefined || statement.start > one.start) continue;
    const cell = statement.cells.findIndex(
      (each) => each.start <= one.start && one.end <= each.end,
    );
    placed.push({ ...one, statement: at, cell: cell < 0 ? null : cell });
  }
  return placed;
}

/** Cells and what labels name, whole. */
function listCells({ text, statements }: ReadText): readonly Entity[] {
  return statements.flatMap(({ cells, isRow }, statement) =>
    cells.map((each, cell): Entity => {
      const type = isRow ? 'cell' : 'label_value';
      return { ...(isRow ? spanOf(each) : cutTail(text, each)), type, statement, cell };
    }),
  );
}

/** `Head of IT, extension 4600, it@…`: what comes after the value is of another kind. */
function cutTail(text: string, { start, end }: Span): Span {
  const content = text.slice(start, end);
  const tail =
    /[,;(]\s*(?:(?:ext(?:ension|\.)?|tel(?:ephone|\.)?|phone|version|room|in force|from|since|updated)\b|[^\s,;]*[@\d])|\.\s+\p{Lu}|\s[–—]\s|\s\(/u.exec(
      content,
    );
  const length = (tail?.index ?? content.length) || content.length;
  const trimmed = content.slice(0, length).replace(/[\s.,;:*_]+$/u, '');
  const lead = /^[\s*_]*/u.exec(trimmed)?.[0].length ?? 0;
  return trimmed.length > lead
    ? { start: start + lead, end: start + trimmed.length }
    : { start, end };
}

/** With and without a first word that may only begin a sentence: `Open LockFinder`. */
function findNames(text: string): readonly Unplaced[] {
  return matchAll(text, NAME, 'name').flatMap((name) => {
    const words = text.slice(name.start, name.end);
    const first = /^\S+ /u.exec(words)?.[0] ?? '';
    const rest = { ...name, start: name.start + first.length };
    const isOrdinary = extractTerms(first === '' ? words : first).length === 0;
    if (first === '') return isOrdinary || DATE_WORD.test(words) ? [] : [name];
    return [...(isOrdinary ? [] : [name]), ...(beginsSentence(text, name.start) ? [rest] : [])];
  });
}

function beginsSentence(text: string, start: number): boolean {
  return /(?:^|[.!?:;|–-]\s+|\n\s*)["“(]*$/u.test(text.slice(Math.max(0, start - 6), start));
}

function matchAll(text: string, pattern: RegExp, type: EntityType): readonly Unplaced[] {
  return Array.from(text.matchAll(pattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    type,
  }));
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
