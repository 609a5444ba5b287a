import { decodeEntities } from '../office/xml-entities.ts';

/** A cell as the sheet stores it. */
export interface StoredCell {
  /** 0-based. */
  readonly column: number;
  /** `s` shared string, `b` boolean, `e` error, `str` and `inlineStr` text, `d` ISO date, `n` number. */
  readonly type: string;
  /** Index of the cell's format. */
  readonly style: number;
  readonly value: string;
}

export interface StoredRow {
  /** 1-based. */
  readonly number: number;
  readonly isHidden: boolean;
  readonly cells: readonly StoredCell[];
}

const MAX_COLUMN = 16_384;
/** Rows, cells, values, text, and phonetic guides, which repeat a text in another script. */
const SHEET_TAG = /<(\/?)(?:\w+:)?(row|c|v|t|rPh)(\s[^>]*?)?(\/?)>/g;
const STRING_TAG = /<(\/?)(?:\w+:)?(si|t|rPh)(\s[^>]*?)?(\/?)>/g;

/**
 * Reads a sheet's rows one by one, tag by tag: a tree of a sheet of 100 MB takes minutes and gigabytes.
 * Only rows with a value come out.
 */
export function* scanRows(source: string): Generator<StoredRow> {
  let row = { number: 0, isHidden: false };
  let cells: StoredCell[] = [];
  let cell = { column: -1, type: 'n', style: 0 };
  let value = '';
  let textStart = -1;
  let isPhonetic = false;
  for (const tag of source.matchAll(SHEET_TAG)) {
    const [written, slash, name, attributes = '', empty] = tag;
    const isEnd = slash === '/';
    if (name === 'row' && !isEnd) {
      row = readRowTag(attributes, row.number);
      cells = [];
      cell = { column: -1, type: 'n', style: 0 };
    } else if (name === 'row' && cells.length > 0) yield { ...row, cells };
    else if (name === 'c' && !isEnd) {
      cell = readCellTag(attributes, cell.column);
      value = '';
    } else if (name === 'c') {
      if (value !== '' && cell.column < MAX_COLUMN) cells.push({ ...cell, value });
    } else if (name === 'rPh') isPhonetic = !isEnd && empty === '';
    else if (isEnd && textStart >= 0) {
      if (!isPhonetic) value += decodeEntities(source.slice(textStart, tag.index));
      textStart = -1;
    } else if (!isEnd && empty === '') textStart = tag.index + written.length;
  }
}

/** The strings that cells refer to by index. */
export function scanSharedStrings(source: string): readonly string[] {
  const strings: string[] = [];
  let text = '';
  let textStart = -1;
  let isPhonetic = false;
  for (const tag of source.matchAll(STRING_TAG)) {
    const [written, slash, name, , empty] = tag;
    const isEnd = slash === '/';
    if (name === 'si' && (isEnd || empty === '/')) {
      strings.push(text);
      text = '';
    } else if (name === 'rPh') isPhonetic = !isEnd && empty === '';
    else if (name === 't' && isEnd && textStart >= 0) {
      if (!isPhonetic) text += decodeEntities(source.slice(textStart, tag.index));
      textStart = -1;
    } else if (name === 't' && empty === '') textStart = tag.index + written.length;
  }
  return strings;
}

/** `BC` → 54; -1 when the letters name no column. */
export function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function readRowTag(attributes: string, lastNumber: number): { number: number; isHidden: boolean } {
  const number = Number(attribute(attributes, 'r') ?? lastNumber + 1);
  const isHidden =
    ['1', 'true'].includes(attribute(attributes, 'hidden') ?? '') ||
    attribute(attributes, 'ht') === '0';
  return { number, isHidden };
}

function readCellTag(
  attributes: string,
  lastColumn: number,
): { column: number; type: string; style: number } {
  const letters = /^[A-Z]{1,3}/.exec(attribute(attributes, 'r') ?? '')?.[0];
  return {
    column: letters === undefined ? lastColumn + 1 : columnOf(letters),
    type: attribute(attributes, 't') ?? 'n',
    style: Number(attribute(attributes, 's') ?? 0),
  };
}

function attribute(attributes: string, name: string): string | null {
  const start = attributes.indexOf(` ${name}="`);
  if (start < 0) return null;
  const from = start + name.length + 3;
  return attributes.slice(from, attributes.indexOf('"', from));
}
