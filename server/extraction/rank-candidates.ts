import type { ScalarField } from './field.ts';
import { findEntities, type Entity } from './find-entities.ts';
import { EXTRACTION_MODEL } from './extraction-model.ts';
import { listCandidates, type Candidate } from './list-candidates.ts';
import { createFeatureMeasure, FEATURES, type Features } from './measure-features.ts';
import { readQuery } from './read-query.ts';
import { readStatements, type ReadText } from './read-statements.ts';

/** A text that fields are looked for in. */
export interface Source {
  readonly read: ReadText;
  readonly entities: readonly Entity[];
}

export function openSource(text: string): Source {
  const read = readStatements(text);
  return { read, entities: findEntities(read) };
}

export interface RankedCandidate extends Candidate {
  /** Index of the source it stands in. */
  readonly source: number;
  readonly features: Features;
  /** Estimated probability that the field's value is meant here; what all together leave of 1 is that of none. */
  readonly score: number;
}

/** What could be the field's value in any of the sources, the most probable first; then in order of the text. */
export function rankCandidates(
  field: ScalarField,
  sources: readonly Source[],
): readonly RankedCandidate[] {
  const query = readQuery(field);
  const found = sources.flatMap((source, index) =>
    listCandidates(field, query, source).map((candidate) => ({ ...candidate, source: index })),
  );
  const distinct = new Set(found.map(({ value }) => value).filter((value) => value !== null)).size;
  const measures = sources.map(({ read, entities }) =>
    createFeatureMeasure({ ...read, entities }, query),
  );
  const measured = found.map((candidate) => {
    const features = measures[candidate.source]?.(candidate.entity, distinct);
    if (features === undefined) throw new Error('A candidate comes from a source.');
    return { ...candidate, features };
  });
  return withScores(measured).toSorted((left, right) => right.score - left.score);
}

/** A conditional logit (D. McFadden, 1974) over all candidates and none of them, which scores 0. */
function withScores(
  measured: readonly Omit<RankedCandidate, 'score'>[],
): readonly RankedCandidate[] {
  const { intercept, coefficients } = EXTRACTION_MODEL;
  const sums = measured.map(({ features }) =>
    FEATURES.reduce((sum, name) => sum + coefficients[name] * features[name], intercept),
  );
  const top = sums.reduce((most, sum) => Math.max(most, sum), 0);
  const weights = sums.map((sum) => Math.exp(sum - top));
  const total = weights.reduce((sum, weight) => sum + weight, Math.exp(-top));
  return measured.map((candidate, at) => ({ ...candidate, score: (weights[at] ?? 0) / total }));
}
