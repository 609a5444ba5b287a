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

/** A value that a field could have, where the text around it fits best. */
export interface RankedCandidate extends Candidate {
  /** Index of the source it stands in. */
  readonly source: number;
  readonly features: Features;
  /** Estimated probability that this is the field's value; what all together leave of 1 is that of none. */
  readonly score: number;
}

export interface Ranking {
  /** One for each value, the most probable first; then in order of the text. */
  readonly ranked: readonly RankedCandidate[];
  /** Places that were looked at; a value may stand in several. */
  readonly placeCount: number;
}

/** What could be the field's value in any of the sources. */
export function rankCandidates(field: ScalarField, sources: readonly Source[]): Ranking {
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
    return { ...candidate, features, fit: weighFeatures(features) };
  });
  return { ranked: withScores(bestOfEach(measured)), placeCount: found.length };
}

type Measured = Omit<RankedCandidate, 'score'> & { readonly fit: number };

function weighFeatures(features: Features): number {
  const { intercept, coefficients } = EXTRACTION_MODEL;
  return FEATURES.reduce((sum, name) => sum + coefficients[name] * features[name], intercept);
}

/** A value that stands in many places is no more probable for that. */
function bestOfEach(measured: readonly Measured[]): readonly Measured[] {
  const best = new Map<Candidate['value'], Measured>();
  for (const one of measured) {
    const known = best.get(one.value);
    if (known === undefined || one.fit > known.fit) best.set(one.value, one);
  }
  return [...best.values()].toSorted((left, right) => right.fit - left.fit);
}

/** A conditional logit (D. McFadden, 1974) over all values and none of them, which scores 0. */
function withScores(sorted: readonly Measured[]): readonly RankedCandidate[] {
  const top = Math.max(0, sorted[0]?.fit ?? 0);
  const weights = sorted.map(({ fit }) => Math.exp(fit - top));
  const total = weights.reduce((sum, weight) => sum + weight, Math.exp(-top));
  return sorted.map(({ fit: _fit, ...one }, at) => ({
    ...one,
    score: (weights[at] ?? 0) / total,
  }));
}
