import { countWords, gramsOf } from './chunk-features.ts';

/** What the reranker reads of a question. */
export interface QuestionFeatures {
  /** How telling each of its terms is: their inverse document frequency in the workspace. */
  readonly weights: ReadonlyMap<string, number>;
  readonly totalWeight: number;
  /** The most telling terms, whose nearness to each other counts. */
  readonly nearTerms: readonly string[];
  /** Neighbours in the question, as `first second`. */
  readonly neighbours: ReadonlySet<string>;
  /** Runs of four characters and how often each stands in it. */
  readonly grams: ReadonlyMap<string, number>;
  /** What must stand word for word: identifiers, and phrases in quotation marks. In lower case. */
  readonly literals: readonly string[];
}

/** Nearness is asked of every pair, so long questions are asked by their most telling terms. */
const MAX_NEAR_TERMS = 48;
const MAX_LITERALS = 16;
const IDENTIFIER =
  /[\p{L}\p{N}]+(?:[-_.@/&:][\p{L}\p{N}]+)+|\p{L}+\p{N}[\p{L}\p{N}]*|\p{N}+\p{L}+/gu;
const QUOTED = /["“„«]([^"“”„«»\n]{3,80})["”“»]/gu;

export function readQuestionFeatures(
  { text, sequence }: { readonly text: string; readonly sequence: readonly string[] },
  weights: ReadonlyMap<string, number>,
): QuestionFeatures {
  const byWeight = [...weights].toSorted(([, left], [, right]) => right - left);
  return {
    weights,
    totalWeight: [...weights.values()].reduce((total, weight) => total + weight, 0),
    nearTerms: byWeight.slice(0, MAX_NEAR_TERMS).map(([term]) => term),
    neighbours: readNeighbours(sequence),
    grams: countGramsOf(text),
    literals: readLiterals(text),
  };
}

/** How much of a question is held, by weight: 0–1. */
export function shareHeld(
  { weights, totalWeight }: QuestionFeatures,
  isHeld: (term: string) => boolean,
): number {
  let held = 0;
  for (const [term, weight] of weights) if (isHeld(term)) held += weight;
  return totalWeight === 0 ? 0 : held / totalWeight;
}

export function neighbourKey(first: string, second: string): string {
  return `${first} ${second}`;
}

function readNeighbours(terms: readonly string[]): ReadonlySet<string> {
  const neighbours = new Set<string>();
  for (const [index, second] of terms.entries()) {
    const first = terms[index - 1];
    if (first !== undefined && first !== second) neighbours.add(neighbourKey(first, second));
  }
  return neighbours;
}

function countGramsOf(text: string): ReadonlyMap<string, number> {
  const grams = new Map<string, number>();
  for (const [word, count] of countWords(text)) {
    for (const gram of gramsOf(word)) grams.set(gram, (grams.get(gram) ?? 0) + count);
  }
  return grams;
}

/** Identifiers hold a digit, or end like a file name; other joined words are read as words. */
function readLiterals(text: string): readonly string[] {
  const identifiers = [...text.matchAll(IDENTIFIER)]
    .map(([identifier]) => identifier)
    .filter((identifier) => /\p{N}|@|_|\.\p{L}{2,5}$/u.test(identifier));
  const quoted = [...text.matchAll(QUOTED)].map(([, phrase = '']) => phrase.trim());
  const literals = [...identifiers, ...quoted].map((literal) => literal.toLowerCase());
  return [...new Set(literals)].slice(0, MAX_LITERALS);
}
