import { spansOverlap } from '../../core/text/spans.ts';
import { splitClaims } from '../../server/verification/split-claims.ts';
import type { LabelledText } from './labelled-text.ts';

/** The sentences of an answer, each with the part of the labels that touches it. */
export function splitLabelled(answer: LabelledText): readonly LabelledText[] {
  return splitClaims(answer.text).claims.map(({ start, end }, at) => {
    const spans = answer.spans
      .filter((span) => spansOverlap(span, { start, end }))
      .map((span) => ({
        start: Math.max(0, span.start - start),
        end: Math.min(end, span.end) - start,
      }));
    return {
      ...answer,
      id: `${answer.id}#${String(at)}`,
      text: answer.text.slice(start, end),
      isSupported: spans.length === 0,
      spans,
    };
  });
}
