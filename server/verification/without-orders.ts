import { findInjections } from '../../core/scan/find-injections.ts';
import { rememberByText } from '../../core/memory.ts';
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
  const text = blankOrders(chunk.text);
  return text === chunk.text
    ? chunk
    : { ...chunk, text, storedText: chunk.storedText ?? chunk.text };
}

/** Of the chunks that were read last. */
const REMEMBERED_CHARACTERS = 2_000_000;

const blankOrders = rememberByText(REMEMBERED_CHARACTERS, (text) => {
  const orders = findInjections(text);
  if (orders.length === 0) return text;
  return splitSentences(text)
    .filter((sentence) => orders.some((order) => spansOverlap(order, sentence)))
    .reduce(
      (rest, { start, end }) =>
        rest.slice(0, start) + rest.slice(start, end).replaceAll(/[^\n]/g, ' ') + rest.slice(end),
      text,
    );
});
