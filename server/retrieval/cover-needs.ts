/** What a question asks about: its terms, by how telling they are. */
export interface Needs {
  readonly weights: ReadonlyMap<string, number>;
  /** The word of the question that a term was read from. */
  readonly wordOf: (term: string) => string;
  /** What stands for a term in a chunk: itself, and the same word in another language. */
  readonly formsOf: (term: string) => readonly string[];
  /** Whether the question asks by this term, and not about it: no chunk has to speak of it. */
  readonly isAsking: (term: string) => boolean;
}

/** A candidate that speaks of something that nothing selected speaks of takes the place of the last. */
export interface Swap {
  readonly enters: number;
  readonly leaves: number;
  readonly word: string;
}

export interface Places {
  /** Positions in the final order, best first. */
  readonly selected: readonly number[];
  /** What found no place. */
  readonly waiting: readonly number[];
  readonly holds: (position: number, term: string) => boolean;
}

/** A term is a need of its own when it makes up this share of the question, unless it only asks. */
const MIN_SHARE = 0.15;
/** Candidates further down than this, in places per place, are too weak to speak for anything. */
const WAITING_PER_PLACE = 3;
const MAX_SWAPS = 2;
const MIN_SELECTED = 4;

/**
 * For each telling term that stands in nothing selected, the best candidate that waits and holds it; it replaces
 * the weakest of the selected whose own terms stand elsewhere among them.
 */
export function coverNeeds({ weights, wordOf, isAsking }: Needs, places: Places): readonly Swap[] {
  const { selected, holds } = places;
  if (selected.length < MIN_SELECTED) return [];
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const telling = [...weights]
    .filter(([term, weight]) => weight >= total * MIN_SHARE && !isAsking(term))
    .toSorted(([, left], [, right]) => right - left)
    .map(([term]) => term);
  const waiting = places.waiting.slice(0, selected.length * WAITING_PER_PLACE);
  const swaps: Swap[] = [];
  let kept = [...selected];
  for (const term of telling) {
    if (swaps.length === MAX_SWAPS || kept.some((position) => holds(position, term))) continue;
    const enters = waiting.find((position) => holds(position, term));
    const leaves = kept.findLast(
      (position, index) => index > 0 && isDispensable(position, { kept, telling, holds }),
    );
    if (enters === undefined || leaves === undefined) continue;
    swaps.push({ enters, leaves, word: wordOf(term) });
    kept = [...kept.filter((position) => position !== leaves), enters];
  }
  return swaps;
}

function isDispensable(
  position: number,
  {
    kept,
    telling,
    holds,
  }: {
    readonly kept: readonly number[];
    readonly telling: readonly string[];
    readonly holds: Places['holds'];
  },
): boolean {
  return telling.every(
    (term) =>
      !holds(position, term) || kept.some((other) => other !== position && holds(other, term)),
  );
}

/** How much of the question what was selected speaks of, and of what it does not. */
export interface Coverage {
  /** 0–1, by weight. */
  readonly share: number;
  /** Words that stand in nothing selected, the most telling first. */
  readonly missing: readonly string[];
}

export function measureCoverage(
  { weights, wordOf }: Needs,
  isHeld: (term: string) => boolean,
): Coverage {
  const missing = [...weights].filter(([term]) => !isHeld(term));
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const lost = missing.reduce((sum, [, weight]) => sum + weight, 0);
  return {
    share: total === 0 ? 0 : 1 - lost / total,
    missing: missing.toSorted(([, left], [, right]) => right - left).map(([term]) => wordOf(term)),
  };
}
