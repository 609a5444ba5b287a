import { extractTermOccurrences } from '../../core/text/terms.ts';
import type { Message } from '../../contract/retrieval.ts';

/** The question as the legs see it. */
export interface SearchQuery {
  readonly text: string;
  /** Each term once, with the words of the question that it was read from. */
  readonly surfaceByTerm: ReadonlyMap<string, string>;
}

/** With fewer terms than this, a question in a conversation leans on the one before it. */
const MIN_TERMS_TO_STAND_ALONE = 4;

/** Reads the question's terms; a short follow-up ("and for part-timers?") takes the last one's along. */
export function buildSearchQuery(question: string, history: readonly Message[]): SearchQuery {
  const surfaceByTerm = readSurfaces(question);
  const previous = history.findLast((message) => message.role === 'user');
  if (previous === undefined || surfaceByTerm.size >= MIN_TERMS_TO_STAND_ALONE) {
    return { text: question, surfaceByTerm };
  }
  const text = `${previous.content}\n${question}`;
  return { text, surfaceByTerm: readSurfaces(text) };
}

function readSurfaces(text: string): ReadonlyMap<string, string> {
  const surfaces = new Map<string, string>();
  for (const { term, surface } of extractTermOccurrences(text)) {
    if (!surfaces.has(term)) surfaces.set(term, surface);
  }
  return surfaces;
}
