import type { AnswerSpan, SpansFound } from '../chat-model.ts';

export const MAX_SPANS = 5;
const PER_SPAN = 4;
/** How many numbers a reader's process gives for a text. */
export const SPAN_VALUES = 1 + MAX_SPANS * PER_SPAN;

/** As numbers: how many tokens were read, then start, end and both probabilities of each span; 0 where there are fewer. */
export function packSpans({ tokenCount, spans }: SpansFound): readonly number[] {
  const values = [
    tokenCount,
    ...spans
      .slice(0, MAX_SPANS)
      .flatMap(({ start, end, probability, noAnswer }) => [start, end, probability, noAnswer]),
  ];
  return [...values, ...Array.from({ length: SPAN_VALUES - values.length }, () => 0)];
}

export function unpackSpans(values: Float32Array): SpansFound {
  const spans: AnswerSpan[] = [];
  for (let at = 1; at < SPAN_VALUES; at += PER_SPAN) {
    const [start = 0, end = 0, probability = 0, noAnswer = 0] = values.subarray(at, at + PER_SPAN);
    if (end > start) spans.push({ start, end, probability, noAnswer });
  }
  return { tokenCount: values[0] ?? 0, spans };
}
