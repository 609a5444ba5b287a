import type { Span } from './spans.ts';
import { trimSpan } from './spans.ts';

export type LineKind = 'blank' | 'code' | 'heading' | 'list_item' | 'table_row' | 'prose';

/** A line of a text without its line break; `indent` counts the white space before it. */
export interface Line extends Span {
  readonly kind: LineKind;
  readonly indent: number;
}

export const LIST_MARKER = /^(?:[-*+•‣◦▪–—·]|\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})[.)])[ \t]+(?=\S)/u;

const FENCE = /^(?:```|~~~)/u;
const MARKDOWN_HEADING = /^#{1,6}[ \t]/u;
const PIPE_ROW = /^\|.*\|$|\S[ \t]+\|[ \t]+\S.*[ \t]\|[ \t]/u;
/** A stored table row: `Grade: 3; Days: 25`. */
const LABELLED_ROW = /^[^:;.?!]{1,60}: [^;]*; [^:;]{1,60}: /u;
/** With whatever cites behind it: a statement that was taken for a heading would not be checked. */
const ENDS_SENTENCE =
  /[.!?…:;,。！？：；、]["'”’)\]»」』]*(?:\s?(?:\[{1,2}[^[\]\n]{1,60}\]{1,2}(?:\([^()\s]{0,300}\))?|【[^】\n]{1,60}】|[⁰¹²³⁴⁵⁶⁷⁸⁹,⁻˒⸴]{1,12}))*$/u;
const MAX_HEADING_LENGTH = 120;

/** The lines of a text, each with what it is; prose lines may go on in the next line. */
export function readLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let fence: string | null = null;
  for (const raw of splitLines(text)) {
    const trimmed = trimSpan(text, raw);
    const content = trimmed === null ? '' : text.slice(trimmed.start, trimmed.end);
    const isFence = FENCE.test(content) && (fence === null || content.startsWith(fence));
    const kind = fence !== null || isFence ? 'code' : kindOfLine(content);
    if (isFence) fence = fence === null ? content.slice(0, 3) : null;
    lines.push({
      ...raw,
      kind: trimmed === null ? 'blank' : kind,
      indent: (trimmed ?? raw).start - raw.start,
    });
  }
  return lines.map((line, index) => asHeading(text, line, lines[index + 1]) ?? line);
}

function kindOfLine(content: string): LineKind {
  if (MARKDOWN_HEADING.test(content)) return 'heading';
  if (content.includes('|') && PIPE_ROW.test(content)) return 'table_row';
  if (content.includes(';') && LABELLED_ROW.test(content)) return 'table_row';
  return LIST_MARKER.test(content) ? 'list_item' : 'prose';
}

/** A short line with a blank line below it, and no mark that ends or carries on a sentence. */
function asHeading(text: string, line: Line, next: Line | undefined): Line | null {
  if (line.kind !== 'prose' || next?.kind !== 'blank') return null;
  const content = text.slice(line.start, line.end).trim();
  if (content.length > MAX_HEADING_LENGTH || ENDS_SENTENCE.test(content)) return null;
  return { ...line, kind: 'heading' };
}

function splitLines(text: string): readonly Span[] {
  const lines: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/gu)) {
    lines.push({ start, end: match.index });
    start = match.index + match[0].length;
  }
  lines.push({ start, end: text.length });
  return lines;
}
