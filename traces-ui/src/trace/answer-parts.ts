import type { Citation, Claim } from '../../../contract/verification.ts';
import { splitText, type TextRange } from '../ui/split-text.ts';

/** A stretch of an answer that is shown in one way. */
export type AnswerPart =
  | { readonly kind: 'text'; readonly start: number; readonly text: string }
  | {
      readonly kind: 'marker';
      readonly start: number;
      readonly markers: readonly number[];
      /** The claim that the markers stand behind, where it bears them. */
      readonly claim: Claim | null;
    }
  | {
      readonly kind: 'claim';
      readonly start: number;
      readonly text: string;
      readonly claim: Claim;
      /** The verifier found nothing that supports these very words. */
      readonly isUnsupported: boolean;
      /** The verdict's icon stands behind the last part of each claim. */
      readonly isLast: boolean;
    };

type Label =
  | { readonly kind: 'claim'; readonly claim: Claim }
  | { readonly kind: 'marker'; readonly markers: readonly number[] }
  | { readonly kind: 'unsupported' };

const MARKER = /\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g;

/** Turns an answer, its claims and its citations into parts whose texts together are the answer. */
export function buildAnswerParts(
  text: string,
  claims: readonly Claim[],
  citations: readonly Pick<Citation, 'marker'>[],
): readonly AnswerPart[] {
  const parts = splitText(text, [...claimRanges(claims), ...markerRanges(text, claims, citations)]);
  const lastStarts = new Map<number, number>();
  for (const part of parts) {
    const claim = findClaim(part.labels);
    if (claim !== null && findMarkers(part.labels) === null)
      lastStarts.set(claim.index, part.start);
  }
  let latest: Claim | null = null;
  return parts.map(({ start, text, labels }): AnswerPart => {
    const markers = findMarkers(labels);
    if (markers !== null) return { kind: 'marker', start, markers, claim: bearer(latest, markers) };
    const claim = findClaim(labels);
    if (claim === null) return { kind: 'text', start, text };
    latest = claim;
    const isUnsupported = labels.some((label) => label.kind === 'unsupported');
    const isLast = lastStarts.get(claim.index) === start;
    return { kind: 'claim', start, text, claim, isUnsupported, isLast };
  });
}

function bearer(claim: Claim | null, markers: readonly number[]): Claim | null {
  return claim !== null && markers.some((marker) => claim.markers.includes(marker)) ? claim : null;
}

function claimRanges(claims: readonly Claim[]): TextRange<Label>[] {
  return claims.flatMap((claim) => [
    { start: claim.char_start, end: claim.char_end, label: { kind: 'claim', claim } },
    ...claim.unsupported_spans.map((span): TextRange<Label> => ({
      start: span.char_start,
      end: span.char_end,
      label: { kind: 'unsupported' },
    })),
  ]);
}

/** Bracketed numbers are markers only where the verifier read them as such: `[2026]` may be text. */
function markerRanges(
  text: string,
  claims: readonly Claim[],
  citations: readonly Pick<Citation, 'marker'>[],
): TextRange<Label>[] {
  const known = new Set([
    ...citations.map((citation) => citation.marker),
    ...claims.flatMap((claim) => claim.markers),
  ]);
  return [...text.matchAll(MARKER)].flatMap((match): TextRange<Label>[] => {
    const markers = (match[1] ?? '').split(',').map(Number);
    if (!markers.every((marker) => known.has(marker))) return [];
    const end = match.index + match[0].length;
    return [{ start: match.index, end, label: { kind: 'marker', markers } }];
  });
}

function findClaim(labels: readonly Label[]): Claim | null {
  for (const label of labels) if (label.kind === 'claim') return label.claim;
  return null;
}

function findMarkers(labels: readonly Label[]): readonly number[] | null {
  for (const label of labels) if (label.kind === 'marker') return label.markers;
  return null;
}
