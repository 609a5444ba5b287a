import type { NormalizedText } from './offset-map.ts';

const FOREIGN = /(?![0-9])\p{Nd}|(?<=\p{Nd})[\u066b\u066c](?=\p{Nd})/gu;
/** No script has digits between these, where typographic marks and Chinese characters are. */
const MAY_HOLD_FOREIGN = /[\u0660-\u1fff\ua620-\uffff]/;
const DIGIT = /^\p{Nd}$/u;
const SEPARATORS: ReadonlyMap<string, string> = new Map([
  ['\u066b', '.'],
  ['\u066c', ','],
]);

/** The digits of every script as ASCII ones, so that a number is one however it is written. */
export function foldDigits(text: string): NormalizedText {
  if (!MAY_HOLD_FOREIGN.test(text)) return { text, toOriginal: (span) => span };
  let folded = '';
  let last = 0;
  /** Where the folded text has become shorter, and by how much in all: digits may be two code units long. */
  const shifts: { readonly at: number; readonly by: number }[] = [];
  for (const match of text.matchAll(FOREIGN)) {
    const [foreign] = match;
    folded += text.slice(last, match.index) + (SEPARATORS.get(foreign) ?? digitOf(foreign));
    last = match.index + foreign.length;
    if (foreign.length > 1) shifts.push({ at: folded.length, by: last - folded.length });
  }
  if (last === 0) return { text, toOriginal: (span) => span };
  const toOriginal = (at: number) => at + (shifts.findLast((shift) => shift.at <= at)?.by ?? 0);
  return {
    text: folded + text.slice(last),
    toOriginal: ({ start, end }) => ({ start: toOriginal(start), end: toOriginal(end) }),
  };
}

/** A digit of any script in ASCII: each has its ten in a row, and the rows that touch each other are whole. */
export function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}
