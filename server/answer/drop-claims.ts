import type { Claim } from '../../contract/verification.ts';
import { splitSentences } from '../../core/text/sentences.ts';
import { spansOverlap, type Span } from '../../core/text/spans.ts';

/** The answer without the sentences, list items and table rows that hold one of the claims. */
export function dropClaims(
  answer: string,
  claims: readonly Pick<Claim, 'char_start' | 'char_end'>[],
): string {
  const dropped = claims.map(({ char_start: start, char_end: end }) => ({ start, end }));
  let text = '';
  let gap = '';
  let end = 0;
  for (const sentence of splitSentences(answer)) {
    gap = widerOf(gap, answer.slice(end, sentence.start));
    end = sentence.end;
    if (dropped.some((span) => spansOverlap(span, sentence))) continue;
    text += (text === '' ? '' : gap) + textOf(answer, sentence);
    gap = '';
  }
  return text;
}

/** Of the white space around what was left out, that which keeps most lines apart. */
function widerOf(left: string, right: string): string {
  return countLines(right) > countLines(left) || left === '' ? right : left;
}

function countLines(gap: string): number {
  return gap.split('\n').length;
}

function textOf(answer: string, { start, end }: Span): string {
  return answer.slice(start, end);
}
