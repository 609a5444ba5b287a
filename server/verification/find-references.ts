import { LIST_MARKER, readLines } from '../../core/text/lines.ts';
import type { Line } from '../../core/text/lines.ts';
import { spansOverlap } from '../../core/text/spans.ts';
import type { Span } from '../../core/text/spans.ts';
import { isClause } from './is-clause.ts';

const SOURCES = String.raw`(?:sources?|references?|citations?|footnotes?|bibliography|works cited)`;
const SOURCES_ABOVE = new RegExp(String.raw`^\W*${SOURCES}\W*$`, 'iu');
const SOURCES_BEFORE = new RegExp(String.raw`^\W*${SOURCES}\s*(?:\*\*|__)?\s*:(.*)$`, 'iu');
const DEFINITION = /^\[\^[^\]\s]{1,40}\]:(.*)$/u;
const MARKED = /^(?:\[{1,2}\^?\d{1,3}\]{1,2}|【\d{1,3}[^】]{0,60}】)\s*:?(.*)$/u;
const TABLE_RULE = /^\|?\s*:?-{2,}[\s:|-]*$/u;
const NUMBER_BUT_YEAR = /(?<!\d)(?!(?:19|20)\d\d(?!\d))\d/u;

/** Whether a sentence of an answer stands in one of its references, or only announces some. */
export function isReference(answer: string, { start, end }: Span, references: readonly Span[]) {
  const isNamed = references.some((reference) => spansOverlap(reference, { start, end }));
  return isNamed || SOURCES_ABOVE.test(answer.slice(start, end));
}

/** The lines that only name sources: entries of a list of them, footnotes' definitions, "Source: [1]". */
export function findReferences(answer: string): readonly Span[] {
  const references: Span[] = [];
  let isInList = false;
  for (const line of readLines(answer)) {
    const content = answer.slice(line.start, line.end).trim();
    if (SOURCES_ABOVE.test(content)) isInList = true;
    else if (line.kind !== 'blank') isInList &&= entryOf(content) !== null;
    const named = nameOf(content) ?? (isInList ? entryOf(content) : null);
    if (named !== null && !isClause(named.trim())) references.push(line);
  }
  return references;
}

/** The rows that name the columns of a table; a number in one may be a statement. */
export function findTableHeads(answer: string): readonly Span[] {
  const lines = readLines(answer);
  return lines.filter((line, index) => {
    const content = answer.slice(line.start, line.end);
    const isNaming = !NUMBER_BUT_YEAR.test(content) && !content.split('|').some(isStatement);
    return line.kind === 'table_row' && isNaming && isRule(answer, lines[index + 1]);
  });
}

function isRule(answer: string, line: Line | undefined): boolean {
  return line !== undefined && TABLE_RULE.test(answer.slice(line.start, line.end).trim());
}

function isStatement(cell: string): boolean {
  return isClause(cell.trim());
}

function nameOf(content: string): string | null {
  return DEFINITION.exec(content)?.[1] ?? SOURCES_BEFORE.exec(content)?.[1] ?? null;
}

/** What stands behind the number or the dot of a list's entry. */
function entryOf(content: string): string | null {
  const listed = LIST_MARKER.exec(content.slice(0, 12))?.[0].length ?? 0;
  const marked = MARKED.exec(content.slice(listed))?.[1];
  return marked ?? (listed > 0 ? content.slice(listed) : null);
}
