import type { Claim, VerdictReason } from '../../contract/verification.ts';
import type { Span } from '../../core/text/spans.ts';
import { assessCitations } from './assess-citations.ts';
import type { AssessedCitation } from './assess-citations.ts';
import { findLeftOut } from './find-left-out.ts';
import { findVerbatim } from './find-verbatim.ts';
import { prefixOf } from './index-evidence.ts';
import type { EvidenceIndex, IndexedChunk } from './index-evidence.ts';
import { judgeClaim } from './judge-claim.ts';
import type { Judgement } from './judge-claim.ts';
import type { ReadClaim } from './read-claim.ts';
import { locateEvidence, toEvidence } from './locate-evidence.ts';
import type { Located } from './locate-evidence.ts';
import { markUnsupported } from './mark-words.ts';
import { checkEntities } from './rules/check-entities.ts';

export interface VerifiedClaim {
  readonly claim: Omit<Claim, 'index'>;
  readonly citations: readonly AssessedCitation[];
}

interface BoundClaim {
  readonly claim: ReadClaim;
  readonly markers: readonly number[];
  readonly weakMarkers: readonly number[];
}

/** Another chunk must support the claim at least so surely to show that the wrong one was cited. */
const BETTER_FROM = 0.7;
const MIN_SHARE_OF_TERMS = 0.5;

/** Checks a statement of the answer against the chunks that it cites. */
export function verifyClaim(bound: BoundClaim, index: EvidenceIndex): VerifiedClaim {
  if (bound.markers.length === 0) return verifyUncited(bound, index);
  const chunks = chunksOf(bound.markers, index);
  const union = judgeClaim(bound.claim, chunks, index);
  const better = union.verdict === 'supported' ? null : findBetter(bound.claim, chunks, index);
  const evidence = locateEvidence(union, index.places);
  const citations = assessCitations(
    { claim: bound.claim, markers: bound.markers, union, evidence, better },
    index,
  );
  const unknown = bound.markers.filter((marker) => !index.byMarker.has(marker));
  const reasons = [
    ...unknown.map((marker) =>
      reason('marker_dangling', `[${String(marker)}] names no chunk that was given.`),
    ),
    ...(chunks.length === 0 ? [] : reasonsOf(bound.claim, { union, evidence, better })),
  ];
  const verdict =
    better !== null && union.verdict !== 'contradicted' ? 'unsupported' : union.verdict;
  const decided = { judgement: union, evidence, verdict, reasons };
  return { claim: toClaim(bound, decided, index), citations };
}

/** Checks a statement against all the evidence, whatever it cites. */
export function verifyAgainstAll(claim: ReadClaim, index: EvidenceIndex): VerifiedClaim {
  const judgement = judgeClaim(claim, index.chunks, index);
  const { verdict } = judgement;
  const evidence = locateEvidence(judgement, index.places);
  const reasons = reasonsOf(claim, { union: judgement, evidence, better: null });
  const bound = { claim, markers: [], weakMarkers: [] };
  return { claim: toClaim(bound, { judgement, evidence, verdict, reasons }, index), citations: [] };
}

/** A marker nearby is accepted for the claim if it holds; otherwise the claim cites nothing. */
function verifyUncited(bound: BoundClaim, index: EvidenceIndex): VerifiedClaim {
  const weak = bound.weakMarkers.filter((marker) => index.byMarker.has(marker));
  if (
    weak.length > 0 &&
    judgeClaim(bound.claim, chunksOf(weak, index), index).verdict === 'supported'
  ) {
    return verifyClaim({ ...bound, markers: weak }, index);
  }
  const judgement = judgeClaim(bound.claim, index.chunks, index);
  const evidence = locateEvidence(judgement, index.places);
  const [nearest] = evidence;
  const reasons =
    judgement.verdict === 'supported' && nearest !== undefined
      ? [reason('covered', `No marker, but [${String(nearest.indexed.chunk.marker)}] states this.`)]
      : [reason('low_coverage', 'No marker, and no retrieved text states this.')];
  return {
    claim: toClaim(bound, { judgement, evidence, verdict: 'uncited', reasons }, index),
    citations: [],
  };
}

function findBetter(
  claim: ReadClaim,
  cited: readonly IndexedChunk[],
  index: EvidenceIndex,
): IndexedChunk | null {
  let better: { readonly indexed: IndexedChunk; readonly p: number } | null = null;
  for (const indexed of index.chunks) {
    if (cited.includes(indexed) || !mayCarry(claim, indexed) || lacksName(claim, indexed)) continue;
    const { verdict, pSupported: p } = judgeClaim(claim, [indexed], index);
    if (verdict === 'supported' && p >= Math.max(BETTER_FROM, better?.p ?? 0))
      better = { indexed, p };
  }
  return better?.indexed ?? null;
}

/** Most of a claim's terms have to stand in a chunk that supports it; telling so costs little. */
function mayCarry({ terms }: ReadClaim, { termSet, contextTerms, prefixes }: IndexedChunk) {
  let held = 0;
  for (const { term } of terms) {
    const isHeld =
      termSet.has(term) ||
      contextTerms.has(term) ||
      prefixes.has(prefixOf(term)) ||
      term.startsWith('#');
    if (isHeld) held += 1;
  }
  return held >= MIN_SHARE_OF_TERMS * terms.length;
}

/** What is ruled out unless it stands there word for word; a tenth of what it takes to judge it. */
function lacksName(claim: ReadClaim, indexed: IndexedChunk): boolean {
  const chunks = [indexed];
  return (
    checkEntities({ claim, chunks }).length > 0 && findVerbatim(claim.wording, chunks) === null
  );
}

interface Checked {
  readonly union: Judgement;
  readonly evidence: readonly Located[];
  readonly better: IndexedChunk | null;
}

function reasonsOf(claim: ReadClaim, { union, evidence, better }: Checked): Claim['reasons'] {
  const reasons = union.findings.map(({ code, text }) => reason(code, text));
  if (better !== null) {
    reasons.push(
      reason('wrong_chunk', `[${String(better.chunk.marker)}], which is not cited, supports this.`),
    );
  }
  const leftOut = union.verdict === 'supported' ? null : findLeftOut(claim, union.support.chunks);
  if (leftOut !== null && !reasons.some(({ code }) => code === 'source_left_out')) {
    const marker = String(leftOut.chunk.marker);
    reasons.push(
      reason('source_left_out', `[${marker}] says this to a model, which is no support.`),
    );
  }
  const share = `${String(Math.round(union.support.coverage * 100))} %`;
  if (union.verdict === 'supported') {
    const places = new Set(evidence.map(({ indexed }) => indexed.chunk.marker));
    reasons.unshift(
      reason(
        'covered',
        union.verbatim === null
          ? `The cited text covers ${share} of the claim.`
          : 'The cited text says so word for word.',
      ),
    );
    if (places.size > 1)
      reasons.push(reason('split_evidence', 'Several chunks support this together.'));
  } else if (reasons.every(({ code }) => isNote(code, union))) {
    reasons.push(
      reason(
        'low_coverage',
        `The cited text covers ${share} of the claim, and not as one statement.`,
      ),
    );
  }
  return reasons;
}

/** A note says how a value was read, and not why there is no support. */
function isNote(code: VerdictReason, { findings }: Judgement): boolean {
  return findings.some((finding) => finding.code === code && finding.weight === 'note');
}

interface Decided {
  readonly judgement: Judgement;
  readonly evidence: readonly Located[];
  readonly verdict: Claim['verdict'];
  readonly reasons: Claim['reasons'];
}

function toClaim(
  { claim, markers }: BoundClaim,
  { judgement, evidence, verdict, reasons }: Decided,
  { places }: EvidenceIndex,
): Omit<Claim, 'index'> {
  return {
    text: claim.wording,
    char_start: claim.start,
    char_end: claim.end,
    markers: [...markers],
    verdict,
    p_supported: roundProbability(judgement.pSupported),
    reasons,
    unsupported_spans:
      judgement.verdict === 'supported'
        ? []
        : markUnsupported(claim, judgement, places).map(toOffsets),
    evidence: evidence.map(toEvidence),
  };
}

/** Enough digits to rank by, few enough to be the same on every machine. */
function roundProbability(p: number): number {
  return Math.round(p * 10_000) / 10_000;
}

export function reason(code: VerdictReason, text: string): Claim['reasons'][number] {
  return { code, text };
}

function toOffsets({ start, end }: Span) {
  return { char_start: start, char_end: end };
}

function chunksOf(markers: readonly number[], index: EvidenceIndex): readonly IndexedChunk[] {
  const wanted = new Set(markers);
  return index.chunks.filter(({ chunk }) => wanted.has(chunk.marker));
}
