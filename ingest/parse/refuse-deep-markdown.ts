import { ParseRefusal } from './parsed-document.ts';

/** Nobody writes deeper; CommonMark's parser takes time with the square of it. */
const MAX_NESTING = 100;
const CONTAINERS = /^[ \t]*(?:(?:>|(?:[-+*]|\d{1,9}[.)])[ \t])[ \t]*)+/;
const MARKER = />|[-+*]|\d{1,9}[.)]/g;
/** A row of these is a line across the page, however long. */
const BREAK = /^[ \t]*([-*_])[ \t]*(?:\1[ \t]*)*$/;

/**
 * Throws where a line opens quotations and lists inside of one another without end, whether or not it is
 * code. Takes time in proportion to the text.
 */
export function refuseDeepMarkdown(source: string): void {
  for (const [index, line] of source.split('\n').entries()) {
    if (line.length <= MAX_NESTING || BREAK.test(line)) continue;
    const opening = CONTAINERS.exec(line)?.[0] ?? '';
    if ((opening.match(MARKER)?.length ?? 0) <= MAX_NESTING) continue;
    throw new ParseRefusal(
      'unreadable',
      `Line ${index + 1} of the Markdown opens more than ${MAX_NESTING} quotations or lists inside of one another. Send it as plain text, or nest less.`,
    );
  }
}
