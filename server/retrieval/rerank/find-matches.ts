import type { ChunkFeatures } from './chunk-features.ts';
import type { ChunkTallies, TallyBook } from './chunk-tallies.ts';
import type { QuestionFeatures } from './question-features.ts';

/** Where a term of the question stands in a chunk. */
export interface Match {
  /** Among the terms of title, headings and text. */
  readonly place: number;
  /** Among the question's terms. */
  readonly term: number;
}

/** In the order of their places. */
export function findMatches(
  { indexOf }: QuestionFeatures,
  { terms }: ChunkFeatures,
): readonly Match[] {
  const matches: Match[] = [];
  for (let place = 0; place < terms.length; place += 1) {
    const term = indexOf.get(terms[place] ?? '');
    if (term !== undefined) matches.push({ place, term });
  }
  return matches;
}

/** The same of each of many chunks. */
export function findMatchesInEach(
  { indexOf }: QuestionFeatures,
  chunks: readonly ChunkTallies[],
  book: TallyBook,
): readonly (readonly Match[])[] {
  /** By a term's number, its place among the question's terms and 1. */
  const asked = new Uint32Array(book.terms.size);
  for (const [term, index] of indexOf) {
    const number = book.terms.find(term);
    if (number !== undefined) asked[number] = index + 1;
  }
  return chunks.map(({ sequence }) => {
    const matches: Match[] = [];
    for (let place = 0; place < sequence.length; place += 1) {
      const index = asked[sequence[place] ?? 0] ?? 0;
      if (index > 0) matches.push({ place, term: index - 1 });
    }
    return matches;
  });
}

/** How much of a question the terms of these matches make up, by weight: 0–1. */
export function shareHeld(
  { terms, totalWeight }: QuestionFeatures,
  matches: Iterable<Match>,
): number {
  const held = new Set<number>();
  let weight = 0;
  for (const { term } of matches) {
    if (held.has(term)) continue;
    held.add(term);
    weight += terms[term]?.weight ?? 0;
  }
  return totalWeight === 0 ? 0 : weight / totalWeight;
}

/** Those in the title and the headings. */
export function matchesInTitle(
  matches: readonly Match[],
  { titleTermCount }: ChunkFeatures,
): readonly Match[] {
  return matches.filter(({ place }) => place < titleTermCount);
}
