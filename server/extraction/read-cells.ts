import { trimSpan, type Span } from '../../core/text/spans.ts';

/** A value under a name: a cell below its column's head, or what follows a label. */
export interface Cell extends Span {
  readonly label: string;
}

interface ReadCells {
  readonly kind: 'row' | 'head' | 'labels' | 'none';
  readonly cells: readonly Cell[];
  /** Of the table that goes on in the next line; null where none does. */
  readonly columns: readonly string[] | null;
}

const PIPE_ROW = /^\|.*\|$/u;
const PIPE_RULE = /^\|?(?:\s*:?-{3,}:?\s*\|)+\s*(?::?-{3,}:?)?\s*$/u;
/** As parsers write a row: `Grade: 3; Days: 25`. */
const LABELLED_ROW = /^[^:;.?!]{1,60}: [^;]*(?:; [^:;]{1,60}: [^;]*)+$/u;
const LABEL = String.raw`[*_]{0,2}(?<label>[\p{L}][\p{L}\p{N} '’/&()_-]{0,48}?)[*_]{0,2}`;
const LABEL_AT_START = new RegExp(
  String.raw`^(?:[-*+•]\s+|\d{1,3}[.)]\s+)?(?:\[[ x]\]\s+)?${LABEL}\s*(?::[*_]{0,2}\s+|\s[–—-]\s+)(?=\S)`,
  'u',
);
const LABEL_WITHIN = new RegExp(String.raw`(?<=[.;|·]\s+)${LABEL}:\s+(?=\S)`, 'gu');
/** `Owner: Payroll Next review: 1 March`: lines that were joined. */
const LABEL_IN_RUN = /(?<=\s)(?<label>\p{Lu}\p{Ll}+(?: \p{Ll}+){0,3}):\s+(?=\S)/gu;
const MAX_LABEL_WORDS = 6;

/** The cells of a row, or the values that labels of a sentence name. `columns` are those of the lines above. */
export function readCells(text: string, span: Span, columns: readonly string[] | null): ReadCells {
  const content = text.slice(span.start, span.end);
  if (PIPE_RULE.test(content)) return { kind: 'head', cells: [], columns };
  if (PIPE_ROW.test(content)) return readPipeRow(text, span, columns);
  if (LABELLED_ROW.test(content)) {
    return { kind: 'row', cells: readLabelledRow(text, span), columns: null };
  }
  const cells = readLabels(text, span);
  return { kind: cells.length > 0 ? 'labels' : 'none', cells, columns: null };
}

/** The first row of a Markdown table names its columns. */
function readPipeRow(text: string, span: Span, columns: readonly string[] | null): ReadCells {
  const parts = splitAt(text, { start: span.start + 1, end: span.end - 1 }, /(?<!\\)\|/gu);
  if (columns === null) {
    const names = parts.map((part) => text.slice(part.start, part.end).trim());
    return { kind: 'head', cells: [], columns: names };
  }
  const cells = parts.flatMap((part, index) => {
    const content = trimSpan(text, part);
    return content === null ? [] : [{ ...content, label: columns[index] ?? '' }];
  });
  return { kind: 'row', cells, columns };
}

function readLabelledRow(text: string, span: Span): readonly Cell[] {
  return splitAt(text, span, /; (?=[^:;]{1,60}: )/gu).flatMap((part) => {
    const content = text.slice(part.start, part.end);
    const colon = content.indexOf(': ');
    const value = trimSpan(text, { start: part.start + colon + 2, end: part.end });
    if (colon < 0 || value === null) return [];
    return [{ ...value, label: content.slice(0, colon).replaceAll('_', ' ').trim() }];
  });
}

/** `Owner: People Line; Updated – 5 May`: each label's value ends where the next label or the sentence does. */
function readLabels(text: string, span: Span): readonly Cell[] {
  const content = text.slice(span.start, span.end);
  const first = LABEL_AT_START.exec(content);
  const within = [...content.matchAll(LABEL_WITHIN)];
  const inRun = first === null ? [] : [...content.matchAll(LABEL_IN_RUN)];
  const found = [...(first === null ? [] : [first]), ...within, ...inRun]
    .toSorted((left, right) => left.index - right.index)
    .filter((match, at, all) => endOf(match) !== endOf(all[at - 1]));
  const labels = found.filter(
    ({ groups }) => (groups?.['label'] ?? '').split(/\s+/u).length <= MAX_LABEL_WORDS,
  );
  return labels.flatMap((match, index) => {
    const start = match.index + match[0].length;
    const next = labels[index + 1]?.index ?? content.length;
    const stop = /\s+[|·]\s+|;\s|\.$/u.exec(content.slice(start, next));
    const end = stop === null ? next : start + stop.index;
    const value = trimSpan(text, { start: span.start + start, end: span.start + end });
    return value === null ? [] : [{ ...value, label: match.groups?.['label'] ?? '' }];
  });
}

function endOf(match: RegExpExecArray | undefined): number | null {
  return match === undefined ? null : match.index + match[0].length;
}

function splitAt(text: string, { start, end }: Span, separator: RegExp): readonly Span[] {
  const content = text.slice(start, end);
  const parts: Span[] = [];
  let from = 0;
  for (const match of content.matchAll(separator)) {
    parts.push({ start: start + from, end: start + match.index });
    from = match.index + match[0].length;
  }
  return [...parts, { start: start + from, end }];
}
