/** Visits the words of a text in order and in lower case: letters and digits of any script make words. */
export function eachWord(text: string, visit: (word: string) => void): void {
  const lower = text.toLowerCase();
  let at = 0;
  while (at < lower.length) {
    const start = at;
    for (let width = widthOf(lower, at); width > 0; width = widthOf(lower, at)) at += width;
    if (at === start) at += 1;
    else visit(lower.slice(start, at));
  }
}

/** The runs of four characters of a word, which is bounded by spaces; of one letter, it is one run. */
export function gramsOf(word: string): readonly string[] {
  const bounded = ` ${word} `;
  return Array.from({ length: countGrams(word) }, (_, at) => bounded.slice(at, at + 4));
}

export function countGrams(word: string): number {
  return Math.max(1, word.length - 1);
}

/** How often each run of four characters stands in the words of a text. */
export function readGrams(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  eachWord(text, (word) => {
    for (const gram of gramsOf(word)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  });
  return counts;
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
