import type { Citation, Claim } from '../../../contract/verification.ts';
import type { TextRange } from '../ui/split-text.ts';

/** `strong`: the words that carry the claim; `soft`: the rest of what is cited. */
export type EvidenceMark = 'strong' | 'soft';

/**
 * What to highlight in the cited document version for one citation. Where a claim that bears the
 * marker has evidence in the cited chunk, that evidence stands out of the quotation; else all of it does.
 */
export function buildEvidenceRanges(
  citation: Citation,
  claims: readonly Claim[],
): readonly TextRange<EvidenceMark>[] {
  const evidence = claims
    .filter((claim) => claim.markers.includes(citation.marker))
    .flatMap((claim) => claim.evidence)
    .filter((span) => span.chunk_id === citation.chunk_id && span.char_start < span.char_end)
    .map((span) => ({ start: span.char_start, end: span.char_end, label: 'strong' as const }));
  const quote = quoteRange(citation);
  if (quote === null) return evidence;
  const label = evidence.length === 0 ? ('strong' as const) : ('soft' as const);
  return [{ ...quote, label }, ...evidence];
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
