import { extractTermOccurrences } from '../../core/text/terms.ts';
import type { Message } from '../../contract/retrieval.ts';

/** The question as the legs see it. */
export interface SearchQuery {
  readonly text: string;
  /** How often the question holds each term. */
  readonly termCounts: ReadonlyMap<string, number>;
  /** The words of the question that each term was read from. */
  readonly surfaceByTerm: ReadonlyMap<string, string>;
}

/** With fewer terms than this, a question in a conversation leans on the one before it. */
const MIN_TERMS_TO_STAND_ALONE = 4;

/** Reads the question's terms; a short follow-up ("and for part-timers?") takes the last one's along. */
export function buildSearchQuery(question: string, history: readonly Message[]): SearchQuery {
  const query = readTerms(question);
  const previous = history.findLast((message) => message.role === 'user');
  if (previous === undefined || query.termCounts.size >= MIN_TERMS_TO_STAND_ALONE) return query;
  return readTerms(`${previous.content}\n${question}`);
}

function readTerms(text: string): SearchQuery {
  const termCounts = new Map<string, number>();
  const surfaceByTerm = new Map<string, string>();
  for (const { term, surface } of extractTermOccurrences(text)) {
    termCounts.set(term, (termCounts.get(term) ?? 0) + 1);
    if (!surfaceByTerm.has(term)) surfaceByTerm.set(term, surface);
  }
  return { text, termCounts, surfaceByTerm };
}
