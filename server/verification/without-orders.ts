import { findInjections } from '../../core/scan/find-injections.ts';
import { splitSentences } from '../../core/text/sentences.ts';
import { spansOverlap } from '../../core/text/spans.ts';
import type { EvidenceChunk } from './evidence-chunk.ts';

/**
 * A chunk with blanks where its sentences speak to a model: a model that repeats what it was told to say is not
 * supported by being told. Offsets stay as they are,
 * and so does the stored text beside it, for people to read.
 */
export function withoutOrders<Chunk extends Pick<EvidenceChunk, 'text' | 'storedText'>>(
  chunk: Chunk,
): Chunk {
  const orders = findInjections(chunk.text);
  if (orders.length === 0) return chunk;
  const text = splitSentences(chunk.text)
    .filter((sentence) => orders.some((order) => spansOverlap(order, sentence)))
    .reduce(
      (rest, { start, end }) =>
        rest.slice(0, start) + rest.slice(start, end).replaceAll(/[^\n]/g, ' ') + rest.slice(end),
      chunk.text,
    );
  return { ...chunk, text, storedText: chunk.storedText ?? chunk.text };
}
