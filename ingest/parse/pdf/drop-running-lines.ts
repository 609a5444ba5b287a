import { type Line, textOfLine } from './build-lines.ts';
import { measureType, standsOut } from './measure-type.ts';
import type { PageFrame } from './page-frame.ts';

export interface LinedPage {
  readonly frame: PageFrame;
  readonly lines: readonly Line[];
}

export interface PagesWithoutRunningLines {
  readonly pages: readonly LinedPage[];
  /** The texts that were left out, one for each line, in the order of the pages; page numbers alone are none. */
  readonly dropped: readonly string[];
}

/** The zone at the top and at the bottom of a page in which headers and footers stand. */
const MARGIN_SHARE = 0.11;
const MAX_RUNNING_LINES = 3;
const MAX_NUMBERS = 8;
/** A heading stands closer above its text than a header does, in type sizes. */
const MAX_HEADING_GAP = 2.4;
const PAGE_NUMBER =
  /^\W*\d+\W*(?:(?:of|von|de|van|di|sur)?\W*\d+\W*)?$|\b(?:page|seite|página|pagina|blatt|pg|p|s)\b\.?\s*\d/i;

/**
 * Removes headers and footers: lines in the margin that stand on most pages, apart from the page number
 * in them. What stands out like a heading and counts with the pages is one; what stands out and repeats
 * word for word is kept once. A document of one page has none that could be told.
 */
export function dropRunningLines(pages: readonly LinedPage[]): PagesWithoutRunningLines {
  if (pages.length < 2) return { pages, dropped: [] };
  const isHeading = createHeadingTest(pages);
  const pageCounts = new Map<string, number>();
  for (const page of pages)
    for (const key of new Set(marginLines(page).flatMap((line) => keysOf(line, page, isHeading))))
      pageCounts.set(key, (pageCounts.get(key) ?? 0) + 1);
  // Left and right pages may differ, and a cover has neither: so half of the rest is enough.
  const needed = pages.length < 4 ? 2 : Math.max(3, Math.floor((pages.length - 1) / 2));
  const keptOnce = new Set<string>();
  const dropped: string[] = [];
  const kept = pages.map((page) => {
    const running = new Set(
      marginLines(page).filter((line) =>
        keysOf(line, page, isHeading).some((key) => (pageCounts.get(key) ?? 0) >= needed),
      ),
    );
    for (const line of running) {
      const text = textOfLine(line);
      if (isHeading(line, page) && !keptOnce.has(text)) {
        keptOnce.add(text);
        running.delete(line);
      } else if (!/^\W*\d*\W*$/.test(text)) dropped.push(text);
    }
    return { ...page, lines: page.lines.filter((line) => !running.has(line)) };
  });
  return { pages: kept, dropped };
}

type IsHeading = (line: Line, page: LinedPage) => boolean;

/** Larger than the text, or in another font and close above it; no page number, and not at the foot. */
function createHeadingTest(pages: readonly LinedPage[]): IsHeading {
  const measure = measureType(pages.flatMap(({ lines }) => lines));
  return (line, page) => {
    const index = page.lines.indexOf(line);
    const next = page.lines[index + 1];
    if (next === undefined || index >= MAX_RUNNING_LINES) return false;
    if (PAGE_NUMBER.test(textOfLine(line))) return false;
    const kind = standsOut(measure, line);
    return kind === 'size' || (kind === 'font' && next.y - line.y < MAX_HEADING_GAP * line.size);
  };
}

function marginLines(page: LinedPage): readonly Line[] {
  const { turns, width, height } = page.frame;
  const depth = turns % 2 === 0 ? height : width;
  const top = page.lines
    .slice(0, MAX_RUNNING_LINES)
    .filter((line) => line.y < depth * MARGIN_SHARE);
  const bottom = page.lines
    .slice(-MAX_RUNNING_LINES)
    .filter((line) => line.y > depth * (1 - MARGIN_SHARE));
  return [...top, ...bottom];
}

/** The line itself and, unless it is a heading, the line with each one of its numbers counted from the page's own. */
function keysOf(line: Line, page: LinedPage, isHeading: IsHeading): readonly string[] {
  const text = textOfLine(line).toLowerCase();
  if (isHeading(line, page)) return [text];
  const numbers = Array.from(text.matchAll(/\d+/g)).slice(0, MAX_NUMBERS);
  const relative = numbers.map((number) => {
    const rest = text.slice(number.index + number[0].length);
    return `${text.slice(0, number.index)}#${Number(number[0]) - page.frame.number}${rest}`;
  });
  return [text, ...relative];
}
