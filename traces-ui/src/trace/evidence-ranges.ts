import type { Citation, Claim } from '../../../contract/verification.ts';
import type { TextRange } from '../ui/split-text.ts';

/** `strong`: the words that carry the claim; `soft`: the rest of what is cited. */
export type EvidenceMark = 'strong' | 'soft';

/**
 * What to highlight in the cited document version for one citation: the evidence of the claims that bear
 * its marker, out of the rest of the quotation. With a chosen claim, only its evidence stands out. Where
 * no claim has evidence in the cited chunk, the whole quotation does.
 */
export function buildEvidenceRanges(
  citation: Citation,
  claims: readonly Claim[],
  chosenClaim?: number,
): readonly TextRange<EvidenceMark>[] {
  const citing = claims.filter((claim) => claim.markers.includes(citation.marker));
  const isChosen = citing.some((claim) => claim.index === chosenClaim);
  const evidence = citing.flatMap((claim) =>
    claim.evidence
      .filter((span) => span.chunk_id === citation.chunk_id && span.char_start < span.char_end)
      .map((span): TextRange<EvidenceMark> => ({
        start: span.char_start,
        end: span.char_end,
        label: isChosen && claim.index !== chosenClaim ? 'soft' : 'strong',
      })),
  );
  const quote = quoteRange(citation);
  if (quote === null) return evidence;
  return [{ ...quote, label: evidence.length === 0 ? 'strong' : 'soft' }, ...evidence];
}

function quoteRange(citation: Citation): { start: number; end: number } | null {
  if (citation.char_start === null || citation.char_end === null) return null;
  return { start: citation.char_start, end: citation.char_end };
}

/** Moves ranges of a document's text to a piece of it that begins at `offset`. */
export function shiftRanges<Label>(
  ranges: readonly TextRange<Label>[],
  offset: number,
): readonly TextRange<Label>[] {
  return ranges.map((range) => ({
    ...range,
    start: range.start - offset,
    end: range.end - offset,
  }));
}
