import { inAnyCase, WORD_CHARACTER } from './any-case.ts';
import type { Span } from './spans.ts';

interface NumberWord extends Span {
  readonly value: number;
}

const SMALL: ReadonlyMap<string, number> = numbered(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  1,
);
const TENS: ReadonlyMap<string, number> = numbered(
  '- - twenty thirty forty fifty sixty seventy eighty ninety',
  10,
);
const SCALES: ReadonlyMap<string, number> = new Map([
  ['dozen', 12],
  ['hundred', 100],
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
]);

const WORD = inAnyCase(
  [...SMALL.keys(), ...TENS.keys(), ...SCALES.keys()].filter((word) => word !== '-').join('|'),
);
/** `matchAll` copies its expression each time, which costs more than to read a short text without such a word. */
const HAS_WORD = new RegExp(`(?<!${WORD_CHARACTER})(?:${WORD})`);
const PHRASE = new RegExp(
  String.raw`(?<!${WORD_CHARACTER})(?:${WORD})(?:(?:[ -]|\s+${inAnyCase('and')}\s+)(?:${WORD}))*(?!${WORD_CHARACTER})`,
  'g',
);

/** Numbers that are written out: `twenty-five`, `one hundred and fifty`. `one` alone is left to its reader. */
export function findNumberWords(text: string): readonly NumberWord[] {
  if (!HAS_WORD.test(text)) return [];
  return Array.from(text.matchAll(PHRASE)).flatMap((match) => readPhrase(match[0], match.index));
}

/** `two and three` are two numbers: a word that does not fit on to the one before begins a new one. */
function readPhrase(phrase: string, offset: number): readonly NumberWord[] {
  const numbers: NumberWord[] = [];
  for (const match of phrase.matchAll(/\p{L}+/gu)) {
    const word = match[0].toLowerCase();
    if (word === 'and') continue;
    const span = { start: offset + match.index, end: offset + match.index + word.length };
    const last = numbers.at(-1);
    const joined = last === undefined ? null : join(last.value, word);
    if (last === undefined || joined === null) numbers.push({ ...span, value: valueOf(word) });
    else numbers[numbers.length - 1] = { start: last.start, end: span.end, value: joined };
  }
  return numbers;
}

function join(before: number, word: string): number | null {
  const scale = SCALES.get(word);
  if (scale !== undefined) {
    const rest = before % 1000;
    return scale > 100 ? before * scale : before - rest + rest * scale;
  }
  const value = valueOf(word);
  const room = before % 100 === 0 && before > 0 ? 100 : 10;
  const fits = value < room && before % room === 0 && before >= 20;
  return fits ? before + value : null;
}

function valueOf(word: string): number {
  return SMALL.get(word) ?? TENS.get(word) ?? SCALES.get(word) ?? 0;
}

function numbered(words: string, step: number): ReadonlyMap<string, number> {
  return new Map(words.split(' ').map((word, index) => [word, index * step]));
}
