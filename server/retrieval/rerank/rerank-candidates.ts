import { RerankFeatures } from '../../../contract/retrieval.ts';
import type { ChunkFeatures } from './chunk-features.ts';
import { measureNearness } from './measure-nearness.ts';
import { shareHeld, type QuestionFeatures } from './question-features.ts';
import { scoreCharacters } from './score-characters.ts';
import { scoreFeedback } from './score-feedback.ts';

export interface RerankCandidate {
  readonly features: ChunkFeatures;
  /** Title, headings and text: where what must stand word for word is looked for, which few questions hold. */
  readonly readText: () => string;
  /** 0–1. */
  readonly fused: number;
}

export interface Reranked {
  /** Position in what was given. */
  readonly index: number;
  /** 0–1: the weighted mean of the features. */
  readonly score: number;
  readonly features: RerankFeatures;
}

/**
 * One frozen setting, chosen by hand among those that are best on all of four public collections at once, each
 * left out in turn: Cranfield, CISI, CACM and COVID-QA. Features matter as wholes: none is tuned finer than this.
 * `exact` seldom occurs in them; it decides between identifiers that differ in a digit.
 */
export const RERANK_WEIGHTS: Readonly<Record<keyof RerankFeatures, number>> = {
  fused: 1,
  characters: 0.7,
  span: 0.5,
  feedback: 0.5,
  neighbours: 0.2,
  proximity: 0.2,
  title: 0.2,
  coverage: 0.1,
  exact: 0.3,
};

/** How many of the best by fusion are looked at. */
export const RERANK_DEPTH = 100;

/**
 * Orders candidates, given in the order of their fused scores, by features that need no index and no model: each
 * scaled to 0–1 over the candidates, and added up by weight. Best first; ties keep their order.
 */
export function rerankCandidates(
  question: QuestionFeatures,
  candidates: readonly RerankCandidate[],
): readonly Reranked[] {
  const names = namesFor(question);
  const totalWeight = names.reduce((total, name) => total + RERANK_WEIGHTS[name], 0);
  return measureAll(question, candidates)
    .map((features, index): Reranked => {
      const sum = names.reduce((total, name) => total + RERANK_WEIGHTS[name] * features[name], 0);
      return { index, score: sum / totalWeight, features };
    })
    .toSorted((left, right) => right.score - left.score || left.index - right.index);
}

const NAMES = RerankFeatures.keyof().options;

/** Most questions hold nothing that must stand word for word. */
function namesFor({ literals }: QuestionFeatures): readonly (keyof RerankFeatures)[] {
  return literals.length === 0 ? NAMES.filter((name) => name !== 'exact') : NAMES;
}

function measureAll(
  question: QuestionFeatures,
  candidates: readonly RerankCandidate[],
): readonly RerankFeatures[] {
  const chunks = candidates.map(({ features }) => features);
  const fusedScores = candidates.map(({ fused }) => fused);
  const fused = scaleRange(fusedScores);
  const characters = scaleRange(scoreCharacters(question, chunks));
  const feedback = scaleRange(scoreFeedback(chunks, fusedScores));
  const nearness = chunks.map((chunk) => measureNearness(question, chunk));
  const neighbours = scaleToMaximum(nearness.map((one) => one.neighbours));
  const proximity = scaleToMaximum(nearness.map((one) => one.proximity));
  const span = scaleToMaximum(nearness.map((one) => one.span));
  const title = scaleToMaximum(
    chunks.map((chunk) => shareHeld(question, (term) => chunk.titleTerms.has(term))),
  );
  const coverage = scaleToMaximum(
    chunks.map((chunk) => shareHeld(question, (term) => chunk.places.has(term))),
  );
  return candidates.map(({ readText }, index) => ({
    fused: fused[index] ?? 0,
    characters: characters[index] ?? 0,
    span: span[index] ?? 0,
    feedback: feedback[index] ?? 0,
    neighbours: neighbours[index] ?? 0,
    proximity: proximity[index] ?? 0,
    title: title[index] ?? 0,
    coverage: coverage[index] ?? 0,
    exact: shareOfLiterals(question, readText),
  }));
}

function scaleRange(values: readonly number[]): readonly number[] {
  const lowest = Math.min(...values);
  const range = Math.max(...values) - lowest;
  return values.map((value) => (range === 0 ? Number(value > 0) : (value - lowest) / range));
}

function scaleToMaximum(values: readonly number[]): readonly number[] {
  const highest = Math.max(...values);
  return values.map((value) => (highest === 0 ? 0 : value / highest));
}

function shareOfLiterals({ literals }: QuestionFeatures, readText: () => string): number {
  if (literals.length === 0) return 0;
  const lowerText = readText().toLowerCase();
  return literals.filter((literal) => lowerText.includes(literal)).length / literals.length;
}
