import type { JudgeConfig, VerificationConfig } from '../../../contract/verification-config.ts';
import type { ClaimScorer } from '../../../models/claim-scorer.ts';
import { SUPPORT_MODEL } from '../support-model.ts';
import type { Band } from './find-open-claims.ts';
import { createLocalTier } from './local-tier.ts';
import type { ClaimTier } from './verifier-tier.ts';

/** The tiers as configured. The judge's calls belong to one answer, so that it is made for each. */
export interface TierSetup {
  readonly band: Band;
  readonly local: ClaimTier | null;
  readonly judge: JudgeConfig | null;
}

export function setUpTiers(config: VerificationConfig, scorer: ClaimScorer | null): TierSetup {
  return {
    band: config.undecided ?? SUPPORT_MODEL.undecided,
    local: scorer === null || config.local === null ? null : createLocalTier(scorer, config.local),
    judge: config.judge,
  };
}
