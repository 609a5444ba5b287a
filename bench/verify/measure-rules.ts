import type { VerdictReason } from '../../contract/verification.ts';
import type { VerifiedText } from './verify-texts.ts';

export interface RuleMeasure {
  readonly code: VerdictReason;
  /** Of the sentences that people found supported, the share of which the rule says something. */
  readonly falseAlarms: number;
  readonly alarms: number;
}

const NO_RULES: ReadonlySet<string> = new Set([
  'covered',
  'derived_value',
  'split_evidence',
  'low_coverage',
  'absence_confirmed',
]);

/** How often each rule speaks against a sentence that is supported. Labels miss errors, so that not every alarm is false. */
export function measureRules(verified: readonly VerifiedText[]): readonly RuleMeasure[] {
  const supported = verified
    .flatMap(({ claims }) => claims)
    .filter(({ isSupported, pSupported }) => isSupported && pSupported !== null);
  const counts = new Map<VerdictReason, number>();
  for (const { codes } of supported) {
    for (const code of new Set(codes)) {
      if (!NO_RULES.has(code)) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([code, alarms]) => ({ code, alarms, falseAlarms: alarms / supported.length }))
    .toSorted((left, right) => right.alarms - left.alarms);
}
