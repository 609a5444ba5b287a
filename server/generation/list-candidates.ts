import type { EvidenceReference } from '../../contract/trace.ts';
import {
  endOfMarkersAt,
  findCitationMarkers,
  leavesCodeOpen,
} from '../../core/text/citation-markers.ts';
import { LIST_MARKER, readLines } from '../../core/text/lines.ts';
import type { LineKind } from '../../core/text/lines.ts';
import { rememberByText } from '../../core/memory.ts';
import { splitSentences } from '../../core/text/sentences.ts';
import type { Span } from '../../core/text/spans.ts';
import { spansOverlap } from '../../core/text/spans.ts';
import { extractTerms } from '../../core/text/terms.ts';
import { loadsSomething } from './loads-something.ts';
import { readQuestion, type ReadQuestion } from './read-question.ts';

/** A chunk that may be quoted; `marker` is also its rank, 1 the best. */
export type QuotableChunk = Pick<EvidenceReference, 'marker' | 'title' | 'heading_path'> & {
  readonly text: string;
};

/** A sentence that may be quoted; offsets index the chunk's text. */
export interface Candidate extends Span {
  readonly chunk: QuotableChunk;
  /** Its place among the sentences of the chunk. */
  readonly position: number;
  readonly kind: LineKind;
  readonly text: string;
  readonly terms: readonly string[];
  /** Terms of the headings above it, of the heading path and of the title. */
  readonly contextTerms: ReadonlySet<string>;
  /** The heading right above it that asks something, as a question; null where none does. */
  readonly asked: ReadQuestion | null;
}

/**
 * The sentences of a chunk in order. Headings and code are context and never quoted; nor is a sentence that
 * leaves a backtick open, because the markers up to the next backtick would read as code, nor one by which a reader
 * may load something.
 */
export function listCandidates(chunk: QuotableChunk): readonly Candidate[] {
  const context = [chunk.title, ...chunk.heading_path].join('\n');
  return readQuotable(`${context.length} ${context}${chunk.text}`).map((sentence) => ({
    ...sentence,
    chunk,
  }));
}

/** Of the chunks that were read last: what is read of them takes about twenty times as many bytes. */
const REMEMBERED_CHARACTERS = 200_000;

/** Of a context and a text, one behind the other, with the length of the context and a blank before them. */
const readQuotable = rememberByText(
  REMEMBERED_CHARACTERS,
  (both): readonly Omit<Candidate, 'chunk'>[] => {
    const start = both.indexOf(' ') + 1;
    const end = start + Number(both.slice(0, start));
    const chunkText = both.slice(end);
    const lines = readLines(chunkText);
    const about = extractTerms(both.slice(start, end));
    const sentences: Omit<Candidate, 'chunk'>[] = [];
    let contextTerms: ReadonlySet<string> = new Set(about);
    let asked: ReadQuestion | null = null;
    for (const [position, span] of splitSentences(chunkText).entries()) {
      const kind = lines.find((line) => spansOverlap(line, span))?.kind ?? 'prose';
      const text = chunkText.slice(span.start, span.end);
      if (kind === 'heading') {
        contextTerms = new Set([...about, ...extractTerms(text)]);
        asked = null;
      }
      // A question on a line of its own asks what the text below it answers.
      if (text.endsWith('?')) asked = readQuestion(text);
      const quotable =
        kind === 'heading' || kind === 'code' ? null : withoutForeignMarkers(chunkText, span);
      if (quotable === null) continue;
      const quoted = chunkText.slice(quotable.start, quotable.end);
      if (leavesCodeOpen(quoted) || loadsSomething(quoted)) continue;
      const terms = extractTerms(quoted);
      sentences.push({ ...quotable, position, kind, text: quoted, terms, contextTerms, asked });
    }
    return sentences;
  },
);

/**
 * Bracketed numbers of the document's own would read as citations in the answer: behind the sentence they
 * are left out, and a sentence that has one inside is not quoted at all.
 */
function withoutForeignMarkers(text: string, span: Span): Span | null {
  const content = text.slice(span.start, span.end);
  const markers = findCitationMarkers(content);
  const first = markers[0];
  if (first === undefined) return span;
  const isTrailing = endOfMarkersAt(content, first.start) === content.length;
  const end = span.start + content.slice(0, first.start).trimEnd().length;
  const bare = text.slice(span.start, end).replace(LIST_MARKER, '');
  return isTrailing && bare.trim() !== '' ? { start: span.start, end } : null;
}
