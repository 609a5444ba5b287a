import type { Span } from './spans.ts';

/** Where words stand in a text, character by character and nowhere within longer words. */
export function findWords(text: string, wanted: string): readonly Span[] {
  const spans: Span[] = [];
  if (wanted === '') return spans;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    if (!isInWord(text, at) && !isInWord(text, end)) spans.push({ start: at, end });
  }
  return spans;
}

function isInWord(text: string, at: number): boolean {
  return at > 0 && /^[\p{L}\p{N}]{2}$/u.test(text.slice(at - 1, at + 1));
}
