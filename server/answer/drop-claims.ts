import type { Claim } from '../../contract/verification.ts';
import { LIST_MARKER } from '../../core/text/lines.ts';
import { splitSentences } from '../../core/text/sentences.ts';
import { spansOverlap, type Span } from '../../core/text/spans.ts';

/**
 * The answer without the sentences, list items and table rows that hold one of the claims, and without
 * the lead-in of a list that then has no item left.
 */
export function dropClaims(
  answer: string,
  claims: readonly Pick<Claim, 'char_start' | 'char_end'>[],
): string {
  const dropped = claims.map(({ char_start: start, char_end: end }) => ({ start, end }));
  const sentences = splitSentences(answer).map((span) => ({
    ...span,
    text: answer.slice(span.start, span.end),
    isDropped: dropped.some((claim) => spansOverlap(claim, span)),
  }));
  let text = '';
  let gap = '';
  let end = 0;
  for (const [index, sentence] of sentences.entries()) {
    gap = widerOf(gap, answer.slice(end, sentence.start));
    end = sentence.end;
    if (sentence.isDropped || leadsNowhere(sentence, sentences.slice(index + 1))) continue;
    text += (text === '' ? '' : gap) + sentence.text;
    gap = '';
  }
  return text;
}

interface Sentence extends Span {
  readonly text: string;
  readonly isDropped: boolean;
}

function leadsNowhere({ text }: Sentence, below: readonly Sentence[]): boolean {
  if (!/[:：][*_]*(?:\s*\[[\d,\s]+\])*$/u.test(text)) return false;
  const afterList = below.findIndex((sentence) => !isItem(sentence));
  const items = afterList === -1 ? below : below.slice(0, afterList);
  return items.length > 0 && items.every(({ isDropped }) => isDropped);
}

function isItem({ text }: Sentence): boolean {
  return LIST_MARKER.test(text) || text.startsWith('|');
}

/** Of the white space around what was left out, that which keeps most lines apart. */
function widerOf(left: string, right: string): string {
  return countLines(right) > countLines(left) || left === '' ? right : left;
}

function countLines(gap: string): number {
  return gap.split('\n').length;
}
