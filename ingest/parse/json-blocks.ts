import { writeRow } from './table-rows.ts';
import type { TextBuilder } from './text-builder.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A list of plain values up to this length stands on one line behind its path. */
const MAX_INLINE_CHARS = 300;

/**
 * Writes a JSON value so that every line can be read alone: an object as lines of `path: value`, a list of
 * flat objects as table rows with the names of their fields. Empty values and null say nothing and are left
 * out. The value must be no deeper than `MAX_JSON_DEPTH`.
 */
export function appendJson(builder: TextBuilder, value: unknown): void {
  if (Array.isArray(value)) appendList(builder, '', value);
  else if (isObject(value)) appendSections(builder, value);
  else builder.append({ kind: 'paragraph', text: wordOf(value) });
}

/** One object on a line of its own, among others like it. */
export function appendRecord(builder: TextBuilder, value: unknown, startsGroup: boolean): void {
  if (isObject(value) && isFlat(value))
    builder.append({ kind: 'table_row', text: writeRecord(value), startsGroup });
  else appendJson(builder, value);
}

/** Plain fields first, as one paragraph; then each field that holds more under a heading of its own. */
function appendSections(builder: TextBuilder, object: JsonObject): void {
  const fields = Object.entries(object);
  appendLines(
    builder,
    fields.filter(([, value]) => isPlain(value)),
  );
  for (const [name, value] of fields) {
    if (isPlain(value)) continue;
    builder.append({ kind: 'heading', level: 1, text: name });
    if (Array.isArray(value)) appendList(builder, name, value);
    else if (isObject(value)) appendObject(builder, name, value);
  }
}

/** The whole object as one paragraph of lines, with the lists in it behind. */
function appendObject(builder: TextBuilder, path: string, object: JsonObject): void {
  const lines: (readonly [string, unknown])[] = [];
  const lists: (readonly [string, readonly unknown[]])[] = [];
  gatherFields({ lines, lists }, path, object);
  appendLines(builder, lines);
  for (const [inner, values] of lists) {
    builder.append({ kind: 'paragraph', text: `${inner}:` });
    appendList(builder, inner, values);
  }
}

function gatherFields(
  found: {
    readonly lines: (readonly [string, unknown])[];
    readonly lists: (readonly [string, readonly unknown[]])[];
  },
  path: string,
  object: JsonObject,
): void {
  for (const [name, value] of Object.entries(object)) {
    const inner = joinPath(path, name);
    if (isPlain(value)) found.lines.push([inner, value]);
    else if (Array.isArray(value)) found.lists.push([inner, value]);
    else if (isObject(value)) gatherFields(found, inner, value);
  }
}

function appendList(builder: TextBuilder, path: string, values: readonly unknown[]): void {
  const isTable = values.every((value) => isObject(value) && isFlat(value));
  for (const [index, value] of values.entries()) {
    const startsGroup = index === 0;
    const inner = `${path}[${index}]`;
    if (isTable && isObject(value))
      builder.append({ kind: 'table_row', text: writeRecord(value), startsGroup });
    else if (isObject(value)) appendObject(builder, inner, value);
    else if (Array.isArray(value) && !isPlain(value)) appendList(builder, inner, value);
    else builder.append({ kind: 'list_item', text: `- ${wordOf(value)}`, startsGroup });
  }
}

/** One paragraph of `path: value` lines. */
function appendLines(builder: TextBuilder, fields: readonly (readonly [string, unknown])[]): void {
  const lines = fields
    .map(([path, value]) => [path, wordOf(value)] as const)
    .filter(([, word]) => word !== '')
    .map(([path, word]) => `${path}: ${word}`);
  builder.append({ kind: 'paragraph', text: lines.join('\n') });
}

function writeRecord(object: JsonObject): string {
  return writeRow(Object.keys(object), Object.values(object).map(wordOf));
}

function isFlat(object: JsonObject): boolean {
  return Object.values(object).every(isPlain);
}

/** Whether a value fits on a line: no object, and no list but a short one of plain values. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value))
    return (
      value.every((item) => typeof item !== 'object' || item === null) &&
      wordOf(value).length <= MAX_INLINE_CHARS
    );
  return !isObject(value);
}

function wordOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value))
    return value
      .map(wordOf)
      .filter((word) => word !== '')
      .join(', ');
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function joinPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
