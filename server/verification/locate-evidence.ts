import type { Evidence } from '../../contract/verification.ts';
import { spansOverlap } from '../../core/text/spans.ts';
import type { Span } from '../../core/text/spans.ts';
import { chooseSentences } from './choose-sentences.ts';
import type { IndexedChunk } from './index-evidence.ts';
import type { Judgement } from './judge-claim.ts';
import type { PlaceModel } from './place-signals.ts';

export interface Located extends Span {
  readonly indexed: IndexedChunk;
}

interface Sentence {
  readonly indexed: IndexedChunk;
  readonly at: number;
}

/**
 * The places of the chunks' texts that a judgement rests on, or that come nearest: whole sentences, neighbours as one,
 * the best first. Offsets index the text.
 */
export function locateEvidence(judgement: Judgement, model: PlaceModel): readonly Located[] {
  const { verbatim } = judgement;
  const sentences =
    verbatim === null ? chooseSentences(judgement, model) : sentencesOf(verbatim.indexed, verbatim);
  return joinNeighbours(sentences).map(({ indexed, from, to }) => {
    const start = indexed.sentences[from]?.start ?? 0;
    const end = indexed.sentences[to]?.end ?? start;
    return { indexed, ...indexed.toOriginal({ start, end }) };
  });
}

/** As the contract has it: offsets index the document version's stored text. */
export function toEvidence({ indexed: { chunk }, start, end }: Located): Evidence {
  return {
    chunk_id: chunk.chunk_id,
    document_id: chunk.document_id,
    document_version: chunk.document_version,
    char_start: chunk.char_start + start,
    char_end: chunk.char_start + end,
  };
}

function sentencesOf(indexed: IndexedChunk, span: Span): readonly Sentence[] {
  return indexed.sentences.flatMap((sentence, at) =>
    spansOverlap(sentence, span) ? [{ indexed, at }] : [],
  );
}

interface Stretch {
  readonly indexed: IndexedChunk;
  readonly from: number;
  readonly to: number;
}

/** In the order of the best of each. */
function joinNeighbours(sentences: readonly Sentence[]): readonly Stretch[] {
  const isChosen = (indexed: IndexedChunk, at: number) =>
    sentences.some((one) => one.indexed === indexed && one.at === at);
  const stretches: Stretch[] = [];
  for (const { indexed, at } of sentences) {
    const isKnown = stretches.some(
      (one) => one.indexed === indexed && at >= one.from && at <= one.to,
    );
    if (isKnown) continue;
    let [from, to] = [at, at];
    while (isChosen(indexed, from - 1)) from -= 1;
    while (isChosen(indexed, to + 1)) to += 1;
    stretches.push({ indexed, from, to });
  }
  return stretches;
}
