import type { GenerationOutcome } from '../generation/generate-answer.ts';
import type { RouteOutcome } from '../routing/choose-model.ts';

/** Why a person has to decide: the rule wants it, or no model answered and the order of fallbacks does. */
export function explainReview(
  { reviewReason, holdsQuote }: RouteOutcome,
  draft: GenerationOutcome,
  chunkCount: number,
): string | null {
  if (reviewReason !== null) return reviewReason;
  // Where nothing was found, nobody was asked, and nobody stood in.
  if (draft.model.chat !== null || holdsQuote === 'never' || chunkCount === 0) return null;
  const why = draft.fallback === null ? '' : ` (${draft.fallback.reason})`;
  if (holdsQuote === 'always') return `No model answered${why}: a person decides.`;
  return draft.kind === 'abstained'
    ? `No model answered${why}, and the documents could not be quoted: a person decides.`
    : null;
}
