import type { Claim } from '../../contract/verification.ts';

/** Whether a claim counts as unsupported: what it cites does not support it, or what it says is missing is there. */
export function isUnsupported({ verdict, reasons }: Pick<Claim, 'verdict' | 'reasons'>): boolean {
  if (verdict === 'absence_claim') return reasons.some(({ code }) => code === 'absence_false');
  return verdict !== 'supported' && verdict !== 'not_a_claim';
}
