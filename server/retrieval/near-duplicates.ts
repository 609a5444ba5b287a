/** What is compared of a text: its runs of three terms, and its numbers. */
export interface Wording {
  readonly shingles: ReadonlySet<string>;
  readonly numbers: string;
}

const SHINGLE_LENGTH = 3;

export function readWording(terms: readonly string[]): Wording {
  const shingles = new Set<string>();
  for (let start = 0; start + SHINGLE_LENGTH <= terms.length; start += 1) {
    shingles.add(terms.slice(start, start + SHINGLE_LENGTH).join(' '));
  }
  if (shingles.size === 0) shingles.add(terms.join(' '));
  const numbers = terms.filter((term) => /\d/.test(term)).toSorted();
  return { shingles, numbers: numbers.join(' ') };
}

/**
 * Whether two texts say the same: Jaccard similarity of their shingles (Broder 1997) at or above the
 * threshold, and the same numbers. Two versions of a policy that differ in one amount never are.
 */
export function isNearDuplicate(left: Wording, right: Wording, threshold: number): boolean {
  if (left.numbers !== right.numbers) return false;
  let shared = 0;
  for (const shingle of left.shingles) if (right.shingles.has(shingle)) shared += 1;
  return shared / (left.shingles.size + right.shingles.size - shared) >= threshold;
}
