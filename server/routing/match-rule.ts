import { classificationRank } from '../../contract/classification.ts';
import type { RouteRule } from '../../contract/config.ts';
import type { RouteSignals } from '../../contract/routing.ts';

/** Holds when no rule of the configuration does. */
export const DEFAULT_RULE: RouteRule = { name: 'default', when: {}, require: {}, prefer: [] };

/** The first rule whose conditions all hold. `sensitivity` is that of the data, not of the question alone. */
export function matchRule(rules: readonly RouteRule[], signals: RouteSignals): RouteRule {
  return rules.find((rule) => holds(rule, signals)) ?? DEFAULT_RULE;
}

function holds(rule: RouteRule, signals: RouteSignals): boolean {
  const { task, complexity, sensitivity } = rule.when;
  if (task !== undefined && !task.includes(signals.task.value)) return false;
  if (complexity?.gte !== undefined && signals.complexity.value < complexity.gte) return false;
  if (complexity?.lt !== undefined && signals.complexity.value >= complexity.lt) return false;
  if (sensitivity === undefined) return true;
  return classificationRank(signals.sensitivity.value) >= classificationRank(sensitivity.gte);
}
