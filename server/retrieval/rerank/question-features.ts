import { readGrams } from './character-grams.ts';

/** What the reranker reads of a question. */
export interface QuestionFeatures {
  /** The most telling first. */
  readonly terms: readonly QuestionTerm[];
  /** Where each term stands among them; the forms of a word in several languages stand in one place. */
  readonly indexOf: ReadonlyMap<string, number>;
  readonly totalWeight: number;
  /** Terms that follow each other in the question, as `neighbourKey` names them. */
  readonly neighbours: ReadonlySet<number>;
  /** How often each run of four characters stands in it. */
  readonly grams: ReadonlyMap<string, number>;
  /** What must stand word for word: identifiers, and phrases in quotation marks. In lower case. */
  readonly literals: readonly string[];
}

export interface QuestionTerm {
  readonly term: string;
  /** How telling it is: its inverse document frequency in the workspace. */
  readonly weight: number;
}

const MAX_LITERALS = 16;
const IDENTIFIER =
  /[\p{L}\p{N}]+(?:[-_.@/&:][\p{L}\p{N}]+)+|\p{L}+\p{N}[\p{L}\p{N}]*|\p{N}+\p{L}+/gu;
const QUOTED = /["“„«]([^"“”„«»\n]{3,80})["”“»]/gu;

export function readQuestionFeatures(
  { text, sequence }: { readonly text: string; readonly sequence: readonly string[] },
  read: {
    readonly weights: ReadonlyMap<string, number>;
    /** What else counts as a term, itself first. */
    readonly formsOf: (term: string) => readonly string[];
  },
): QuestionFeatures {
  const { weights, formsOf } = read;
  const terms = [...weights]
    .map(([term, weight]) => ({ term, weight }))
    .toSorted((left, right) => right.weight - left.weight);
  const indexOf = new Map(
    terms.flatMap(({ term }, index) => formsOf(term).map((form) => [form, index] as const)),
  );
  return {
    terms,
    indexOf,
    totalWeight: [...weights.values()].reduce((total, weight) => total + weight, 0),
    neighbours: readNeighbours(sequence, indexOf),
    grams: readGrams(text),
    literals: readLiterals(text),
  };
}

/** Of two places among the question's terms; the order counts. */
export function neighbourKey(first: number, second: number): number {
  return first * MAX_TERMS + second;
}

/** More than the longest question has. */
const MAX_TERMS = 100_000;

function readNeighbours(
  sequence: readonly string[],
  indexOf: ReadonlyMap<string, number>,
): ReadonlySet<number> {
  const neighbours = new Set<number>();
  let first: number | undefined;
  for (const term of sequence) {
    const second = indexOf.get(term);
    if (first !== undefined && second !== undefined && first !== second) {
      neighbours.add(neighbourKey(first, second));
    }
    first = second;
  }
  return neighbours;
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
