import { relatedTo } from '../../../core/text/related-words.ts';
import type { LexicalRows } from '../../../db/queries/search-lexical.ts';
import type { SearchScope } from '../../../db/queries/search-scope.ts';
import { formsOf, type QueryTerm, type SearchQuery } from '../search-query.ts';
import { similarTermsWanted } from './similar-terms.ts';

/**
 * First terms of words that nothing holds, in any of the languages, which was searched and may be read, and that
 * others could take the place of. Most questions have none, and find out without asking the database. A word that
 * stands only where the reader may not look is one that stands nowhere, so that nothing gives it away.
 */
export async function findUnknown(
  query: SearchQuery,
  { found, statistics, findReadable }: Pick<LexicalRows, 'found' | 'statistics' | 'findReadable'>,
  scope: SearchScope,
): Promise<readonly string[]> {
  const seen = new Set(found.flatMap(({ matchedTerms }) => matchedTerms));
  const forms = formsOf(query);
  const unseen = [...query.terms].flatMap(([term, held]) => {
    const isKnown = forms(term).some((form) => seen.has(form));
    return isKnown || !isReplaceable(term, held) ? [] : [term];
  });
  const held = unseen.flatMap(forms).filter((form) => statistics.holderCounts.has(form));
  // Fewer hits than were wanted are all that may be read.
  if (held.length === 0 || found.length < scope.depth) return unseen;
  const readable = await findReadable(held, scope);
  return unseen.filter((term) => !forms(term).some((form) => readable.has(form)));
}

function isReplaceable(term: string, { isBeside, formOf, surface }: QueryTerm): boolean {
  if (isBeside || formOf !== null) return false;
  return similarTermsWanted({ surface, term }) !== null || relatedTo(term).size > 0;
}
