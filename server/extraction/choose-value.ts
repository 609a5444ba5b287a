import type { FieldReason } from '../../contract/extraction.ts';
import { EXTRACTION_MODEL } from './extraction-model.ts';
import type { RankedCandidate } from './rank-candidates.ts';

/** The value of a field, or why it has none. */
export interface Choice {
  readonly chosen: RankedCandidate | null;
  readonly reason: FieldReason;
}

/** A second value counts as one that fits alike from this share of the first one's probability on. */
const ALIKE = 0.5;

/** Takes the most probable value where that is probable enough; `ranked` as `rankCandidates` gives it. */
export function chooseValue(
  ranked: readonly RankedCandidate[],
  quoteOf: (candidate: RankedCandidate) => string,
): Choice {
  const [first, second] = ranked;
  if (first === undefined) return missing('not_found', 'Nothing in the text is of this type.');
  const quote = `“${quoteOf(first)}”`;
  if (first.score < EXTRACTION_MODEL.acceptFrom) {
    const together = first.score + (second?.score ?? 0);
    if (second !== undefined && second.score >= ALIKE * first.score && together >= 0.5) {
      return missing('ambiguous', `${quote} and “${quoteOf(second)}” fit alike.`);
    }
    return missing(
      'not_found',
      `What comes nearest, ${quote}, is too improbable: ${percent(first.score)} of at least ${percent(EXTRACTION_MODEL.acceptFrom)}.`,
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
  return { chosen: first, reason: { code, text: `${why}: ${percent(first.score)}.` } };
}

function missing(code: FieldReason['code'], text: string): Choice {
  return { chosen: null, reason: { code, text } };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
