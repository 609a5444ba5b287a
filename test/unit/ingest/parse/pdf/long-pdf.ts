import { type DrawnPage, textAt, writePdf } from './write-pdf.ts';

const WORDS =
  'claim policy insurer report branch payment account notice member service period amount office record letter review advice branch holder document approval request transfer interest balance'.split(
    ' ',
  );
const LINES_PER_PAGE = 46;
const WORDS_PER_LINE = 6;

/** A PDF of many full pages with a heading, a running header and page numbers, all pages different. */
export function longPdf(pageCount: number): Uint8Array {
  return writePdf(Array.from({ length: pageCount }, (_, index) => longPage(index + 1)));
}

function longPage(number: number): DrawnPage {
  const lines = Array.from({ length: LINES_PER_PAGE }, (_, line) =>
    textAt(longLine(number, line), 60, 760 - 14 * line, 10),
  );
  const content = [
    textAt('Rules of the scheme', 60, 810, 8),
    textAt(`Part ${number}`, 60, 780, 16),
    ...lines,
    textAt(`Page ${number}`, 280, 30, 8),
  ];
  return { content: content.join('\n') };
}

function longLine(page: number, line: number): string {
  const words = Array.from({ length: WORDS_PER_LINE }, (_, word) => {
    const place = (page * 7919 + line * 104_729 + word * 1_299_709) % WORDS.length;
    return WORDS[place] ?? '';
  });
  return `${words.join(' ')} ${page}.${line}`;
}
