import type { Language } from '../../../contract/language.ts';
import { findAcronyms, isAcronym } from '../../../core/text/acronyms.ts';
import { extractTerms } from '../../../core/text/terms.ts';
import { findCandidateChunks } from '../../../db/queries/find-candidate-chunks.ts';
import type { LexicalRow } from '../../../db/queries/search-lexical.ts';
import type { SearchScope } from '../../../db/queries/search-scope.ts';
import type { WorkspaceDatabase } from '../../../db/workspace-database.ts';
import { readWords } from './read-words.ts';
import type { QueryTerm, SearchQuery } from '../search-query.ts';

/** What all the words count for together that a short form stands for, beside the short form itself. */
const LONG_FORM_WEIGHT = 1;
const MAX_EXPANSIONS = 3;
/** Where a text defines a short form, it is near the top of what holds it: such a chunk holds it, and is about it. */
const CHUNKS_READ = 20;

interface Acronym {
  readonly terms: readonly string[];
  readonly surface: string;
}

interface LongForm {
  readonly text: string;
  readonly language: Language;
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
  const acronyms = findShortForms(query);
  const numbers = acronyms.flatMap(({ terms }) => holdersOf(terms, found));
  if (numbers.length === 0) return null;
  const { reader, asOf } = index.scope;
  const chunks = await findCandidateChunks(index.database, {
    numbers: [...new Set(numbers)],
    reader,
    asOf,
  });
  const longForms = new Map<Acronym, LongForm>();
  for (const { text, language } of numbers.flatMap((number) => chunks.get(number) ?? [])) {
    for (const { acronym, longForm } of findAcronyms(text)) {
      const asked = acronyms.find(({ surface }) => surface === acronym);
      if (asked === undefined || longForms.has(asked)) continue;
      longForms.set(asked, { text: longForm, language });
    }
  }
  return longForms.size === 0 ? null : withLongForms(query, longForms);
}

/** Where all is in capitals, they say nothing. */
function findShortForms({ text, languages }: SearchQuery): readonly Acronym[] {
  if (!/\p{Ll}/u.test(text)) return [];
  const short = readWords(text, languages).filter(({ surface }) => isAcronym(surface));
  const byTerm = new Map(short.map((word) => [word.terms[0], word]));
  return [...byTerm.values()].slice(0, MAX_EXPANSIONS);
}

function holdersOf(terms: readonly string[], found: readonly LexicalRow[]): readonly number[] {
  return found
    .filter(({ matchedTerms }) => terms.some((term) => matchedTerms.includes(term)))
    .slice(0, CHUNKS_READ)
    .map(({ chunkNumber }) => chunkNumber);
}

function withLongForms(
  query: SearchQuery,
  longForms: ReadonlyMap<Acronym, LongForm>,
): SearchQuery | null {
  const terms = new Map<string, QueryTerm>(query.terms);
  const expanded = [...longForms].filter(([{ surface }, longForm]) => {
    const held = extractTerms(longForm.text, longForm.language);
    const added = [...new Set(held)].filter((term) => !terms.has(term));
    for (const term of added) {
      const weight = LONG_FORM_WEIGHT / added.length;
      const stated = `${surface} ≈ ${term}`;
      terms.set(term, { weight, isBeside: true, surface: stated, formOf: null });
    }
    return added.length > 0;
  });
  if (expanded.length === 0) return null;
  const steps = expanded.map(([{ surface }, longForm]) => ({
    kind: 'acronym' as const,
    from: surface,
    to: longForm.text,
    reason: `a document says that “${surface}” stands for it`,
  }));
  return { ...query, terms, steps: [...query.steps, ...steps] };
}
