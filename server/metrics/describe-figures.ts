import type { Figures, Rate } from '../../contract/metrics.ts';
import { wilsonInterval } from '../../core/statistics/wilson-interval.ts';
import type { FigureRow } from '../../db/queries/metrics.ts';

/** Figures from counts. Where there is nothing to count there is no figure: no data is not zero. */
export function describeFigures(row: FigureRow): Figures {
  return {
    requests: row.requests,
    statuses: {
      answered: row.answered,
      abstained: row.abstained,
      needs_review: row.needs_review,
      blocked: row.blocked,
      interrupted: row.interrupted,
    },
    success: rateOf(row.successes, row.requests),
    cost_usd: {
      total: row.cost_usd,
      per_success: ratio(row.cost_usd, row.successes),
      successes_per_dollar: ratio(row.successes, row.cost_usd),
      success_per_cost_of_1000: successPerCostOf1000(row),
      saving: savingOf(row),
    },
    latency_ms: latencyOf(row),
    tokens: {
      input: row.input_tokens,
      output: row.output_tokens,
      per_request: ratio(row.input_tokens + row.output_tokens, row.requests),
    },
    hallucination: {
      claims: rateOf(row.unsupported_claims, row.claims),
      answers: rateOf(row.faulty_answers, row.checked_answers),
      agreement: rateOf(row.agreed, row.decided),
    },
    escalation: rateOf(row.escalated, row.known_escalations),
    fallback: rateOf(row.fell_back, row.requests),
    review: {
      opened: rateOf(row.reviews, row.requests),
      decided: row.decided,
      median_hours: row.median_hours,
    },
    feedback: { up: row.rated_up, down: row.rated_down },
  };
}

/** The figures of no answer at all. */
export const NO_ANSWERS: FigureRow = {
  key: null,
  requests: 0,
  answered: 0,
  abstained: 0,
  needs_review: 0,
  blocked: 0,
  interrupted: 0,
  successes: 0,
  cost_usd: 0,
  compared_cost_usd: null,
  largest_cost_usd: null,
  p50_ms: null,
  p95_ms: null,
  p99_ms: null,
  input_tokens: 0,
  output_tokens: 0,
  claims: 0,
  unsupported_claims: 0,
  checked_answers: 0,
  faulty_answers: 0,
  known_escalations: 0,
  escalated: 0,
  fell_back: 0,
  reviews: 0,
  decided: 0,
  agreed: 0,
  median_hours: null,
  rated_up: 0,
  rated_down: 0,
};

function rateOf(count: number, of: number): Rate {
  const interval = wilsonInterval(count, of);
  return interval === null ? null : { count, of, rate: count / of, ...interval };
}

function ratio(amount: number, of: number): number | null {
  return of === 0 ? null : amount / of;
}

function successPerCostOf1000({ successes, requests, cost_usd: cost }: FigureRow): number | null {
  const share = ratio(successes, requests);
  const costOf1000 = ratio(1_000 * cost, successes);
  return share === null || costOf1000 === null ? null : ratio(share, costOf1000);
}

/** Over the answers for which it is known what the largest model would have cost. */
function savingOf({ compared_cost_usd: spent, largest_cost_usd: largest }: FigureRow) {
  return spent === null || largest === null || largest === 0 ? null : 1 - spent / largest;
}

function latencyOf({ p50_ms: p50, p95_ms: p95, p99_ms: p99 }: FigureRow): Figures['latency_ms'] {
  return p50 === null || p95 === null || p99 === null ? null : { p50, p95, p99 };
}
