import { BUILTIN_EXTRACTIVE } from '../../contract/config.ts';
import type { RouteRule } from '../../contract/route-rule.ts';
import { tierRank, type RankingCriterion } from '../../contract/routing.ts';
import type { ConfiguredModel } from './configured-model.ts';

/** From here on a question is given to a bigger model first. */
const COMPLEX_FROM = 0.5;

export interface Ranking {
  readonly rule: RouteRule;
  readonly complexity: number;
}

export function compareModels(ranking: Ranking) {
  const criteria = criteriaOf(ranking);
  return (left: ConfiguredModel, right: ConfiguredModel): number => {
    for (const [, place] of criteria) {
      const difference = place(left) - place(right);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

/** What put the first model before the second; null where there is no second. */
export function explainLead(
  [first, second]: readonly ConfiguredModel[],
  ranking: Ranking,
): RankingCriterion | null {
  if (first === undefined || second === undefined) return null;
  const decisive = criteriaOf(ranking).find(([, place]) => place(first) !== place(second));
  return decisive?.[0] ?? 'configured_order';
}

/**
 * The rule's preference first, then the tier that fits the complexity (in a cascade the smallest), then
 * the price. The builtin answer comes last unless it is preferred: it quotes, but it does not explain.
 */
function criteriaOf({
  rule,
  complexity,
}: Ranking): readonly (readonly [RankingCriterion, (model: ConfiguredModel) => number])[] {
  const preference = (model: ConfiguredModel) => {
    const position = rule.prefer.indexOf(model.name);
    return position === -1 ? rule.prefer.length : position;
  };
  const largestFirst = complexity >= COMPLEX_FROM && rule.strategy !== 'cascade';
  const tier = (model: ConfiguredModel) =>
    largestFirst ? -tierRank(model.tier) : tierRank(model.tier);
  return [
    ['preference', preference],
    ['builtin_last', (model) => Number(isBuiltin(model))],
    ['tier', tier],
    ['price', (model) => model.price.output],
  ];
}

function isBuiltin(model: ConfiguredModel): boolean {
  return model.name === BUILTIN_EXTRACTIVE;
}
