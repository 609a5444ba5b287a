import type { Citation, Claim, Verification } from '../../contract/verification.ts';
import type { VerifyMode } from '../../contract/verify.ts';
import { foldDigits } from '../../core/text/fold-digits.ts';
import { readLines } from '../../core/text/lines.ts';
import type { NormalizedText } from '../../core/text/offset-map.ts';
import { spansOverlap } from '../../core/text/spans.ts';
import type { Span } from '../../core/text/spans.ts';
import { assessCitations } from './assess-citations.ts';
import type { AssessedCitation } from './assess-citations.ts';
import { classifyClaim } from './classify-claim.ts';
import type { EvidenceChunk } from './evidence-chunk.ts';
import { findReferences, findTableHeads, isReference } from './find-references.ts';
import { indexEvidence } from './index-evidence.ts';
import type { EvidenceIndex } from './index-evidence.ts';
import { isUnsupported } from './is-unsupported.ts';
import { judgeClaim } from './judge-claim.ts';
import { readClaim } from './read-claim.ts';
import type { ReadClaim } from './read-claim.ts';
import type { PlaceModel } from './place-signals.ts';
import type { SupportModel } from './support-signals.ts';
import { splitClaims } from './split-claims.ts';
import type { ClaimDraft } from './split-claims.ts';
import { summarizeClaims } from './summarize-claims.ts';
import { withoutOrders } from './without-orders.ts';
import { verifyAbsence } from './verify-absence.ts';
import { verifyAgainstAll, verifyClaim } from './verify-claim.ts';
import type { VerifiedClaim } from './verify-claim.ts';

export interface AnswerToVerify {
  readonly answer: string;
  /** What the answer may cite; `[n]` means the chunk whose `marker` is n, wherever it stands here. */
  readonly evidence: readonly EvidenceChunk[];
  /** `all_chunks` holds every claim against all of it, whatever it cites. */
  readonly mode?: VerifyMode;
  readonly model?: SupportModel;
  readonly places?: PlaceModel;
}

export interface VerifiedAnswer {
  readonly claims: Claim[];
  /** One for each marker of each claim, in order. */
  readonly citations: Citation[];
  readonly verification: Verification;
}

/**
 * Checks every claim of an answer against the chunks that it cites, but for what in them speaks to a model. Pure: the same answer and chunks, in
 * any order, give the same result. Never throws on any text.
 */
export function verifyAnswer({
  answer,
  evidence,
  model,
  places,
  mode = 'cited',
}: AnswerToVerify): VerifiedAnswer {
  const index = indexEvidence(evidence.map(withoutOrders), model, places);
  const { text, toOriginal } = foldDigits(answer);
  const { plainText, claims: drafts } = splitClaims(text, new Set(index.byMarker.keys()));
  const headings = [
    ...readLines(text).filter(({ kind }) => kind === 'heading'),
    ...findTableHeads(text),
  ];
  const references = findReferences(text);
  const verified = drafts.map((draft) =>
    verifyDraft(draft, { plainText, headings, references, index, mode }),
  );
  const claims = verified.map(({ claim }, position) =>
    placeClaim({ index: position, ...claim }, answer, toOriginal),
  );
  const citations = verified.flatMap((one) => one.citations);
  return {
    claims,
    citations: citations.map(({ citation }) => citation),
    verification: summarizeClaims(claims, citations),
  };
}

/** The claim with offsets that index the answer as it stands. */
function placeClaim(claim: Claim, answer: string, toOriginal: NormalizedText['toOriginal']): Claim {
  const place = <Offsets extends { char_start: number; char_end: number }>(offsets: Offsets) => {
    const { start, end } = toOriginal({ start: offsets.char_start, end: offsets.char_end });
    return { ...offsets, char_start: start, char_end: end };
  };
  const placed = place(claim);
  return {
    ...placed,
    text: answer.slice(placed.char_start, placed.char_end),
    unsupported_spans: claim.unsupported_spans.map(place),
  };
}

interface Surroundings {
  readonly plainText: string;
  readonly headings: readonly Span[];
  readonly references: readonly Span[];
  readonly index: EvidenceIndex;
  readonly mode: VerifyMode;
}

function verifyDraft(
  draft: ClaimDraft,
  { plainText, headings, references, index, mode }: Surroundings,
): VerifiedClaim {
  const claim = readClaim(plainText, draft);
  const kind = isReference(plainText, draft, references)
    ? 'reference'
    : classifyClaim(claim.wording, {
        isHeading: headings.some((heading) => spansOverlap(heading, draft)),
        isLeadIn: /^[\s*_]*:/u.test(plainText.slice(draft.end, draft.end + 8)),
        isCited: draft.markers.length > 0,
      });
  if (mode === 'all_chunks') return verifyBesideCitations(kind, { claim, draft, index });
  switch (kind) {
    case 'claim':
      return verifyClaim({ claim, markers: draft.markers, weakMarkers: draft.weakMarkers }, index);
    case 'absence':
      return verifySilence(claim, draft, index);
    case 'not_a_claim':
      return { claim: toNonClaim(claim, draft), citations: citationsBeside(claim, draft, index) };
    case 'reference':
      return {
        claim: toNonClaim(claim, draft),
        citations: uncounted(citationsBeside(claim, draft, index)),
      };
    default:
      return kind satisfies never;
  }
}

/** A reference names what other claims cite: the documents' titles behind their numbers. */
type DraftKind = ReturnType<typeof classifyClaim> | 'reference';

/** What a claim cites is not looked at: all the evidence speaks for it, or none does. */
function verifyBesideCitations(
  kind: DraftKind,
  {
    claim,
    draft,
    index,
  }: { readonly claim: ReadClaim; readonly draft: ClaimDraft; readonly index: EvidenceIndex },
): VerifiedClaim {
  if (kind === 'not_a_claim' || kind === 'reference')
    return { claim: toNonClaim(claim, draft), citations: [] };
  const statement = verifyAgainstAll(claim, index);
  if (kind === 'claim' || statement.claim.verdict === 'supported') return statement;
  return { claim: verifyAbsence(claim, [], index), citations: [] };
}

/** "This policy does not cover gifts. [1]" may be what the chunk says, and is then no absence. */
function verifySilence(claim: ReadClaim, draft: ClaimDraft, index: EvidenceIndex): VerifiedClaim {
  const { markers, weakMarkers } = draft;
  const statement = verifyClaim({ claim, markers, weakMarkers }, index);
  if (statement.claim.verdict === 'supported') return statement;
  const absence = verifyAbsence(claim, markers, index);
  const citations = citationsBeside(claim, draft, index);
  return { claim: absence, citations: isUnsupported(absence) ? citations : uncounted(citations) };
}

/** Markers on something that is no statement still have to name a chunk, and support nothing. */
function citationsBeside(
  claim: ReadClaim,
  draft: ClaimDraft,
  index: EvidenceIndex,
): readonly AssessedCitation[] {
  if (draft.markers.length === 0) return [];
  const union = judgeClaim(claim, [], index);
  return assessCitations(
    { claim, markers: draft.markers, union, evidence: [], better: null },
    index,
  ).map((assessed) => ({
    isPrecise: false,
    citation:
      assessed.citation.status === 'dangling'
        ? assessed.citation
        : { ...assessed.citation, status: 'irrelevant' },
  }));
}

/** Nothing was to be supported; what names no chunk is an error all the same. */
function uncounted(citations: readonly AssessedCitation[]): readonly AssessedCitation[] {
  return citations.map(({ citation }) => ({
    citation,
    isPrecise: citation.status === 'dangling' ? false : null,
  }));
}

function toNonClaim(claim: ReadClaim, draft: ClaimDraft): Omit<Claim, 'index'> {
  return {
    text: claim.wording,
    char_start: claim.start,
    char_end: claim.end,
    markers: [...draft.markers],
    verdict: 'not_a_claim',
    p_supported: 0.5,
    reasons: [],
    unsupported_spans: [],
    evidence: [],
  };
}
