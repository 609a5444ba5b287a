/** How often each known word was seen. */
export type WordCounts = ReadonlyMap<string, number>;

/** Shorter words are one edit from too many others. */
const MIN_LETTERS = 3;
/** The first letter is seldom mistyped (J. Pollock and A. Zamora 1984): a word that begins otherwise is the last resort. */
const OTHER_BEGINNING = 0.01;

/**
 * Gives back a function that replaces an unknown word by the likeliest known one that is one edit away: a letter added,
 * left out or replaced, or two neighbours swapped. The commoner is the likelier. Candidates are found by what remains
 * without one letter (W. Garbe's symmetric deletes).
 */
export function createWordCorrector(known: WordCounts): (word: string) => string {
  const byRemainder = new Map<string, string[]>();
  for (const word of known.keys()) {
    if (word.length < MIN_LETTERS) continue;
    for (const remainder of remaindersOf(word)) {
      const words = byRemainder.get(remainder);
      if (words === undefined) byRemainder.set(remainder, [word]);
      else words.push(word);
    }
  }
  return (word) => {
    if (word.length < MIN_LETTERS || known.has(word) || !/^\p{L}+$/u.test(word)) return word;
    let best = word;
    let bestWeight = 0;
    for (const remainder of remaindersOf(word)) {
      for (const candidate of byRemainder.get(remainder) ?? []) {
        const beginning = candidate.charAt(0) === word.charAt(0) ? 1 : OTHER_BEGINNING;
        const weight = (known.get(candidate) ?? 0) * beginning;
        if (weight <= bestWeight || !isOneEdit(word, candidate)) continue;
        best = candidate;
        bestWeight = weight;
      }
    }
    return best;
  };
}

function remaindersOf(word: string): readonly string[] {
  const shorter = Array.from(
    { length: word.length },
    (_, at) => word.slice(0, at) + word.slice(at + 1),
  );
  return [word, ...new Set(shorter)];
}

function isOneEdit(left: string, right: string): boolean {
  const longer = left.length >= right.length ? left : right;
  const shorter = longer === left ? right : left;
  let at = 0;
  while (at < shorter.length && longer[at] === shorter[at]) at += 1;
  if (longer.length > shorter.length) return longer.slice(at + 1) === shorter.slice(at);
  if (longer.slice(at + 1) === shorter.slice(at + 1)) return true;
  return (
    longer[at] === shorter[at + 1] &&
    longer[at + 1] === shorter[at] &&
    longer.slice(at + 2) === shorter.slice(at + 2)
  );
}
