import { LIST_MARKER } from '../../core/text/lines.ts';
import { normalizeText } from '../../core/text/offset-map.ts';
import type { Span } from '../../core/text/spans.ts';
import type { IndexedChunk } from './index-evidence.ts';

export interface Verbatim extends Span {
  readonly indexed: IndexedChunk;
}

/**
 * Where a chunk holds the text as whole sentences, letter case and typography aside. A part of a sentence
 * does not count: the words around it may turn it round.
 */
export function findVerbatim(text: string, chunks: readonly IndexedChunk[]): Verbatim | null {
  const wanted = trimEnd(normalizeText(text).toLowerCase().trim());
  if (wanted === '') return null;
  for (const indexed of chunks) {
    if (!indexed.plainText().includes(wanted)) continue;
    const span = findWholeSentences(wanted, indexed);
    if (span !== null) return { ...span, indexed };
  }
  return null;
}

function findWholeSentences(wanted: string, indexed: IndexedChunk): Span | null {
  const normalized = indexed.normalized();
  const plain = indexed.plainText();
  if (plain.length !== normalized.text.length) return null;
  const starts = new Set(
    indexed.sentences.flatMap(({ start, text }) => [start, start + markerLength(text)]),
  );
  const ends = new Map(
    indexed.sentences.map(({ start, text, end }) => [start + trimEnd(text).length, end]),
  );
  for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + 1)) {
    const span = normalized.toOriginal({ start: at, end: at + wanted.length });
    const end = ends.get(span.end);
    if (starts.has(span.start) && end !== undefined) return { start: span.start, end };
  }
  return null;
}

function markerLength(text: string): number {
  return LIST_MARKER.exec(text.slice(0, 12))?.[0].length ?? 0;
}

function trimEnd(text: string): string {
  return text.replace(/[\s.,;:]+$/u, '');
}
