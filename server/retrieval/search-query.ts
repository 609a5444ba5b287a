import type { Message } from '../../contract/retrieval.ts';
import { synonymsOf } from '../../core/text/everyday-synonyms.ts';
import { extractTermOccurrences } from '../../core/text/terms.ts';

/** The question as the legs see it. */
export interface SearchQuery {
  readonly text: string;
  /** Each term once: those of the question, then everyday synonyms of them. */
  readonly terms: ReadonlyMap<string, QueryTerm>;
}

export interface QueryTerm {
  /** How often the question holds the term; a fraction for a synonym. */
  readonly weight: number;
  readonly isSynonym: boolean;
  /** For the reason: the words of the question, and for a synonym what stands in for them. */
  readonly surface: string;
}

/** With fewer terms than this, a question in a conversation leans on the one before it. */
const MIN_TERMS_TO_STAND_ALONE = 4;

/**
 * What a synonym counts for beside the word itself. On four public collections 0.15 to 0.2 changed
 * nDCG@10 by less than 0.002 either way; questions of employees gain documents that use another word.
 */
const SYNONYM_WEIGHT = 0.2;

/** Reads the question's terms; a short follow-up ("and for part-timers?") takes the last one's along. */
export function buildSearchQuery(question: string, history: readonly Message[]): SearchQuery {
  const own = readTerms(question);
  const previous = history.findLast((message) => message.role === 'user');
  if (previous === undefined || own.size >= MIN_TERMS_TO_STAND_ALONE) {
    return { text: question, terms: withSynonyms(own) };
  }
  const text = `${previous.content}\n${question}`;
  return { text, terms: withSynonyms(readTerms(text)) };
}

/** The terms that the question itself holds. */
export function ownTerms(query: SearchQuery): readonly string[] {
  return [...query.terms].filter(([, term]) => !term.isSynonym).map(([term]) => term);
}

function readTerms(text: string): ReadonlyMap<string, QueryTerm> {
  const terms = new Map<string, QueryTerm>();
  for (const { term, surface } of extractTermOccurrences(text)) {
    const known = terms.get(term);
    terms.set(term, {
      weight: (known?.weight ?? 0) + 1,
      isSynonym: false,
      surface: known?.surface ?? surface,
    });
  }
  return terms;
}

function withSynonyms(own: ReadonlyMap<string, QueryTerm>): ReadonlyMap<string, QueryTerm> {
  const terms = new Map(own);
  for (const [term, { weight, surface }] of own) {
    for (const synonym of synonymsOf(term)) {
      if (terms.has(synonym)) continue;
      terms.set(synonym, {
        weight: weight * SYNONYM_WEIGHT,
        isSynonym: true,
        surface: `${surface} ≈ ${synonym}`,
      });
    }
  }
  return terms;
}
