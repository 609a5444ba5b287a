import type { VerdictReason } from '../../contract/verification.ts';
import { verifyAnswer } from '../../server/verification/verify-answer.ts';
import type { LabelledText } from './labelled-text.ts';

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

/**
 * How often each rule speaks against a sentence that is supported, held against all its passages. Labels miss errors, so
 * that not every alarm is false. Rules have nothing of the learned model in them.
 */
export function measureRules(sentences: readonly LabelledText[]): readonly RuleMeasure[] {
  const supported = sentences.filter(({ isSupported }) => isSupported);
  const counts = new Map<VerdictReason, number>();
  for (const { text, evidence } of supported) {
    const { claims } = verifyAnswer({ answer: text, evidence, mode: 'all_chunks' });
    const codes = claims.flatMap(({ reasons }) => reasons.map(({ code }) => code));
    for (const code of new Set(codes)) {
      if (!NO_RULES.has(code)) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([code, alarms]) => ({ code, alarms, falseAlarms: alarms / supported.length }))
    .toSorted((left, right) => right.alarms - left.alarms);
}
