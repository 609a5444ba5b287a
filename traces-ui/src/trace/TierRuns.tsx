import type { ClaimDecision, TierRun } from '../../../contract/verification.ts';
import { formatDuration, formatCost } from '../ui/format.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import { VERDICT_TERMS } from '../ui/terms/verdict-terms.ts';
import styles from './trace.module.css';

/** Which tier a claim has its verdict from, why that was asked, and what the earlier ones had said. */
export function ClaimDecided({ decision }: { readonly decision: ClaimDecision }) {
  const earlier = decision.earlier
    .map(({ tier, verdict }) => `${tier}: ${VERDICT_TERMS[verdict].label}`)
    .join('; ');
  return (
    <p className={styles.lead}>
      Decided by {decision.tier}. <RevealedText text={decision.asked_because} /> Before: {earlier}.
    </p>
  );
}

/** The tiers that were asked after the builtin one. */
export function TierRuns({ runs }: { readonly runs: readonly TierRun[] }) {
  return runs.map((run) => (
    <p key={run.tier} className={styles.lead}>
      <RevealedText text={`${run.tier}${run.model === null ? '' : ` (${run.model})`}`} />: decided{' '}
      {run.decided_claims} of {run.asked_claims} claims, {run.changed_claims} of them otherwise, in{' '}
      {formatDuration(run.duration_ms)} for {formatCost(run.cost_usd)}.{' '}
      {run.failure !== null && <RevealedText text={run.failure} />}
    </p>
  ));
}
