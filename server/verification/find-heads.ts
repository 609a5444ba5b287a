import type { Span } from '../../core/text/spans.ts';

const MARKDOWN_HEADING = /^#{1,6}\s/u;
const LONGEST_HEADING = 120;
const ENDED = /[.!?…:;,。！？：；、]["'”’)\]»」』]*$/u;

/** For each sentence the place of the heading, or in a table of the first row, that it stands below; null where none is. */
export function findHeads(text: string, sentences: readonly Span[]): readonly (number | null)[] {
  let heading: number | null = null;
  let head: number | null = null;
  return sentences.map((sentence, at) => {
    if (text.charAt(sentence.start) === '|') {
      const isFirst = head === null;
      head ??= at;
      return isFirst ? heading : head;
    }
    head = null;
    if (!isHeading(text, sentence)) return heading;
    heading = at;
    return null;
  });
}

/** Marked as one, or a short line with a blank line below it and no mark that ends a sentence. */
function isHeading(text: string, { start, end }: Span): boolean {
  if (end - start > LONGEST_HEADING) return false;
  const line = text.slice(start, end);
  return (
    MARKDOWN_HEADING.test(line) ||
    (!ENDED.test(line) && /^[^\S\n]*\n\s*\n/u.test(text.slice(end, end + 8)))
  );
}
