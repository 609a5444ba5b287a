const DISTANCE = 5;

/** So many pairs in one sentence earn the whole bonus. */
export const PAIRS_WITHIN = 3;

/** How many neighbouring terms of the question stand near each other in the sentence, at most `PAIRS_WITHIN`. */
export function nearPairs(question: readonly string[], sentence: readonly string[]): number {
  let pairs = 0;
  for (let at = 1; at < question.length && pairs < PAIRS_WITHIN; at += 1) {
    const lefts = placesOf(question[at - 1] ?? '', sentence);
    const rights = placesOf(question[at] ?? '', sentence);
    if (lefts.some((left) => rights.some((right) => Math.abs(left - right) <= DISTANCE)))
      pairs += 1;
  }
  return pairs;
}

function placesOf(term: string, sentence: readonly string[]): readonly number[] {
  return sentence.flatMap((other, at) => (other === term ? [at] : []));
}
