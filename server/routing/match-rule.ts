import { classificationRank } from '../../contract/classification.ts';
import type { RouteRule } from '../../contract/route-rule.ts';
import type { RouteSignals } from '../../contract/routing.ts';

/** Holds when no rule of the configuration does. */
export const DEFAULT_RULE: RouteRule = { name: 'default', when: {}, require: {}, prefer: [] };

/** The first rule whose conditions all hold. `sensitivity` is that of the data, not of the question alone. */
export function matchRule(rules: readonly RouteRule[], signals: RouteSignals): RouteRule {
  return rules.find((rule) => holds(rule, signals)) ?? DEFAULT_RULE;
}

/** A condition on a signal that was not measured does not hold. */
function holds({ when }: RouteRule, signals: RouteSignals): boolean {
  return (
    isAmong(when.task, signals.task.value) &&
    isWithin(when.complexity, signals.complexity.value) &&
    isWithin(when.ood, signals.ood?.value) &&
    isWithin(when.injection, signals.injection?.value) &&
    (when.regulated_topic === undefined || isOnTopic(when.regulated_topic, signals)) &&
    isAmong(when.language, signals.language?.value) &&
    (when.sensitivity === undefined ||
      classificationRank(signals.sensitivity.value) >= classificationRank(when.sensitivity.gte))
  );
}

function isOnTopic(topics: readonly string[], { regulated_topic: topic }: RouteSignals): boolean {
  const met = [topic?.value, ...(topic?.also ?? []).map((further) => further.topic)];
  return met.some((name) => isAmong(topics, name));
}

type Range = NonNullable<RouteRule['when']['complexity']>;

function isWithin(range: Range | undefined, value: number | undefined): boolean {
  if (range === undefined) return true;
  if (value === undefined) return false;
  if (range.gte !== undefined && value < range.gte) return false;
  return range.lt === undefined || value < range.lt;
}

function isAmong(values: readonly string[] | undefined, value: string | null | undefined): boolean {
  if (values === undefined) return true;
  return value !== undefined && value !== null && values.includes(value);
}
