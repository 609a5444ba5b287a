const WORD = /[\p{L}\p{N}]+/gu;
/** Endings are left off: "card" and "cards" are the same word here. */
const STEM_CHARS = 6;

/** Each word of a text by its beginning, in lower case. */
export function readWords(text: string): readonly string[] {
  return (text.toLowerCase().match(WORD) ?? []).map((word) => word.slice(0, STEM_CHARS));
}

/** The share of the words that are among those; null where there are none. */
export function familiarShare(
  words: readonly string[],
  familiar: ReadonlySet<string>,
): number | null {
  if (words.length === 0) return null;
  return words.filter((word) => familiar.has(word)).length / words.length;
}
