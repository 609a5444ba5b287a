import type { GenerationRequest } from '../generation/generation-request.ts';
import type { TierSetup } from '../verification/tiers/set-up-tiers.ts';
import type { VerdictPolicy } from '../routing/verdict-policy.ts';
import type { EvidenceWithText } from './answer-outcome.ts';
import type { StepClock } from './step-clock.ts';

/** What the steps after a draft work with. */
export interface Pursuit {
  readonly request: GenerationRequest;
  readonly evidence: readonly EvidenceWithText[];
  readonly policy: VerdictPolicy;
  readonly tiers: TierSetup & { readonly newFence: () => string };
  readonly clock: StepClock;
}
