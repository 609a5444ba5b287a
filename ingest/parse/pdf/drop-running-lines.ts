import { type Line, textOfLine } from './build-lines.ts';
import type { PageFrame } from './page-frame.ts';

export interface LinedPage {
  readonly frame: PageFrame;
  readonly lines: readonly Line[];
}

/** The zone at the top and at the bottom of a page in which headers and footers stand. */
const MARGIN_SHARE = 0.11;
const MAX_RUNNING_LINES = 3;
const MAX_NUMBERS = 8;

/**
 * Removes headers and footers: lines in the margin that stand on most pages, apart from the page number
 * in them. A document of one page has none that could be told.
 */
export function dropRunningLines(pages: readonly LinedPage[]): readonly LinedPage[] {
  if (pages.length < 2) return pages;
  const pageCounts = new Map<string, number>();
  for (const page of pages)
    for (const key of new Set(marginLines(page).flatMap((line) => keysOf(line, page))))
      pageCounts.set(key, (pageCounts.get(key) ?? 0) + 1);
  // Left and right pages may differ, and a cover has neither: so half of the rest is enough.
  const needed = pages.length < 4 ? 2 : Math.max(3, Math.floor((pages.length - 1) / 2));
  return pages.map((page) => {
    const running = new Set(
      marginLines(page).filter((line) =>
        keysOf(line, page).some((key) => (pageCounts.get(key) ?? 0) >= needed),
      ),
    );
    return { ...page, lines: page.lines.filter((line) => !running.has(line)) };
  });
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

/** The line itself, and the line with each one of its numbers counted from the page's own. */
function keysOf(line: Line, page: LinedPage): readonly string[] {
  const text = textOfLine(line).toLowerCase();
  const numbers = Array.from(text.matchAll(/\d+/g)).slice(0, MAX_NUMBERS);
  const relative = numbers.map((number) => {
    const rest = text.slice(number.index + number[0].length);
    return `${text.slice(0, number.index)}#${Number(number[0]) - page.frame.number}${rest}`;
  });
  return [text, ...relative];
}
