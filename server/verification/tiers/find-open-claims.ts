import type { Claim, VerdictReason } from '../../../contract/verification.ts';
import type { VerifyMode } from '../../../contract/verify.ts';
import type { EvidenceChunk } from '../evidence-chunk.ts';
import type { OpenClaim } from './verifier-tier.ts';

/** Between these probabilities a verdict is not final. */
export interface Band {
  readonly from: number;
  readonly to: number;
}

const MOST_CHUNKS = 5;
/** What needs no model to be told: a marker that names nothing, a quotation that does not stand there, and what was only said to a model. */
const FINAL_REASONS: ReadonlySet<VerdictReason> = new Set([
  'marker_dangling',
  'quote_fabricated',
  'quote_altered',
  'quote_spliced',
  'quote_misattributed',
  'source_left_out',
]);
const OPEN_VERDICTS: ReadonlySet<Claim['verdict']> = new Set([
  'supported',
  'partially_supported',
  'contradicted',
  'unsupported',
]);

/** The claims whose verdict the builtin tier leaves to the next: those whose probability is in the band. */
export function findOpenClaims(
  claims: readonly Claim[],
  evidence: readonly EvidenceChunk[],
  { mode, band }: { readonly mode: VerifyMode; readonly band: Band },
): readonly OpenClaim[] {
  const sorted = evidence.toSorted((left, right) => left.marker - right.marker);
  return claims.flatMap((claim, index) => {
    const { p_supported: p, verdict, reasons } = claim;
    const isOpen =
      OPEN_VERDICTS.has(verdict) &&
      p >= band.from &&
      p <= band.to &&
      !reasons.some(({ code }) => FINAL_REASONS.has(code));
    if (!isOpen) return [];
    const nearest = new Set(claim.evidence.map((span) => span.chunk_id));
    const chunks = sorted
      .filter(({ marker, chunk_id: id, text }) => {
        const isMeant = mode === 'cited' ? claim.markers.includes(marker) : nearest.has(id);
        return isMeant && text !== '';
      })
      .slice(0, MOST_CHUNKS);
    if (chunks.length === 0) return [];
    const because = `The builtin tier gives it ${p.toFixed(2)}, between ${band.from.toFixed(2)} and ${band.to.toFixed(2)}.`;
    return [{ index, claim, context: claims[index - 1]?.text ?? '', because, chunks }];
  });
}
