import type { AnswerBudget } from '../budgets/open-budget.ts';
import {
  chooseModel,
  type RouteOutcome,
  type RoutePolicy,
  type RouteRequest,
} from '../routing/choose-model.ts';

/** Chooses among the models for whose call there is room in each budget, and says which are nearly used up. */
export function chooseWithinBudget(
  request: RouteRequest,
  policy: RoutePolicy,
  budget: AnswerBudget | null,
): RouteOutcome {
  if (budget === null) return chooseModel(request, policy);
  const route = chooseModel(request, {
    ...policy,
    refusalOf: (model, costUsd) => policy.refusalOf(model, costUsd) ?? budget.refusalOf(costUsd),
  });
  return { ...route, reasons: [...route.reasons, ...budget.warnings] };
}
