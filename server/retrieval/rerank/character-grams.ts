/** The runs of four characters of a question's words. A word is bounded by spaces; of one letter, it is one run. */
export interface Grams {
  /** How often each stands in the question. */
  readonly counts: readonly number[];
  /** Counts those runs in a text, in the same order. */
  count(text: string): GramCounts;
}

export interface GramCounts {
  readonly counts: Uint16Array;
  /** Runs of any kind. */
  readonly total: number;
}

/** Letters and digits of any script, in lower case, make words. */
export function readGrams(text: string): Grams {
  const indexes = new Map<string, number>();
  const counts: number[] = [];
  const pairs: [head: number, tail: number][] = [];
  eachGram(text, (head, tail) => {
    const name = `${head} ${tail}`;
    const index = indexes.get(name) ?? pairs.length;
    if (index === pairs.length) pairs.push([head, tail]);
    indexes.set(name, index);
    counts[index] = (counts[index] ?? 0) + 1;
  });
  const table = tabulate(pairs);
  return { counts, count: (other) => countGrams(other, table) };
}

/** An open-addressed table: nearly all runs of a text are none of the question's, and end at the first look. */
interface GramTable {
  /** A gram's index and 1 at the first slot from that of its hash that was free; 0 where one is. */
  readonly slots: Uint32Array;
  readonly heads: Int32Array;
  readonly tails: Int32Array;
}

function tabulate(pairs: readonly (readonly [head: number, tail: number])[]): GramTable {
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(pairs.length * 8 + 8)));
  const mask = slots.length - 1;
  for (const [index, [head, tail]] of pairs.entries()) {
    let slot = hash(head, tail) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = index + 1;
  }
  return {
    slots,
    heads: Int32Array.from(pairs, ([head]) => head),
    tails: Int32Array.from(pairs, ([, tail]) => tail),
  };
}

function countGrams(text: string, { slots, heads, tails }: GramTable): GramCounts {
  const counts = new Uint16Array(heads.length);
  const mask = slots.length - 1;
  const total = eachGram(text, (head, tail) => {
    let slot = hash(head, tail) & mask;
    for (let entry = slots[slot] ?? 0; entry !== 0; entry = slots[slot] ?? 0) {
      const index = entry - 1;
      if (heads[index] === head && tails[index] === tail) {
        counts[index] = (counts[index] ?? 0) + 1;
        return;
      }
      slot = (slot + 1) & mask;
    }
  });
  return { counts, total };
}

/** 2³² by the golden ratio, and a constant of MurmurHash3 (Appleby), spread neighbours over the table. */
function hash(head: number, tail: number): number {
  const mixed = Math.imul(head, 0x9e37_79b1) ^ Math.imul(tail, 0x85eb_ca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** Two characters of a run in one number: of its head, and of its tail. */
type VisitGram = (head: number, tail: number) => void;

/** Visits the runs in order; returns how many there are. */
function eachGram(text: string, visit: VisitGram): number {
  const lower = text.toLowerCase();
  let total = 0;
  let at = 0;
  while (at < lower.length) {
    const start = at;
    for (let width = widthOf(lower, at); width > 0; width = widthOf(lower, at)) at += width;
    if (at === start) at += 1;
    else total += eachGramOfWord(lower, { start, end: at }, visit);
  }
  return total;
}

const SPACE = 0x20;

function eachGramOfWord(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  visit: VisitGram,
): number {
  let [first, second] = [SPACE, text.charCodeAt(start)];
  if (end - start === 1) {
    visit(first | (second << 16), SPACE);
    return 1;
  }
  let third = text.charCodeAt(start + 1);
  for (let next = start + 2; next <= end; next += 1) {
    const fourth = next === end ? SPACE : text.charCodeAt(next);
    visit(first | (second << 16), third | (fourth << 16));
    [first, second, third] = [second, third, fourth];
  }
  return end - start - 1;
}

/** Code units of the word character at that place; 0 where there is none. */
function widthOf(text: string, at: number): number {
  const code = text.codePointAt(at);
  if (code === undefined) return 0;
  if (code < ASCII_WORD.length) return ASCII_WORD[code] ?? 0;
  const character = String.fromCodePoint(code);
  return WORD_CHARACTER.test(character) ? character.length : 0;
}

const WORD_CHARACTER = /[\p{L}\p{N}]/u;
const ASCII_WORD = Uint8Array.from({ length: 0x80 }, (_, code) =>
  Number(WORD_CHARACTER.test(String.fromCharCode(code))),
);
