import { BUILTIN_EXTRACTIVE } from '../../contract/config.ts';
import type { FallbackStep } from '../../contract/fallback-order.ts';
import type { RouteRule } from '../../contract/route-rule.ts';
import type { ConfiguredModel } from './configured-model.ts';

export interface StandIns {
  /** In the order of the steps; the builtin answer last, where it is eligible. */
  readonly order: readonly ConfiguredModel[];
  /** Those that may be asked beside one whose first token does not come. */
  readonly hedges: readonly ConfiguredModel[];
}

/** Puts the eligible models in the order in which they stand in for the wanted one. */
export function arrangeStandIns(
  eligible: readonly ConfiguredModel[],
  wanted: ConfiguredModel,
  { steps, rule }: { readonly steps: readonly FallbackStep[]; readonly rule: RouteRule },
): StandIns {
  const order: ConfiguredModel[] = [];
  let hedges: readonly ConfiguredModel[] = [];
  const left = eligible.filter((model) => model !== wanted);
  for (const step of steps) {
    if (step === 'latency') hedges = [...order];
    order.push(...left.filter((model) => !order.includes(model) && isOf(step, model)));
  }
  return { order: [...order, ...left.filter(isUnordered)], hedges };

  function isOf(step: FallbackStep, model: ConfiguredModel): boolean {
    if (step === 'preferred') return rule.prefer.includes(model.name);
    if (model.name === BUILTIN_EXTRACTIVE) return false;
    if (step === 'same_tier') return model.tier === wanted.tier;
    return step === 'next_tier' && model.tier !== wanted.tier;
  }

  function isUnordered(model: ConfiguredModel): boolean {
    return model.name === BUILTIN_EXTRACTIVE && !order.includes(model);
  }
}

/** Whether a quote of the documents, where no model answers, is the answer or a draft for a person. */
export type HeldQuote = 'never' | 'empty' | 'always';

export function holdQuote(steps: readonly FallbackStep[]): HeldQuote {
  if (!steps.includes('human_review')) return 'never';
  return steps.includes('rule_answer') ? 'empty' : 'always';
}
