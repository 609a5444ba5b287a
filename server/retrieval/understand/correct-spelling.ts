import { findTermsLike } from '../../../db/queries/find-terms-like.ts';
import { searchLexical, type TermStatistics } from '../../../db/queries/search-lexical.ts';
import type { SearchScope } from '../../../db/queries/search-scope.ts';
import type { WorkspaceDatabase } from '../../../db/workspace-database.ts';
import type { QueryTerm, SearchQuery } from '../search-query.ts';
import { rankSimilar, similarTermsWanted, type SimilarTerm } from './similar-terms.ts';

/**
 * What a corrected word counts for beside one that stands in the documents. Of four public collections whose words
 * were mistyped at random, nDCG@10 rises by .007 to .041; correctly spelt, it changes by less than .002.
 */
const CORRECTED_WEIGHT = 0.8;
const MAX_CORRECTIONS = 3;
const MAX_TRIES = 3;

/**
 * Replaces words that stand in no chunk by the nearest that the reader may read. Null where there is nothing to
 * correct, which most questions find out without asking the database.
 */
export async function correctSpelling(
  query: SearchQuery,
  { holderCounts }: TermStatistics,
  from: { readonly database: WorkspaceDatabase; readonly scope: SearchScope },
): Promise<SearchQuery | null> {
  const unknown = [...query.terms].filter(
    ([term, { isSynonym }]) => !isSynonym && !holderCounts.has(term),
  );
  const corrections = new Map<string, SimilarTerm>();
  for (const [term] of unknown) {
    if (corrections.size === MAX_CORRECTIONS) break;
    const similar = await findSimilar(term, from);
    if (similar !== null) corrections.set(term, similar);
  }
  return corrections.size === 0 ? null : withCorrections(query, corrections);
}

/** A word that stands only where the reader may not look is not given away. */
async function findSimilar(
  term: string,
  { database, scope }: { readonly database: WorkspaceDatabase; readonly scope: SearchScope },
): Promise<SimilarTerm | null> {
  const wanted = similarTermsWanted(term);
  if (wanted === null) return null;
  const ranked = rankSimilar(term, await findTermsLike(database, wanted));
  for (const similar of ranked.slice(0, MAX_TRIES)) {
    const weights = new Map([[similar.term, 1]]);
    const { found } = await searchLexical(database, { weights, scope: { ...scope, depth: 1 } });
    if (found.length > 0) return similar;
  }
  return null;
}

function withCorrections(
  query: SearchQuery,
  corrections: ReadonlyMap<string, SimilarTerm>,
): SearchQuery {
  const terms = new Map<string, QueryTerm>();
  for (const [term, held] of query.terms) {
    const corrected = corrections.get(term);
    const name = corrected?.term ?? term;
    const known = terms.get(name);
    const weight = held.weight * (corrected === undefined ? 1 : CORRECTED_WEIGHT);
    const surface = corrected === undefined ? held.surface : `${held.surface} → ${corrected.term}`;
    terms.set(name, {
      weight: (known?.weight ?? 0) + weight,
      isSynonym: held.isSynonym && (known?.isSynonym ?? true),
      surface: known?.surface ?? surface,
    });
  }
  const steps = [...corrections].map(([term, { term: to, distance }]) => {
    const from = query.terms.get(term)?.surface ?? term;
    const letters = distance === 1 ? 'one letter' : `${distance} letters`;
    return {
      kind: 'spelling' as const,
      from,
      to,
      reason: `“${from}” stands in no document; “${to}” does, and differs in ${letters}`,
    };
  });
  return {
    ...query,
    terms,
    sequence: query.sequence.map((term) => corrections.get(term)?.term ?? term),
    steps: [...query.steps, ...steps],
  };
}
