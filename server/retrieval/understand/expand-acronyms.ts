import { findAcronyms, isAcronym } from '../../../core/text/acronyms.ts';
import { extractTermOccurrences, extractTerms } from '../../../core/text/terms.ts';
import { findCandidateChunks } from '../../../db/queries/find-candidate-chunks.ts';
import type { LexicalRow } from '../../../db/queries/search-lexical.ts';
import type { SearchScope } from '../../../db/queries/search-scope.ts';
import type { WorkspaceDatabase } from '../../../db/workspace-database.ts';
import type { QueryTerm, SearchQuery } from '../search-query.ts';

/** What all the words count for together that a short form stands for, beside the short form itself. */
const LONG_FORM_WEIGHT = 1;
const MAX_EXPANSIONS = 3;
/** Where a text defines a short form, it is near the top of what holds it: such a chunk holds it, and is about it. */
const CHUNKS_READ = 20;

interface Acronym {
  readonly term: string;
  readonly surface: string;
}

/**
 * Adds the words that a short form of the question stands for, as a chunk that was found and may be read defines it, so
 * that chunks with the words alone are found as well. Null where the question has no short form that is defined.
 */
export async function expandAcronyms(
  query: SearchQuery,
  found: readonly LexicalRow[],
  index: { readonly database: WorkspaceDatabase; readonly scope: SearchScope },
): Promise<SearchQuery | null> {
  const acronyms = findShortForms(query.text);
  const numbers = acronyms.flatMap(({ term }) => holdersOf(term, found));
  if (numbers.length === 0) return null;
  const { reader, asOf } = index.scope;
  const chunks = await findCandidateChunks(index.database, {
    numbers: [...new Set(numbers)],
    reader,
    asOf,
  });
  const texts = numbers.map((number) => chunks.get(number)?.text ?? '');
  const longForms = new Map<Acronym, string>();
  for (const { acronym, longForm } of texts.flatMap(findAcronyms)) {
    const asked = acronyms.find(({ surface }) => surface === acronym);
    if (asked !== undefined && !longForms.has(asked)) longForms.set(asked, longForm);
  }
  return longForms.size === 0 ? null : withLongForms(query, longForms);
}

/** Where all is in capitals, they say nothing. */
function findShortForms(question: string): readonly Acronym[] {
  if (!/\p{Ll}/u.test(question)) return [];
  const short = extractTermOccurrences(question).filter(({ surface }) => isAcronym(surface));
  const byTerm = new Map(short.map(({ term, surface }) => [term, { term, surface }]));
  return [...byTerm.values()].slice(0, MAX_EXPANSIONS);
}

function holdersOf(term: string, found: readonly LexicalRow[]): readonly number[] {
  return found
    .filter(({ matchedTerms }) => matchedTerms.includes(term))
    .slice(0, CHUNKS_READ)
    .map(({ chunkNumber }) => chunkNumber);
}

function withLongForms(
  query: SearchQuery,
  longForms: ReadonlyMap<Acronym, string>,
): SearchQuery | null {
  const terms = new Map<string, QueryTerm>(query.terms);
  const expanded = [...longForms].filter(([{ surface }, longForm]) => {
    const added = [...new Set(extractTerms(longForm))].filter((term) => !terms.has(term));
    for (const term of added) {
      const weight = LONG_FORM_WEIGHT / added.length;
      terms.set(term, { weight, isSynonym: true, surface: `${surface} ≈ ${term}` });
    }
    return added.length > 0;
  });
  if (expanded.length === 0) return null;
  const steps = expanded.map(([{ surface }, longForm]) => ({
    kind: 'acronym' as const,
    from: surface,
    to: longForm,
    reason: `a document says that “${surface}” stands for it`,
  }));
  return { ...query, terms, steps: [...query.steps, ...steps] };
}
