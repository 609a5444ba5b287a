import type { FieldReason } from '../../contract/extraction.ts';
import { wholePercent } from '../../core/text/percent.ts';
import { EXTRACTION_MODEL } from './extraction-model.ts';
import type { RankedCandidate } from './rank-candidates.ts';

/** The value of a field, or why it has none. */
export interface Choice {
  readonly chosen: RankedCandidate | null;
  readonly reason: FieldReason;
}

/** Two values fit alike when the second is nearly as probable, and one of the two is meant. */
const NEARLY = 0.85;
const TOGETHER = 0.5;

/** Takes the most probable value where that is probable enough; `ranked` as `rankCandidates` gives it. */
export function chooseValue(
  ranked: readonly RankedCandidate[],
  quoteOf: (candidate: RankedCandidate) => string,
): Choice {
  const [first, second] = ranked;
  if (first === undefined)
    return missing(
      'not_found',
      'Nothing in the text is of this type and free: what is says the value of another field.',
    );
  const quote = `“${quoteOf(first)}”`;
  if (second !== undefined && areAlike(first, second)) {
    return missing('ambiguous', `${quote} and “${quoteOf(second)}” fit alike.`);
  }
  if (first.score < EXTRACTION_MODEL.acceptFrom) {
    return missing(
      'not_found',
      `What comes nearest, ${quote}, is too improbable: ${wholePercent(first.score)} of at least ${wholePercent(EXTRACTION_MODEL.acceptFrom)}.`,
    );
  }
  if (first.value === null) {
    return missing('wrong_type', `${quote} stands where the value should, and is not of its type.`);
  }
  const code = first.features.label > 0 ? 'labelled' : 'nearby';
  const why =
    code === 'labelled'
      ? 'Its label or column names the field'
      : 'The words around it name the field';
  return { chosen: first, reason: { code, text: `${why}: ${wholePercent(first.score)}.` } };
}

function areAlike(first: RankedCandidate, second: RankedCandidate): boolean {
  const isEither = first.score + second.score >= TOGETHER;
  return isEither && second.score >= NEARLY * first.score;
}

function missing(code: FieldReason['code'], text: string): Choice {
  return { chosen: null, reason: { code, text } };
}
