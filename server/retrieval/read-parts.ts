import { synonymsOf } from '../../core/text/everyday-synonyms.ts';
import type { LexicalHit } from './search-legs.ts';
import { formsOf, type QuestionPart, type SearchQuery } from './search-query.ts';
import { readQuestionFeatures, type QuestionFeatures } from './rerank/question-features.ts';

/** The features of each part of a question, with the weights of that part's terms and of their synonyms. */
export function readPartFeatures(
  query: SearchQuery,
  weights: ReadonlyMap<string, number>,
): readonly QuestionFeatures[] {
  const forms = formsOf(query);
  if (query.parts.length === 1) return [readQuestionFeatures(query, { weights, formsOf: forms })];
  return query.parts.map((part) => {
    const belongs = termsOf(part, forms);
    const own = new Map([...weights].filter(([term]) => belongs.has(term)));
    return readQuestionFeatures(part, { weights: own, formsOf: forms });
  });
}

/** What BM25 gives each hit for each part of a question, best first. */
export function scorePartsLexically(
  query: SearchQuery,
  hits: Iterable<LexicalHit>,
): readonly (readonly number[])[] {
  const found = [...hits];
  if (query.parts.length === 1) return [found.map(({ score }) => score)];
  const forms = formsOf(query);
  return query.parts.map((part) => {
    const belongs = termsOf(part, forms);
    return found
      .map(({ contributions }) =>
        contributions.reduce((sum, { term, score }) => sum + (belongs.has(term) ? score : 0), 0),
      )
      .toSorted((left, right) => right - left);
  });
}

function termsOf(
  { sequence }: QuestionPart,
  forms: (term: string) => readonly string[],
): ReadonlySet<string> {
  return new Set(sequence.flatMap((term) => [...forms(term), ...synonymsOf(term)]));
}
