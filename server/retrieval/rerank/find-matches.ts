import type { ChunkFeatures } from './chunk-features.ts';
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
