import type { DraftTemplate } from '../../contract/gold-draft.ts';
import { findDates } from '../../core/text/dates.ts';
import { readLines, type Line } from '../../core/text/lines.ts';
import { splitSentences } from '../../core/text/sentences.ts';
import type { Span } from '../../core/text/spans.ts';

export interface DraftedQuestion {
  readonly template: DraftTemplate;
  readonly question: string;
  readonly acceptedAnswers: readonly string[];
  /** The words that hold the answer, in the text. */
  readonly quote: Span;
}

interface Passage {
  readonly span: Span;
  readonly text: string;
  /** What the text calls the place, else its title. */
  readonly heading: string;
}

const MAX_ANSWER_CHARS = 160;
const MIN_SENTENCE_CHARS = 25;
const MAX_SENTENCE_CHARS = 300;
const GAP = '…';

const LABELLED = /^(?:[-*•]\s+)?\**(?<label>\p{Lu}[^:|;\n]{1,50}?)\**:\**\s+(?<value>\S[^|\n]*)$/u;
const DEFINED =
  /^(?:An?\s|The\s)?(?<term>\p{L}[\p{L}\p{N} '-]{2,40}?)\s+(?<verb>is|are|means)\s+(?<meaning>(?:an?|the)\s[^\n]+?)\.?$/u;
const AMOUNT =
  /(?:[£€$]\s?\d[\d,]*(?:\.\d+)?|\b\d[\d,]*(?:\.\d+)?\s?(?:%|per cent|percent|pounds|euros|dollars|GBP|EUR|USD))/u;
const DURATION =
  /\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)\s(?:(?:working|calendar|business)\s)?(?:minutes?|hours?|days?|weeks?|months?|years?)\b/iu;
const CODE = /\b[A-Z]{2,6}-\d{1,6}\b/u;
/** What a sentence points back to is not in it. */
const POINTS_BACK = /^(?:it|this|that|these|those|he|she|they|there|which|such|here)\b/iu;

/** Questions that a text answers, by template: in the order of the text, one at most for a sentence or a line. */
export function draftQuestions(text: string, title: string): readonly DraftedQuestion[] {
  return [
    ...draftHeadings(text),
    ...draftTables(text, title),
    ...draftPassages(text, title),
  ].toSorted((left, right) => left.quote.start - right.quote.start);
}

/** A heading that is a question is answered by the sentence below it. */
function draftHeadings(text: string): readonly DraftedQuestion[] {
  const sentences = splitSentences(text);
  return readLines(text).flatMap((line) => {
    const question = headingOf(text, line);
    if (question === null || !question.endsWith('?')) return [];
    const quote = sentences.find(({ start }) => start >= line.end);
    if (quote === undefined || isOfKind(text, quote, 'heading')) return [];
    const answer = text.slice(quote.start, quote.end);
    return [{ template: 'question_heading', question, acceptedAnswers: [answer], quote } as const];
  });
}

/** A cell of a table with pipes, by the names of its row and its column. */
function draftTables(text: string, title: string): readonly DraftedQuestion[] {
  const rows = readLines(text).map((line) => ({
    line,
    cells: line.kind === 'table_row' ? cellsOf(text.slice(line.start, line.end)) : [],
  }));
  let columns: readonly string[] = [];
  return rows.flatMap(({ line, cells }, at): readonly DraftedQuestion[] => {
    if (cells.length < 2) columns = [];
    else if (
      rows[at + 1]?.cells.every((cell) => /^:?-{2,}:?$/.test(cell)) === true &&
      columns.length === 0
    ) {
      columns = cells;
      return [];
    }
    const [row = '', value = ''] = cells;
    const column = columns[1] ?? '';
    const isFilled = row !== '' && value !== '' && column !== '' && !/^:?-{2,}:?$/.test(row);
    if (!isFilled || value.length > MAX_ANSWER_CHARS) return [];
    const question = `${title}: what is the ${lowerFirst(column)} for ${row}?`;
    const quote = trimmed(text, line);
    return [{ template: 'table_cell', question, acceptedAnswers: [value], quote }];
  });
}

function draftPassages(text: string, title: string): readonly DraftedQuestion[] {
  return readPassages(text, title).flatMap((passage) => {
    const draft = draftLabelled(passage) ?? draftDefinition(passage) ?? draftValue(passage);
    return draft === null ? [] : [draft];
  });
}

function draftLabelled({ text, span, heading }: Passage): DraftedQuestion | null {
  const { label = '', value = '' } = LABELLED.exec(text)?.groups ?? {};
  const answer = value.replace(/\.$/, '').trim();
  if (label === '' || answer === '' || answer.length > MAX_ANSWER_CHARS) return null;
  const question = `${heading}: what is the ${lowerFirst(label.trim())}?`;
  return { template: 'labelled_value', question, acceptedAnswers: [answer], quote: span };
}

function draftDefinition({ text, span }: Passage): DraftedQuestion | null {
  const { term = '', verb = '', meaning = '' } = DEFINED.exec(text)?.groups ?? {};
  if (term === '' || POINTS_BACK.test(term) || meaning.length > MAX_ANSWER_CHARS) return null;
  const question = verb === 'are' ? `What are ${lowerFirst(term)}?` : `What is ${term}?`;
  return { template: 'definition', question, acceptedAnswers: [meaning], quote: span };
}

/** A sentence with one value: asked for with a gap in its place. */
function draftValue({ text, span, heading }: Passage): DraftedQuestion | null {
  if (text.length < MIN_SENTENCE_CHARS || text.length > MAX_SENTENCE_CHARS) return null;
  if (POINTS_BACK.test(text) || !/[.!]$/.test(text)) return null;
  const values = [
    ...findAll(text, AMOUNT),
    ...findAll(text, DURATION),
    ...findAll(text, CODE),
    ...findDates(text).map(({ start, end }) => text.slice(start, end)),
  ];
  const [value] = values;
  if (value === undefined || values.length > 1 || text.split(value).length !== 2) return null;
  const question = `${heading}: what stands for the gap in “${text.replace(value, () => GAP)}”?`;
  return { template: 'value_in_sentence', question, acceptedAnswers: [value], quote: span };
}

/** Sentences and lines that are neither headings nor tables nor code, each with the heading above it. */
function readPassages(text: string, title: string): readonly Passage[] {
  const lines = readLines(text);
  const headings = lines.flatMap((line) => {
    const heading = headingOf(text, line);
    return heading === null ? [] : [{ heading, start: line.start }];
  });
  return splitSentences(text).flatMap((span) => {
    const line = lines.findLast(({ start }) => start <= span.start);
    if (line === undefined || line.kind === 'table_row' || line.kind === 'code') return [];
    if (headingOf(text, line) !== null) return [];
    const above = headings.findLast(({ start }) => start <= span.start)?.heading ?? title;
    const heading = above === title ? title : `${title}, ${above}`;
    return [{ span, text: text.slice(span.start, span.end), heading }];
  });
}

/** Without its marks; a short line with a label and a value is no heading, though nothing follows it. */
function headingOf(text: string, line: Line): string | null {
  const content = text.slice(line.start, line.end).trim();
  if (line.kind !== 'heading' || LABELLED.test(content)) return null;
  return content.replace(/^#+\s*/, '');
}

function isOfKind(text: string, span: Span, kind: Line['kind']): boolean {
  return readLines(text).findLast(({ start }) => start <= span.start)?.kind === kind;
}

function cellsOf(row: string): readonly string[] {
  const inner = row.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split('|').map((cell) => cell.trim());
}

function trimmed(text: string, { start, end }: Span): Span {
  const line = text.slice(start, end);
  return {
    start: start + (line.length - line.trimStart().length),
    end: start + line.trimEnd().length,
  };
}

function findAll(text: string, pattern: RegExp): readonly string[] {
  return Array.from(text.matchAll(new RegExp(pattern, `${pattern.flags}g`)), ([found]) => found);
}

/** An abbreviation keeps its capitals. */
function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Lu}/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
