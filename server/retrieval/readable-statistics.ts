import type { LexicalRows, Place, TermStatistics } from '../../db/queries/search-lexical.ts';
import type { SearchScope } from '../../db/queries/search-scope.ts';

const EVERYWHERE: Place = { collections: null, filters: {} };

/**
 * How telling words are, as far as the reader may know: a word that stands only in what it may not read is one that
 * stands nowhere, so that no figure made of this tells the two apart. What may be read outside of the scope counts.
 */
export async function readableStatistics(
  { found, statistics, findReadable }: Pick<LexicalRows, 'found' | 'statistics' | 'findReadable'>,
  scope: SearchScope,
): Promise<TermStatistics> {
  const known = new Set(found.flatMap(({ matchedTerms }) => matchedTerms));
  const unseen = [...statistics.holderCounts.keys()].filter((term) => !known.has(term));
  // Fewer hits than were wanted are all that may be read.
  const isAllSeen = found.length < scope.depth && isEverywhere(scope);
  if (unseen.length > 0 && !isAllSeen) {
    for (const term of await findReadable(unseen, EVERYWHERE)) known.add(term);
  }
  const counts = [...statistics.holderCounts].filter(([term]) => known.has(term));
  return { ...statistics, holderCounts: new Map(counts) };
}

function isEverywhere({ collections, filters }: Place): boolean {
  return collections === null && Object.values(filters).every((filter) => filter === undefined);
}
