import { sumOf } from '../../core/statistics/sum-of.ts';
import { spansOverlap } from '../../core/text/spans.ts';
import type { Span } from '../../core/text/spans.ts';
import { PLACE_MODEL } from '../../server/verification/place-model.ts';
import type { PlaceModel } from '../../server/verification/place-signals.ts';
import type { SupportModel } from '../../server/verification/support-signals.ts';
import { verifyAnswer } from '../../server/verification/verify-answer.ts';
import type { LabelledText } from './labelled-text.ts';

/** What the product says of one labelled text. */
export interface VerifiedText {
  readonly text: LabelledText;
  readonly claims: readonly VerifiedSentence[];
  /** Where the product sees no support; offsets index the text. */
  readonly unsupported: readonly Span[];
  readonly elapsedMs: number;
}

export interface VerifiedSentence extends Span {
  /** 0 to 1; null for what is no claim. */
  readonly pSupported: number | null;
  readonly isAccepted: boolean;
  readonly isSupported: boolean;
}

/** Verifies each text as an answer without markers, so that every claim may rest on all the evidence. */
export function verifyTexts(
  texts: readonly LabelledText[],
  modelFor: (text: LabelledText) => SupportModel,
  placesFor: (text: LabelledText) => PlaceModel = () => PLACE_MODEL,
): readonly VerifiedText[] {
  return texts.map((text) => {
    const model = modelFor(text);
    const places = placesFor(text);
    const started = performance.now();
    const { claims } = verifyAnswer({ answer: text.text, evidence: text.evidence, model, places });
    const elapsedMs = performance.now() - started;
    const sentences = claims.map((claim) => {
      const span = { start: claim.char_start, end: claim.char_end };
      const isClaim = claim.verdict !== 'not_a_claim';
      const isAccepted = claim.reasons.every(
        ({ code }) => code === 'covered' || code === 'absence_confirmed',
      );
      return {
        ...span,
        pSupported: isClaim ? claim.p_supported : null,
        isAccepted,
        isSupported: !text.spans.some((other) => spansOverlap(other, span)),
      };
    });
    const unsupported = claims.flatMap(({ unsupported_spans }) =>
      unsupported_spans.map(({ char_start, char_end }) => ({ start: char_start, end: char_end })),
    );
    return { text, claims: sentences, unsupported, elapsedMs };
  });
}

/**
 * How many claims of a text are expected not to be supported. Of whole answers it ranks better than the chance that
 * one is not, which many small doubts bring close to 1; of a single claim the two are the same.
 */
export function riskOf({ claims }: VerifiedText): number {
  return sumOf(claims.map(({ pSupported }) => 1 - (pSupported ?? 1)));
}
