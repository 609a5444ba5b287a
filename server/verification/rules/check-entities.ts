import { spansOverlap } from '../../../core/text/spans.ts';
import { PREFIX_LENGTH, prefixOf } from '../index-evidence.ts';
import type { IndexedChunk } from '../index-evidence.ts';
import type { Term } from '../read-terms.ts';
import type { Comparison, Finding } from './finding.ts';

const CAPITALISED = /^\p{Lu}/u;
const ACRONYM = /^\p{Lu}{2,6}s?$/u;

/** Names of the claim that stand nowhere in the chunks, their titles or headings. */
export function checkEntities({
  claim,
  chunks,
}: Pick<Comparison, 'claim' | 'chunks'>): readonly Finding[] {
  const names = claim.terms.filter(
    (term) =>
      isName(term, claim) &&
      !claim.dates.some((date) =>
        spansOverlap(date, { start: term.start - claim.start, end: term.end - claim.start }),
      ),
  );
  return names
    .filter((name) => !chunks.some((indexed) => isKnown(name, indexed, names)))
    .map((name) => ({
      code: 'entity_novel',
      weight: 'missing',
      span: { start: name.start, end: name.end },
      text: `"${name.surface}" does not occur in the cited text.`,
    }));
}

/** Capitals, where the place in the sentence does not already ask for them. */
function isName(term: Term, claim: Comparison['claim']): boolean {
  if (!CAPITALISED.test(term.surface) || /\d/u.test(term.surface) || term.surface.length < 2)
    return false;
  if (ACRONYM.test(term.surface)) return true;
  if (isTitleCase(claim)) return false;
  const before = claim.text.slice(0, term.start - claim.start).trimEnd();
  return before !== '' && !/[.!?:;"“'‘(\n•-]$/u.test(before);
}

function isTitleCase({ terms }: Comparison['claim']): boolean {
  const words = terms.filter(({ surface }) => /^\p{L}/u.test(surface));
  return words.length >= 3 && words.every(({ surface }) => CAPITALISED.test(surface));
}

function isKnown(name: Term, indexed: IndexedChunk, names: readonly Term[]): boolean {
  const surface = name.surface.toLowerCase();
  if (indexed.termSet.has(name.term) || indexed.contextTerms.has(name.term)) return true;
  if (indexed.plainText().includes(surface) || indexed.plainContext().includes(surface))
    return true;
  if (name.term.length >= PREFIX_LENGTH && indexed.prefixes.has(prefixOf(name.term))) return true;
  if (ACRONYM.test(name.surface)) return isInitialsOf(surface.replace(/s$/u, ''), indexed);
  return isSpelledOutAcronym(names, indexed);
}

/** "WHO" where the chunk has "World Health Organization". */
function isInitialsOf(acronym: string, { initials }: IndexedChunk): boolean {
  return initials().includes(acronym);
}

/** "World Health Organization" where the chunk has "WHO". */
function isSpelledOutAcronym(names: readonly Term[], indexed: IndexedChunk): boolean {
  const initials = names.map(({ surface }) => surface.charAt(0).toLowerCase()).join('');
  return initials.length >= 2 && indexed.termSet.has(initials);
}
