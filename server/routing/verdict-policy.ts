import type { Consequence, RouteStrategy } from '../../contract/consequence.ts';
import type { RouteRule } from '../../contract/route-rule.ts';

/** What a rule wants of the verdicts on a model's answer. */
export interface VerdictPolicy {
  readonly strategy: RouteStrategy;
  /** While a smaller share of a draft's claims is supported, a larger model is asked; 0 for never. */
  readonly acceptAt: number;
  /** While the chance is smaller that a draft is worked out rightly, likewise; null for whatever it is. */
  readonly reasoningAt: number | null;
  readonly onUnsupported: Consequence;
}

/** A cascade accepts what is wholly supported, unless its rule says how much is enough. */
export function readVerdictPolicy(rule: RouteRule): VerdictPolicy {
  const { strategy = 'single', on_unsupported: onUnsupported = 'mark' } = rule;
  const withoutCascade = onUnsupported === 'escalate' ? 1 : 0;
  const acceptAt = strategy === 'cascade' ? (rule.accept_at ?? 1) : withoutCascade;
  return { strategy, acceptAt, reasoningAt: rule.reasoning_at ?? null, onUnsupported };
}
