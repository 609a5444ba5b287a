import type { RankedCandidate, Ranking } from './rank-candidates.ts';

/**
 * One place says the value of one field: where it is the best of several, the most probable keeps it, and
 * for the others the rest are as probable as they are without it.
 */
export function settleRivals(rankings: ReadonlyMap<string, Ranking>): ReadonlyMap<string, Ranking> {
  const owners = new Map<string, { readonly path: string; readonly score: number }>();
  for (const [path, { ranked }] of rankings) {
    const [best] = ranked;
    if (best === undefined) continue;
    const owner = owners.get(placeOf(best));
    if (owner === undefined || best.score > owner.score) {
      owners.set(placeOf(best), { path, score: best.score });
    }
  }
  return new Map(
    [...rankings].map(([path, ranking]) => {
      const kept = ranking.ranked.filter((candidate) => {
        const owner = owners.get(placeOf(candidate));
        return owner === undefined || owner.path === path || owner.score <= candidate.score;
      });
      return [path, { ...ranking, ranked: rescale(ranking.ranked, kept) }];
    }),
  );
}

function rescale(
  all: readonly RankedCandidate[],
  kept: readonly RankedCandidate[],
): readonly RankedCandidate[] {
  const gone = sumOf(all) - sumOf(kept);
  if (gone <= 0) return kept;
  return kept.map((candidate) => ({ ...candidate, score: candidate.score / (1 - gone) }));
}

function sumOf(candidates: readonly RankedCandidate[]): number {
  return candidates.reduce((sum, { score }) => sum + score, 0);
}

function placeOf({ source, entity }: RankedCandidate): string {
  return `${source}:${entity.start}:${entity.end}`;
}
