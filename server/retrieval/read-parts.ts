import { synonymsOf } from '../../core/text/everyday-synonyms.ts';
import type { LexicalHit } from './search-legs.ts';
import type { QuestionPart, SearchQuery } from './search-query.ts';
import { readQuestionFeatures, type QuestionFeatures } from './rerank/question-features.ts';

/** The features of each part of a question, with the weights of that part's terms and of their synonyms. */
export function readPartFeatures(
  query: SearchQuery,
  weights: ReadonlyMap<string, number>,
): readonly QuestionFeatures[] {
  if (query.parts.length === 1) return [readQuestionFeatures(query, weights)];
  return query.parts.map((part) => {
    const belongs = termsOf(part);
    return readQuestionFeatures(part, new Map([...weights].filter(([term]) => belongs.has(term))));
  });
}

/** What BM25 gives each hit for each part of a question, best first. */
export function scorePartsLexically(
  query: SearchQuery,
  hits: Iterable<LexicalHit>,
): readonly (readonly number[])[] {
  const found = [...hits];
  if (query.parts.length === 1) return [found.map(({ score }) => score)];
  return query.parts.map((part) => {
    const belongs = termsOf(part);
    return found
      .map(({ contributions }) =>
        contributions.reduce((sum, { term, score }) => sum + (belongs.has(term) ? score : 0), 0),
      )
      .toSorted((left, right) => right - left);
  });
}

function termsOf({ sequence }: QuestionPart): ReadonlySet<string> {
  return new Set(sequence.flatMap((term) => [term, ...synonymsOf(term)]));
}
