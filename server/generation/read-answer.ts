import type { ReadSpan } from '../../contract/routing.ts';
import { wholePercent } from '../../core/text/percent.ts';
import { spansOverlap } from '../../core/text/spans.ts';
import type { AnswerSpan, ReadingTask, SpansFound } from '../../models/chat-model.ts';
import { composeQuotes, type PartQuote, type PartToAnswer } from './extract-answer.ts';
import { listCandidates, type Candidate, type QuotableChunk } from './list-candidates.ts';

interface ChunkToRead {
  readonly chunk: QuotableChunk;
  readonly candidates: readonly Candidate[];
}

interface PlacedSpan extends AnswerSpan {
  readonly read: ChunkToRead;
}

/**
 * What a reader is asked about the chunks, and the answer that its spans make: for each part the sentences, word for
 * word and cited, in which the most probable span stands. A part has none where no span is probable enough, or "no
 * answer" is at least as probable.
 */
export function readAnswer({
  parts,
  evidence,
}: {
  readonly parts: readonly PartToAnswer[];
  readonly evidence: readonly QuotableChunk[];
}): ReadingTask {
  return {
    questions: parts.map(({ question }) => question),
    texts: evidence.map(({ text }) => text),
    compose(found, minProbability) {
      const chunks = evidence.map((chunk) => ({ chunk, candidates: listCandidates(chunk) }));
      const placed = parts.map((_part, at) => place(chunks, found[at] ?? []));
      const quotes = placed.map((spans) => quoteBest(spans, minProbability));
      const { text, reason } = composeQuotes(parts, quotes);
      const spans = placed.flatMap((ofPart, part) => describeBest(ofPart, part));
      return { text, reason, reading: { min_probability: minProbability, spans } };
    },
  };
}

/** Best first; of spans that are alike, that of the better chunk. Only what may be quoted counts. */
function place(
  chunks: readonly ChunkToRead[],
  found: readonly SpansFound[],
): readonly PlacedSpan[] {
  return chunks
    .flatMap((read, at) => (found[at]?.spans ?? []).map((span) => ({ ...span, read })))
    .filter((span) => sentencesOf(span).length > 0)
    .toSorted(
      (left, right) =>
        right.probability - left.probability || left.read.chunk.marker - right.read.chunk.marker,
    );
}

function quoteBest(spans: readonly PlacedSpan[], minProbability: number): PartQuote {
  const [best] = spans;
  if (best === undefined) {
    return { sentences: [], reason: 'No retrieved text has a sentence to quote.' };
  }
  const answer = spans.find(
    ({ probability, noAnswer }) => probability >= minProbability && probability > noAnswer,
  );
  if (answer === undefined) return { sentences: [], reason: explainDoubt(best, minProbability) };
  const { probability, read } = answer;
  const sentences = sentencesOf(answer).map((candidate) => ({ candidate, score: probability }));
  const marker = `[${String(read.chunk.marker)}]`;
  const reason = `The best span stands in ${marker}, with a probability of ${wholePercent(probability)}.`;
  return { sentences, reason };
}

function explainDoubt({ probability, noAnswer }: AnswerSpan, minProbability: number): string {
  const has = `The best span has a probability of ${wholePercent(probability)}`;
  return probability >= minProbability
    ? `${has}, that of no answer is ${wholePercent(noAnswer)}.`
    : `${has}; an answer needs ${wholePercent(minProbability)}.`;
}

/** The sentences in which a span stands as a whole; none where a part of it may not be quoted. */
function sentencesOf({ start, end, read }: PlacedSpan): readonly Candidate[] {
  const touched = read.candidates.filter((candidate) => spansOverlap(candidate, { start, end }));
  const isWhole = (touched[0]?.start ?? end) <= start && (touched.at(-1)?.end ?? start) >= end;
  return isWhole && areNeighbours(touched) ? touched : [];
}

/** Nothing between them was left out. */
function areNeighbours(candidates: readonly Candidate[]): boolean {
  const first = candidates[0]?.position ?? 0;
  return candidates.every(({ position }, at) => position === first + at);
}

/** Of each chunk its best span. */
function describeBest(spans: readonly PlacedSpan[], part: number): readonly ReadSpan[] {
  const markers = new Set<number>();
  return spans.flatMap(({ start, end, probability, noAnswer, read }) => {
    const { marker } = read.chunk;
    if (markers.has(marker)) return [];
    markers.add(marker);
    const span = { char_start: start, char_end: end, probability, no_answer: noAnswer };
    return [{ part, marker, ...span }];
  });
}
