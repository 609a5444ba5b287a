import { onlyAsks } from '../../core/text/asking-words.ts';
import type { TermStatistics } from '../../db/queries/search-lexical.ts';
import type { Needs } from './cover-needs.ts';
import { formsOf, weighOwnTerms, type SearchQuery } from './search-query.ts';

/** What a question asks about, weighed by what stands in the documents. */
export function readNeeds(query: SearchQuery, statistics: TermStatistics): Needs {
  const wordOf = (term: string) => query.terms.get(term)?.surface ?? term;
  return {
    weights: weighOwnTerms(query, statistics),
    wordOf,
    formsOf: formsOf(query),
    isAsking: (term) => onlyAsks(wordOf(term), query.languages),
  };
}
