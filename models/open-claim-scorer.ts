import type { LocalTierConfig } from '../contract/verification-config.ts';
import type { ClaimScorer } from './claim-scorer.ts';
import type { ModelOptions } from './model-options.ts';

/** Opens the configured model of the local tier; null where none is. Its library is loaded only when it is needed. */
export async function openClaimScorer(
  config: LocalTierConfig | null,
  options: ModelOptions,
): Promise<ClaimScorer | null> {
  if (config === null) return null;
  const { openLocalClaimScorer } = await import('./local/local-claim-scorer.ts');
  return openLocalClaimScorer(config, options);
}
