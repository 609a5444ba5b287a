import { findCitationMarkers } from '../../core/text/citation-markers.ts';
import type { CitationMarker } from '../../core/text/citation-markers.ts';
import { LIST_MARKER } from '../../core/text/lines.ts';
import { splitSentences } from '../../core/text/sentences.ts';
import { trimSpan } from '../../core/text/spans.ts';
import type { Span } from '../../core/text/spans.ts';
import { extractTerms } from '../../core/text/terms.ts';
import { splitAbsence } from './split-absence.ts';

/** A sentence of the answer, or a clause of it where markers stand between clauses. */
export interface ClaimDraft extends Span {
  /** The numbers that the claim cites, in order, each once. */
  readonly markers: readonly number[];
  /** Numbers that may be meant too: they stand behind a later clause, or at the paragraph's end. */
  readonly weakMarkers: readonly number[];
}

interface SplitAnswer {
  /** The answer with every marker blanked out; offsets stay. */
  readonly plainText: string;
  readonly claims: readonly ClaimDraft[];
}

const MIN_CLAUSE_TERMS = 3;
/** Longer ones are not read as quotations. */
const MAX_ELIDED_LENGTH = 800;
const OPEN_QUOTATION =
  /(?:^[^"]*(?:"[^"]*"[^"]*)*"[^"]*|[“„][^“”]*|«[^»]*|‘[^’]*)(?:\.{3}|…)[\])]?$/u;
const ATTRIBUTION =
  /^(?:according to|as (?:stated|noted|described|mentioned|per|set out|shown|explained)|based on|per|in|under|see)\b[^.]*$/iu;

/**
 * The claims of an answer in order, each with the markers that bind to it; `known` are the numbers that name a chunk,
 * where that is known.
 */
export function splitClaims(answer: string, known: ReadonlySet<number> | null = null): SplitAnswer {
  const markers = findCitationMarkers(answer).filter(
    (marker) => known === null || !isRangeOfValues(answer, marker, known),
  );
  const plainText = blankOut(answer, markers);
  const claims: ClaimDraft[] = [];
  let next = 0;
  for (const sentence of joinElided(answer, splitSentences(answer))) {
    const inside: CitationMarker[] = [];
    for (let marker = markers[next]; marker !== undefined && marker.start < sentence.end;) {
      inside.push(marker);
      next += 1;
      marker = markers[next];
    }
    const clauses = splitSentence(plainText, sentence, inside).flatMap((clause) =>
      withoutAbsence(plainText, clause),
    );
    const last = claims.at(-1);
    if (clauses.length > 0) claims.push(...clauses);
    else if (last !== undefined) claims[claims.length - 1] = withMarkers(last, numbersOf(inside));
    else if (inside.length > 0)
      claims.push({ ...sentence, markers: numbersOf(inside), weakMarkers: [] });
  }
  return { plainText, claims: bindWeakly(answer, claims) };
}

/** "Ages [10-20] only" of three chunks cites nothing: the words go on, and the numbers are more than the chunks. */
function isRangeOfValues(
  answer: string,
  { start, end, numbers }: CitationMarker,
  known: ReadonlySet<number>,
): boolean {
  return (
    /^\[\d+\s?[-–—]\s?\d+\]$/u.test(answer.slice(start, end)) &&
    known.size > 0 &&
    numbers.length > known.size &&
    /^\s?[\p{L}%°]/u.test(answer.slice(end, end + 2)) &&
    !numbers.some((number) => known.has(number))
  );
}

/** An ellipsis inside quotation marks leaves words out, and ends nothing. */
function joinElided(answer: string, sentences: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const sentence of sentences) {
    const last = joined.at(-1);
    const isElided =
      last !== undefined &&
      last.end - last.start < MAX_ELIDED_LENGTH &&
      !answer.slice(last.end, sentence.start).includes('\n') &&
      OPEN_QUOTATION.test(answer.slice(last.start, last.end));
    if (isElided) joined[joined.length - 1] = { start: last.start, end: sentence.end };
    else joined.push(sentence);
  }
  return joined;
}

/** A clause ends behind a group of markers; words without content of their own join a neighbour. */
function splitSentence(
  plainText: string,
  sentence: Span,
  markers: readonly CitationMarker[],
): readonly ClaimDraft[] {
  const claims: ClaimDraft[] = [];
  let start = sentence.start;
  let pending: CitationMarker[] = [];
  for (const [index, marker] of markers.entries()) {
    pending.push(marker);
    const between = plainText.slice(marker.end, markers[index + 1]?.start ?? marker.end);
    const isGroupOpen = index + 1 < markers.length && /^[\s,;]*(?:and)?\s*$/u.test(between);
    if (isGroupOpen || !standsAlone(plainText.slice(start, marker.start))) continue;
    const clause = trimClaim(plainText, { start, end: marker.start });
    if (clause !== null) claims.push({ ...clause, markers: numbersOf(pending), weakMarkers: [] });
    pending = [];
    start = marker.end;
  }
  return joinRest(plainText, claims, { start, end: sentence.end, pending });
}

/** The markers behind it cite what is stated; what is absent may have them too. */
function withoutAbsence(plainText: string, clause: ClaimDraft): readonly ClaimDraft[] {
  const parts = splitAbsence(plainText, clause).flatMap((part) => trimClaim(plainText, part) ?? []);
  if (parts.length < 2) return [clause];
  const weakMarkers = [...new Set([...clause.weakMarkers, ...clause.markers])];
  return parts.map((part, index) =>
    index === parts.length - 1 ? { ...clause, ...part } : { ...part, markers: [], weakMarkers },
  );
}

interface Rest extends Span {
  readonly pending: readonly CitationMarker[];
}

function joinRest(
  plainText: string,
  claims: readonly ClaimDraft[],
  rest: Rest,
): readonly ClaimDraft[] {
  const markers = numbersOf(rest.pending);
  const last = claims.at(-1);
  const clause = trimClaim(plainText, rest);
  if (clause === null)
    return last === undefined ? [] : [...claims.slice(0, -1), withMarkers(last, markers)];
  if (last === undefined || markers.length > 0)
    return [...claims, { ...clause, markers, weakMarkers: [] }];
  if (standsAlone(plainText.slice(clause.start, clause.end))) {
    return [...claims, { ...clause, markers: [], weakMarkers: last.markers }];
  }
  return [...claims.slice(0, -1), { ...last, end: clause.end }];
}

function standsAlone(clause: string): boolean {
  const words = clause.replace(/^[\s,;:–-]+/u, '').trim();
  return !ATTRIBUTION.test(words) && extractTerms(words).length >= MIN_CLAUSE_TERMS;
}

/**
 * A claim without a marker may rest on the markers behind a later claim of its paragraph, or on those
 * of the lead-in above its list.
 */
function bindWeakly(answer: string, claims: readonly ClaimDraft[]): readonly ClaimDraft[] {
  const bound: ClaimDraft[] = [];
  let below: readonly number[] = [];
  for (const [index, claim] of [...claims.entries()].toReversed()) {
    const next = claims[index + 1];
    const gap = next === undefined ? '' : answer.slice(claim.end, next.start);
    if (next === undefined || /\n\s*\n/u.test(gap)) below = [];
    if (claim.markers.length > 0) below = claim.markers;
    const isFree = claim.markers.length === 0 && claim.weakMarkers.length === 0;
    bound.unshift(isFree ? { ...claim, weakMarkers: below } : claim);
  }
  return bound.map((claim, index) => withLeadIn(answer, claim, bound.slice(0, index)));
}

function withLeadIn(answer: string, claim: ClaimDraft, before: readonly ClaimDraft[]): ClaimDraft {
  if (claim.markers.length > 0 || claim.weakMarkers.length > 0) return claim;
  const leadIn = before.findLast(({ end }) =>
    /^[\s.]*(?:\[[^\]\n]*\][\s.]*)*:/u.test(answer.slice(end, end + 24)),
  );
  return leadIn === undefined ? claim : { ...claim, weakMarkers: leadIn.markers };
}

/** Without list marker, heading marks, joining words and the punctuation at either end. */
function trimClaim(plainText: string, span: Span): Span | null {
  let { start, end } = trimSpan(plainText, span) ?? { start: 0, end: 0 };
  start += LIST_MARKER.exec(plainText.slice(start, Math.min(end, start + 12)))?.[0].length ?? 0;
  start += /^(?:[\s,;:.–-]|(?:and|but)\s)*/u.exec(plainText.slice(start, end))?.[0].length ?? 0;
  while (start < end && /[\s.,;:]/u.test(plainText.charAt(end - 1))) end -= 1;
  return start < end && /[\p{L}\p{N}]/u.test(plainText.slice(start, end)) ? { start, end } : null;
}

function withMarkers(claim: ClaimDraft, markers: readonly number[]): ClaimDraft {
  return { ...claim, markers: [...new Set([...claim.markers, ...markers])] };
}

function numbersOf(markers: readonly CitationMarker[]): readonly number[] {
  return [...new Set(markers.flatMap(({ numbers }) => numbers))];
}

function blankOut(answer: string, markers: readonly CitationMarker[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of markers) {
    pieces.push(answer.slice(from, start), ' '.repeat(end - start));
    from = end;
  }
  const text = pieces.join('') + answer.slice(from);
  return text.replaceAll(/\*\*|__|`/gu, (marks) => ' '.repeat(marks.length));
}
