import { BUILTIN_EXTRACTIVE } from '../../contract/config.ts';
import { AppError } from '../../platform/errors.ts';
import type { AnswerBudget } from '../budgets/open-budget.ts';
import type { GenerationOutcome } from '../generation/generate-answer.ts';
import type { RouteOutcome } from '../routing/choose-model.ts';

/**
 * Throws `AppError('budget_exceeded')` where that is the policy and the router found the documents quoted
 * for want of money alone: a rule that prefers quoting is no reason to refuse.
 */
export function refuseRouteOverBudget(route: RouteOutcome, budget: AnswerBudget | null): void {
  const refused = route.receipt.candidates.find(({ refused_by: by }) => by === 'budget');
  const isStandIn = route.passedOver !== null || route.noModelReason !== null;
  if (refused === undefined || !isStandIn || route.order[0]?.name !== BUILTIN_EXTRACTIVE) return;
  refuse(refused.detail, budget);
}

/** The same, once models have had their turn. An answer that a model was called for is kept on record. */
export function refuseDraftOverBudget(
  generation: GenerationOutcome,
  budget: AnswerBudget | null,
): void {
  const refused = generation.skipped.find(({ refused_by: by }) => by === 'budget');
  const isQuoted = generation.model.chat === null && generation.attempts.length === 0;
  if (refused !== undefined && isQuoted) refuse(refused.detail, budget);
}

function refuse(detail: string, budget: AnswerBudget | null): void {
  if (budget?.onExceed !== 'refuse') return;
  throw new AppError('budget_exceeded', `${detail} It is renewed at midnight UTC.`, {
    retryAfterSeconds: budget.secondsUntilNextDay,
  });
}
