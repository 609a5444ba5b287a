import type { Span } from './spans.ts';

/** One bracket or superscript that cites: `[1, 3]` has the numbers 1 and 3. */
export interface CitationMarker extends Span {
  readonly numbers: readonly number[];
}

const ONE = String.raw`\^?\d{1,3}(?:\s?[-–—]\s?\^?\d{1,3})?`;
const LABEL = String.raw`(?:(?:sources?|chunks?|doc(?:ument)?s?|passages?|refs?)\.?\s?#?:?\s?)?`;
const LIST = String.raw`${LABEL}${ONE}(?:\s?[,;]\s?${LABEL}${ONE})*`;
/** Where in the source: `[1, p. 4]`. */
const LOCATOR = String.raw`(?:\s?[,;:]\s?(?:pp?\.|pages?|§{1,2}|sec(?:tions?|\.)|ch(?:apters?|\.)|lines?|para(?:graphs?|s?\.)|art(?:icles?|\.)|fig(?:ures?|\.)|tables?)\s?\d{1,4}(?:[.\-–]\d{1,4}){0,3})?`;
const LINK = String.raw`(?:\((?:#|https?:|/)[^()\s]{0,300}\))?`;
const SQUARE = String.raw`\[\[?${LIST}${LOCATOR}\]\]?${LINK}`;
const LENTICULAR = String.raw`【\d{1,3}(?::\d{1,3})?(?:†[^】\n]{0,200})?】`;
const SUPERSCRIPT = String.raw`[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,⁻˒⸴][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})*`;
const LOCATED = new RegExp(String.raw`${LOCATOR}\]\]?$`, 'iu');
const MARKER = `${SQUARE}|${LENTICULAR}|${SUPERSCRIPT}`;
const MARKERS = new RegExp(MARKER, 'giu');
const MARKERS_AT = new RegExp(String.raw`(?:[ \t]?(?:${MARKER}))+`, 'giuy');

/** `[10-400]` is a range of values, not a list of citations. */
const MAX_RANGE = 20;

/**
 * The citation markers of an answer, in order: `[1][2]`, `[1, 2]`, `[1-3]`, `[^1]`, `[Source 1]`, `[1, p. 4]`,
 * `[1](#x)`, `【1†…】` and superscripts. Array indices, intervals, code, footnote definitions and
 * years are not markers. `[0]` is one: it cites nothing, and that has to be seen.
 */
export function findCitationMarkers(text: string): readonly CitationMarker[] {
  if (!/[[【⁰¹²³⁴-⁹]/u.test(text)) return [];
  const code = findCode(text);
  const markers: CitationMarker[] = [];
  for (const match of text.matchAll(MARKERS)) {
    const span = { start: match.index, end: match.index + match[0].length };
    if (code.some((part) => part.start < span.end && span.start < part.end)) continue;
    const numbers = readMarker(text, span);
    if (numbers !== null) markers.push({ ...span, numbers });
  }
  return markers;
}

/** Where the run of markers that begins at `from`, on the same line, ends; `from` when there is none. */
export function endOfMarkersAt(text: string, from: number): number {
  MARKERS_AT.lastIndex = from;
  const match = MARKERS_AT.exec(text);
  return match === null ? from : from + match[0].length;
}

/** Whether a marker behind the text could be read as code, because the text leaves a backtick or a fence open. */
export function leavesCodeOpen(text: string): boolean {
  if (/```|~~~/u.test(text)) return true;
  let from = 0;
  for (const { start, end } of findCode(text)) {
    if (text.slice(from, start).includes('`')) return true;
    from = end;
  }
  return text.slice(from).includes('`');
}

function readMarker(text: string, span: Span): readonly number[] | null {
  const raw = text.slice(span.start, span.end);
  if (raw.startsWith('【')) return [Number.parseInt(raw.slice(1), 10)];
  if (!raw.startsWith('[')) return isRaisedExponent(text, span) ? null : readSuperscript(raw);
  if (isIndexOrDefinition(text, span)) return null;
  const numbers = expandRanges(raw.replace(/\(.*$/su, '').replace(LOCATED, ''));
  return numbers === null || (numbers.length > 1 && numbers.includes(0)) ? null : numbers;
}

function expandRanges(list: string): readonly number[] | null {
  const numbers = new Set<number>();
  for (const part of list.matchAll(/(\d{1,3})(?:\s?[-–—]\s?\^?(\d{1,3}))?/gu)) {
    const first = Number(part[1]);
    const last = part[2] === undefined ? first : Number(part[2]);
    if (last < first || last - first > MAX_RANGE) return null;
    for (let number = first; number <= last; number += 1) numbers.add(number);
  }
  return [...numbers];
}

function isIndexOrDefinition(text: string, { start, end }: Span): boolean {
  const before = text.slice(Math.max(0, start - 40), start);
  const after = text.slice(end, end + 2);
  if (before.endsWith('\\') || /=\s?$/u.test(before)) return true;
  if (/(?:^|\n)[ \t]*$/u.test(before) && after.startsWith(':')) return true;
  const attached = /[\p{L}\p{N}_$]+$/u.exec(before)?.[0];
  if (attached === undefined) return false;
  const isIdentifier = /[_$]|\p{Ll}\p{Lu}/u.test(attached);
  return isIdentifier || /^\[0+\]/u.test(text.slice(start)) || /^(?:\.[\p{Ll}_]|\s?=)/u.test(after);
}

/** `m²` and `10³` are units and powers. */
function isRaisedExponent(text: string, { start }: Span): boolean {
  const before = text.slice(Math.max(0, start - 3), start);
  return !/(?:\p{L}{3}|[.,;:!?)\]"'”’])$/u.test(before);
}

function readSuperscript(raw: string): readonly number[] {
  const digits = raw.normalize('NFKC');
  return [...new Set(digits.match(/\d+/gu)?.map(Number))];
}

function findCode(text: string): readonly Span[] {
  if (!/`|~~~/u.test(text)) return [];
  const code = /(?:^|\n)[ \t]*(```|~~~)[\s\S]*?(?:\n[ \t]*\1|$)|(`+)(?!`)[^\n]*?[^`\n]\2(?!`)/gu;
  return Array.from(text.matchAll(code), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
