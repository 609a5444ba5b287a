import type { VerdictReason } from '../../contract/verification.ts';
import { verifyAnswer } from '../../server/verification/verify-answer.ts';
import type { LabelledText } from './labelled-text.ts';
import type { Mutation } from './mutation-suite.ts';

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
  for (const sentence of supported) {
    for (const code of readCodes(sentence)) {
      if (!NO_RULES.has(code)) counts.set(code, (counts.get(code) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([code, alarms]) => ({ code, alarms, falseAlarms: alarms / supported.length }))
    .toSorted((left, right) => right.alarms - left.alarms);
}

export interface RuleOnEdits {
  readonly family: string;
  readonly codes: readonly VerdictReason[];
  /** The share of the family's edits against which one of these rules speaks. */
  readonly caught: number;
  /** The same share of the untouched sentences. */
  readonly falseAlarms: number;
}

const OF_NUMBERS: readonly VerdictReason[] = [
  'number_novel',
  'number_swapped',
  'unit_changed',
  'date_mismatch',
];
const OF_NAMES: readonly VerdictReason[] = ['entity_swapped', 'role_swapped'];
const RULES_FOR: ReadonlyMap<string, readonly VerdictReason[]> = new Map([
  ['novel number', OF_NUMBERS],
  ['number swap', OF_NUMBERS],
  ['unit', OF_NUMBERS],
  ['novel entity', ['entity_novel']],
  ['entity swap', OF_NAMES],
  ['role swap', OF_NAMES],
  ['negation', ['negation_flipped']],
  ['antonym', ['antonym']],
  ['hedge drop', ['hedge_dropped']],
]);

/** What the rules that are meant for a kind of edit say of it, whatever the score says. */
export function measureRulesOnEdits(mutations: readonly Mutation[]): readonly RuleOnEdits[] {
  const read = mutations.map(({ family, text }) => ({ family, codes: readCodes(text) }));
  const shareOf = (family: string, codes: readonly VerdictReason[]) => {
    const own = read.filter((one) => one.family === family);
    return own.filter((one) => codes.some((code) => one.codes.has(code))).length / own.length;
  };
  return [...RULES_FOR].map(([family, codes]) => ({
    family,
    codes,
    caught: shareOf(family, codes),
    falseAlarms: shareOf('original', codes),
  }));
}

function readCodes({ text, evidence }: LabelledText): ReadonlySet<VerdictReason> {
  const { claims } = verifyAnswer({ answer: text, evidence, mode: 'all_chunks' });
  return new Set(claims.flatMap(({ reasons }) => reasons.map(({ code }) => code)));
}
