import { z } from 'zod';
import { ChunkId, DocumentId } from './ids.ts';

export const VERDICTS = [
  'supported',
  'partially_supported',
  'contradicted',
  'unsupported',
  'uncited',
  'not_a_claim',
  'absence_claim',
  'unverifiable',
] as const;

/** Whether what a claim cites supports it. */
export const Verdict = z.enum(VERDICTS).meta({ id: 'Verdict' });
export type Verdict = z.infer<typeof Verdict>;

export const VERDICT_REASONS = [
  'covered',
  'derived_value',
  'split_evidence',
  'absence_confirmed',
  'absence_false',
  'low_coverage',
  'number_novel',
  'number_swapped',
  'unit_changed',
  'date_mismatch',
  'entity_novel',
  'entity_swapped',
  'role_swapped',
  'negation_flipped',
  'antonym',
  'hedge_dropped',
  'quote_fabricated',
  'quote_altered',
  'quote_spliced',
  'quote_misattributed',
  'source_left_out',
  'wrong_chunk',
  'marker_dangling',
  'judge_quote_not_found',
  'local_supports',
  'local_does_not_support',
  'judge_supports',
  'judge_contradicts',
  'judge_does_not_support',
] as const;

export const VerdictReason = z.enum(VERDICT_REASONS).meta({ id: 'VerdictReason' });
export type VerdictReason = z.infer<typeof VerdictReason>;

export const VERIFIER_TIERS = ['builtin', 'local', 'judge'] as const;

/** `builtin`: rules and a small learned score; `local`: a model on this machine; `judge`: a routed model. */
export const VerifierTier = z.enum(VERIFIER_TIERS).meta({ id: 'VerifierTier' });
export type VerifierTier = z.infer<typeof VerifierTier>;

/** What a tier made of a claim. */
const TierVerdict = z.object({
  tier: VerifierTier,
  verdict: Verdict,
  p_supported: z.number().min(0).max(1),
});

/** The tier whose verdict a claim has, when a further one was asked, and what the earlier ones had said. */
export const ClaimDecision = z
  .object({
    tier: VerifierTier,
    asked_because: z.string(),
    earlier: z.array(TierVerdict),
  })
  .meta({ id: 'ClaimDecision' });
export type ClaimDecision = z.infer<typeof ClaimDecision>;

/** One tier's turn at the claims that the earlier ones left open. */
export const TierRun = z
  .object({
    tier: VerifierTier,
    model: z.string().nullable().describe('Null where none could be asked.'),
    asked_claims: z.int().min(0),
    decided_claims: z.int().min(0).describe('Those of which it said something.'),
    changed_claims: z.int().min(0).describe('Those that have another verdict since.'),
    failure: z
      .string()
      .nullable()
      .describe('Why the verdicts of the tier before it stand, where it did not say more.'),
    prompt_sha256: z.array(z.string()).describe('Of each prompt that the judge was sent.'),
    replies: z.array(z.string()).describe('What the judge replied, as it did.'),
    cost_usd: z.number().min(0),
    duration_ms: z.number().min(0),
  })
  .meta({ id: 'TierRun' });
export type TierRun = z.infer<typeof TierRun>;

/**
 * What a citation does for its claim: `necessary` (the claim falls without it), `sufficient` (it alone
 * carries the claim), `redundant` (another one already does), `irrelevant` (it adds nothing),
 * `misattributed` (another chunk supports the claim), `dangling` (the marker names no chunk).
 */
export const CITATION_STATUSES = [
  'necessary',
  'sufficient',
  'redundant',
  'irrelevant',
  'misattributed',
  'dangling',
] as const;
export const CitationStatus = z.enum(CITATION_STATUSES).meta({ id: 'CitationStatus' });
export type CitationStatus = z.infer<typeof CitationStatus>;

/** Offsets index the stored text of the document version, end exclusive, in UTF-16 code units. */
export const Evidence = z
  .object({
    chunk_id: ChunkId,
    document_id: DocumentId,
    document_version: z.int().min(1),
    char_start: z.int().min(0),
    char_end: z.int().min(0),
  })
  .meta({ id: 'Evidence' });
export type Evidence = z.infer<typeof Evidence>;

/** Offsets of a claim index the answer. */
export const Claim = z
  .object({
    index: z.int().min(0),
    text: z.string(),
    char_start: z.int().min(0),
    char_end: z.int().min(0),
    markers: z.array(z.int().min(0)),
    verdict: Verdict,
    p_supported: z.number().min(0).max(1),
    reasons: z.array(z.object({ code: VerdictReason, text: z.string() })),
    unsupported_spans: z.array(z.object({ char_start: z.int().min(0), char_end: z.int().min(0) })),
    evidence: z.array(Evidence),
    decision: ClaimDecision.optional().describe(
      'Absent where the builtin tier alone looked at the claim.',
    ),
  })
  .meta({ id: 'Claim' });
export type Claim = z.infer<typeof Claim>;

/** `chunk_id` and all that hangs on it are null for a marker that names no chunk. */
export const Citation = z
  .object({
    marker: z.int().min(0),
    chunk_id: ChunkId.nullable(),
    document_id: DocumentId.nullable(),
    document_version: z.int().min(1).nullable(),
    title: z.string().nullable(),
    source: z.string().nullable(),
    heading_path: z.array(z.string()),
    page: z.int().min(1).nullable(),
    char_start: z.int().min(0).nullable(),
    char_end: z.int().min(0).nullable(),
    quote: z.string().nullable(),
    status: CitationStatus,
  })
  .meta({ id: 'Citation' });
export type Citation = z.infer<typeof Citation>;

export const ANSWER_VERDICTS = [
  'verified',
  'partly_verified',
  'unverified',
  'not_applicable',
] as const;

/** Precision and recall follow ALCE (Gao et al. 2023); null where there is nothing to count. */
export const Verification = z
  .object({
    verdict: z.enum(ANSWER_VERDICTS),
    verifier: z.string(),
    citation_precision: z.number().min(0).max(1).nullable(),
    citation_recall: z.number().min(0).max(1).nullable(),
    unsupported_claims: z.int().min(0),
    tiers: z
      .array(TierRun)
      .optional()
      .describe(
        'The tiers after the builtin one that were asked, in order; absent where none was.',
      ),
  })
  .meta({ id: 'Verification' });
export type Verification = z.infer<typeof Verification>;
