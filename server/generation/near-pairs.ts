const DISTANCE = 5;

/** So many pairs in one sentence earn the whole bonus. */
export const PAIRS_WITHIN = 3;

/** How many neighbouring terms of the question stand near each other in the sentence, at most `PAIRS_WITHIN`. */
export function nearPairs(question: readonly string[], sentence: readonly string[]): number {
  let pairs = 0;
  for (let at = 1; at < question.length && pairs < PAIRS_WITHIN; at += 1) {
    if (areNear(question[at - 1] ?? '', question[at] ?? '', sentence)) pairs += 1;
  }
  return pairs;
}

function areNear(left: string, right: string, sentence: readonly string[]): boolean {
  for (let at = sentence.indexOf(left); at >= 0; at = sentence.indexOf(left, at + 1)) {
    const from = Math.max(0, at - DISTANCE);
    const found = sentence.indexOf(right, from);
    if (found >= 0 && found <= at + DISTANCE) return true;
  }
  return false;
}
