import { isAbbreviation } from './abbreviations.ts';
import { endOfMarkersAt } from './citation-markers.ts';
import { LIST_MARKER, readLines } from './lines.ts';
import type { Line } from './lines.ts';
import { isSpace, trimSpan } from './spans.ts';
import type { Span } from './spans.ts';

/** A prose line shorter than this was ended on purpose, not wrapped. */
const WRAPPED_LINE_LENGTH = 45;

const MAX_SENTENCE_LENGTH = 2_000;

const STOPS = /[.!?…]+|[。！？｡]+/gu;
const CLOSERS = /["'”’)\]»*_]*/uy;
const WIDE_CLOSERS = /[」』”’）】》]*/uy;

/**
 * The sentences of a text in order: trimmed, not overlapping, covering all that is not white space. List
 * items, table rows, headings and lines of code stand alone; citation markers behind a full stop stay
 * with the sentence that they follow.
 */
export function splitSentences(text: string): readonly Span[] {
  return groupBlocks(text)
    .flatMap((block) => {
      if (block.kind !== 'code' && block.kind !== 'table_row' && block.kind !== 'heading') {
        return splitBlock(text, block);
      }
      const whole = trimSpan(text, block);
      return whole === null ? [] : [whole];
    })
    .flatMap((sentence) => cutOverlong(text, sentence));
}

/** Text without full stops is cut at white space, so that nobody has to read a sentence of a megabyte. */
function cutOverlong(text: string, sentence: Span): readonly Span[] {
  const parts: Span[] = [];
  let { start } = sentence;
  while (sentence.end - start > MAX_SENTENCE_LENGTH) {
    const limit = start + MAX_SENTENCE_LENGTH;
    let end = limit;
    while (end > start && !isSpace(text, end)) end -= 1;
    const part = trimSpan(text, { start, end: end > start ? end : limit });
    if (part !== null) parts.push(part);
    start = end > start ? end : limit;
  }
  const rest = trimSpan(text, { start, end: sentence.end });
  return rest === null ? parts : [...parts, rest];
}

interface Block extends Span {
  readonly kind: Line['kind'];
}

/** Lines that can hold one sentence between them: a paragraph, or a list item with its continuation. */
function groupBlocks(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let previous: Line | null = null;
  for (const line of readLines(text)) {
    const last = blocks.at(-1);
    if (last !== undefined && previous !== null && goesOn(text, previous, line)) {
      blocks[blocks.length - 1] = { ...last, end: line.end };
    } else if (line.kind !== 'blank') {
      blocks.push({ start: line.start, end: line.end, kind: line.kind });
    }
    previous = line;
  }
  return blocks;
}

function goesOn(text: string, previous: Line, line: Line): boolean {
  const mayGoOn = previous.kind === 'prose' || previous.kind === 'list_item';
  if (!mayGoOn || (line.kind !== 'prose' && line.kind !== 'heading')) return false;
  const above = text.slice(previous.start, previous.end).trim();
  const below = text.slice(line.start, line.end).trimStart();
  if (/[:：]$/u.test(above) || /^\[\^?\d/u.test(below)) return false;
  if (/^\p{Ll}/u.test(below)) return true;
  if (line.kind === 'heading' && !/[,;–—-]$/u.test(above))
    return above.length >= WRAPPED_LINE_LENGTH;
  return above.length >= WRAPPED_LINE_LENGTH || /[,;–—-]$/u.test(above);
}

function splitBlock(text: string, block: Block): readonly Span[] {
  const sentences: Span[] = [];
  const content = trimSpan(text, block);
  if (content === null) return sentences;
  let start = content.start;
  STOPS.lastIndex = afterListMarker(text, content);
  for (let match = STOPS.exec(text); match !== null; match = STOPS.exec(text)) {
    const stop = match.index + match[0].length;
    if (match.index >= content.end) break;
    const end = endOfSentence(text, { start, end: content.end }, { start: match.index, end: stop });
    if (end === null) continue;
    const sentence = trimSpan(text, { start, end });
    if (sentence !== null) sentences.push(sentence);
    start = end;
    STOPS.lastIndex = Math.max(end, stop);
  }
  const rest = trimSpan(text, { start, end: content.end });
  if (rest !== null) sentences.push(rest);
  return sentences;
}

/** Where the sentence ends that the stop closes, or null when it goes on. */
function endOfSentence(text: string, sentence: Span, stop: Span): number | null {
  const limit = sentence.end;
  const mark = text.charAt(stop.start);
  if (/[。！？｡]/u.test(mark))
    return Math.min(limit, endOfMarkersAt(text, skip(text, WIDE_CLOSERS, stop.end)));
  const closed = skip(text, CLOSERS, stop.end);
  const end = Math.min(limit, endOfMarkersAt(text, closed));
  if (end >= limit) return limit;
  if (!isSpace(text, end)) return null;
  let next = end;
  while (next < limit && isSpace(text, next)) next += 1;
  if (end === closed && /^[("'“‘]*\p{Ll}/u.test(text.slice(next, next + 4))) return null;
  if (mark !== '.' || stop.end - stop.start > 1 || closed > stop.end) return end;
  if (isListNumber(text, { start: sentence.start, end: stop.start })) return null;
  return end === closed && isAbbreviation(text, stop.start, next) ? null : end;
}

/** `2.` as the first word of a sentence numbers it. */
function isListNumber(text: string, before: Span): boolean {
  return (
    before.end - before.start < 8 &&
    /^\s*\(?(?:\d{1,3}|[a-z])$/u.test(text.slice(before.start, before.end))
  );
}

function afterListMarker(text: string, content: Span): number {
  const marker = LIST_MARKER.exec(
    text.slice(content.start, Math.min(content.end, content.start + 12)),
  );
  return content.start + (marker?.[0].length ?? 0);
}

function skip(text: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}
