import { RerankFeatures } from '../../../contract/retrieval.ts';
import type { ChunkFeatures } from './chunk-features.ts';
import { createTallyBooks } from './chunk-tallies.ts';
import { findMatchesInEach, matchesInTitle, shareHeld } from './find-matches.ts';
import { measureNearness } from './measure-nearness.ts';
import type { QuestionFeatures } from './question-features.ts';
import { scoreCharacters } from './score-characters.ts';
import { scoreFeedback } from './score-feedback.ts';

export interface RerankCandidate {
  readonly features: ChunkFeatures;
  /** Title, headings and text. */
  readonly text: string;
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

const currentBook = createTallyBooks();

export const FEATURE_NAMES: readonly (keyof RerankFeatures)[] = RerankFeatures.keyof().options;

/** Most questions hold nothing that must stand word for word. */
function namesFor({ literals }: QuestionFeatures): readonly (keyof RerankFeatures)[] {
  return literals.length === 0 ? FEATURE_NAMES.filter((name) => name !== 'exact') : FEATURE_NAMES;
}

function measureAll(
  question: QuestionFeatures,
  candidates: readonly RerankCandidate[],
): readonly RerankFeatures[] {
  const chunks = candidates.map(({ features }) => features);
  const book = currentBook();
  const tallies = candidates.map((candidate) => book.read(candidate));
  const fusedScores = candidates.map(({ fused }) => fused);
  const matches = findMatchesInEach(question, tallies, book);
  const nearness = matches.map((found) => measureNearness(question, found));
  const titles = chunks.map((chunk, index) => matchesInTitle(matches[index] ?? [], chunk));
  const columns = {
    fused: scaleRange(fusedScores),
    characters: scaleRange(scoreCharacters(question, tallies, book)),
    span: scaleToMaximum(nearness.map(({ span }) => span)),
    feedback: scaleRange(scoreFeedback(tallies, fusedScores, book)),
    neighbours: scaleToMaximum(nearness.map(({ neighbours }) => neighbours)),
    proximity: scaleToMaximum(nearness.map(({ proximity }) => proximity)),
    title: scaleToMaximum(titles.map((found) => shareHeld(question, found))),
    coverage: scaleToMaximum(matches.map((found) => shareHeld(question, found))),
    exact: candidates.map((candidate) => shareOfLiterals(question, candidate)),
  };
  return candidates.map((_, index) => {
    const at = (name: keyof typeof columns) => columns[name][index] ?? 0;
    return {
      fused: at('fused'),
      characters: at('characters'),
      span: at('span'),
      feedback: at('feedback'),
      neighbours: at('neighbours'),
      proximity: at('proximity'),
      title: at('title'),
      coverage: at('coverage'),
      exact: at('exact'),
    };
  });
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

function shareOfLiterals({ literals }: QuestionFeatures, candidate: RerankCandidate): number {
  if (literals.length === 0) return 0;
  const lowerText = candidate.text.toLowerCase();
  return literals.filter((literal) => lowerText.includes(literal)).length / literals.length;
}
