interface Comparable {
  readonly headingPath: readonly string[];
  readonly text: string;
}

/** Chunks that share less than this of their words are two chunks, not one that changed. */
const MIN_SIMILARITY = 0.3;
/** Under the same heading, a passage may have been rewritten more thoroughly. */
const SAME_HEADING_BONUS = 0.15;
/** Beyond this many comparisons, the gap is cut in two: what stands in the first half is compared with that. */
const MAX_COMPARISONS = 40_000;

/**
 * Pairs of indices, in order on both sides, for which the shared words add up to the most: the alignment
 * of Needleman and Wunsch (1970) with the Dice coefficient of the words as the score.
 */
export function pairSimilar(
  from: readonly Comparable[],
  to: readonly Comparable[],
): readonly (readonly [number, number])[] {
  if (from.length === 0 || to.length === 0) return [];
  if (from.length === 1 && to.length === 1 && isSameHeading(from[0], to[0])) return [[0, 0]];
  const vocabulary = new Map<string, number>();
  return pairWords(
    from.map((chunk) => readWords(chunk, vocabulary)),
    to.map((chunk) => readWords(chunk, vocabulary)),
  );
}

function pairWords(
  left: readonly Words[],
  right: readonly Words[],
): readonly (readonly [number, number])[] {
  if (left.length * right.length <= MAX_COMPARISONS) return pairBest(left, right);
  const [middle, other] = [left.length >> 1, right.length >> 1];
  const behind = pairWords(left.slice(middle), right.slice(other));
  return [
    ...pairWords(left.slice(0, middle), right.slice(0, other)),
    ...behind.map(([from, to]): [number, number] => [from + middle, to + other]),
  ];
}

interface Words {
  readonly heading: string;
  /** Sorted, with repeats. */
  readonly ids: Int32Array;
}

/** The pairs of the best alignment; a score of 0 is no pair. */
function pairBest(
  left: readonly Words[],
  right: readonly Words[],
): readonly (readonly [number, number])[] {
  const totals = [new Float64Array(right.length + 1)];
  for (const [row, words] of left.entries()) {
    const above = totals[row] ?? new Float64Array();
    const total = new Float64Array(right.length + 1);
    for (const [column, others] of right.entries()) {
      const paired = (above[column] ?? 0) + score(words, others);
      total[column + 1] = Math.max(above[column + 1] ?? 0, total[column] ?? 0, paired);
    }
    totals.push(total);
  }
  return traceBack(totals, right.length);
}

function traceBack(
  totals: readonly Float64Array[],
  width: number,
): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  let [row, column] = [totals.length - 1, width];
  while (row > 0 && column > 0) {
    const total = totals[row]?.[column];
    if (total === totals[row - 1]?.[column]) row -= 1;
    else if (total === totals[row]?.[column - 1]) column -= 1;
    else {
      row -= 1;
      column -= 1;
      pairs.push([row, column]);
    }
  }
  return pairs.toReversed();
}

function score(left: Words, right: Words): number {
  const bonus = left.heading === right.heading ? SAME_HEADING_BONUS : 0;
  const similarity = Math.min(1, shareOfWords(left.ids, right.ids) + bonus);
  return similarity >= MIN_SIMILARITY ? similarity : 0;
}

/** The Dice coefficient of two sorted multisets. */
function shareOfWords(left: Int32Array, right: Int32Array): number {
  if (left.length + right.length === 0) return 0;
  let [shared, index, other] = [0, 0, 0];
  while (index < left.length && other < right.length) {
    const difference = (left[index] ?? 0) - (right[other] ?? 0);
    if (difference === 0) shared += 1;
    if (difference <= 0) index += 1;
    if (difference >= 0) other += 1;
  }
  return (2 * shared) / (left.length + right.length);
}

function readWords(chunk: Comparable, vocabulary: Map<string, number>): Words {
  const ids = (chunk.text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((term) => {
    const known = vocabulary.get(term);
    if (known !== undefined) return known;
    vocabulary.set(term, vocabulary.size);
    return vocabulary.size - 1;
  });
  return { heading: headingOf(chunk), ids: Int32Array.from(ids).toSorted() };
}

function isSameHeading(left: Comparable | undefined, right: Comparable | undefined): boolean {
  return left !== undefined && right !== undefined && headingOf(left) === headingOf(right);
}

function headingOf({ headingPath }: Comparable): string {
  return headingPath.join('\n');
}
