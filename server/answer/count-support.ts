import type { Claim } from '../../contract/verification.ts';
import { isUnsupported } from '../verification/is-unsupported.ts';
import type { VerificationOutcome } from './answer-outcome.ts';

export interface Support {
  readonly supported: number;
  readonly unsupported: readonly Claim[];
  /** Of the claims that need support, 0 to 1; 0 where none does. */
  readonly share: number;
}

/** How much of what a draft claims is supported by what it cites. */
export function countSupport({ claims }: VerificationOutcome): Support {
  const supported = claims.filter(({ verdict }) => verdict === 'supported').length;
  const unsupported = claims.filter(isUnsupported);
  const count = supported + unsupported.length;
  return { supported, unsupported, share: count === 0 ? 0 : supported / count };
}

/** In a sentence, for the record. */
export function describeSupport(model: string, { supported, unsupported }: Support): string {
  const count = supported + unsupported.length;
  if (count === 0) return `${model}'s draft claims nothing that would need support.`;
  if (supported === 0) return `No claim of ${model}'s draft is supported by what it cites.`;
  return `${supported} of ${count} claims of ${model}'s draft ${supported === 1 ? 'is' : 'are'} supported by what ${supported === 1 ? 'it cites' : 'they cite'}.`;
}
