import type { FieldQuery } from './read-query.ts';

/** The share of each term of a query that the terms of a text earn, by its index. */
export type Cover = readonly number[];

export function coverTerms(
  query: FieldQuery,
  terms: readonly string[],
  closenessOf: (at: number) => number = () => 1,
): Cover {
  const cover = query.weights.map(() => 0);
  for (const [at, term] of terms.entries()) {
    const matches = query.matches.get(term);
    if (matches === undefined) continue;
    const closeness = closenessOf(at);
    for (const { index, share } of matches) {
      cover[index] = Math.max(cover[index] ?? 0, share * closeness);
    }
  }
  return cover;
}

/** 0 to 1. */
export function weighCover({ weights }: FieldQuery, cover: Cover): number {
  return weights.reduce((sum, weight, at) => sum + weight * (cover[at] ?? 0), 0);
}

/** Of each term the largest share; covers may be empty. */
export function strongestCover(covers: readonly Cover[]): Cover {
  const [first = [], ...others] = covers.toSorted((left, right) => right.length - left.length);
  return first.map((share, at) => Math.max(share, ...others.map((cover) => cover[at] ?? 0)));
}
