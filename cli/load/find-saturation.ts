import type { LoadReport } from '../../contract/load-report.ts';

export interface LoadObjective {
  /** Of the latency, in milliseconds. */
  readonly p95Ms: number;
}

/** How a server did at rates that grow until one is too much for it. */
export interface Saturation {
  readonly steps: readonly LoadReport[];
  /** The highest rate at which it kept what it must; null when it did at none. */
  readonly sustainedPerSecond: number | null;
  /** The first rate at which it did not; null when it kept up with all of them. */
  readonly exceededPerSecond: number | null;
}

/** Tries rates in their order, and stops at the first that is too much. */
export async function findSaturation(
  rates: readonly number[],
  objective: LoadObjective,
  measure: (ratePerSecond: number) => Promise<LoadReport>,
): Promise<Saturation> {
  const steps: LoadReport[] = [];
  let sustainedPerSecond: number | null = null;
  for (const rate of rates) {
    const report = await measure(rate);
    steps.push(report);
    if (findExcesses(report, objective).length > 0) {
      return { steps, sustainedPerSecond, exceededPerSecond: rate };
    }
    sustainedPerSecond = rate;
  }
  return { steps, sustainedPerSecond, exceededPerSecond: null };
}

/** What of its objectives a load has missed, in words; what has no data has missed them, too. */
export function findExcesses(
  report: LoadReport,
  objective: LoadObjective | null,
): readonly string[] {
  const { latency_ms: latency, failed, error_budget: budget } = report;
  if (failed === null) return ['Nothing was asked, so that nothing was measured.'];
  const isOverdrawn = budget.spent === null || budget.spent > 1;
  return [
    ...(isOverdrawn
      ? [
          `${(failed.rate * 100).toFixed(1)} % of the questions failed; ${((1 - budget.objective) * 100).toFixed(1)} % may.`,
        ]
      : []),
    ...(objective === null ? [] : exceedsP95(latency, objective)),
  ];
}

function exceedsP95(
  latency: LoadReport['latency_ms'],
  { p95Ms }: LoadObjective,
): readonly string[] {
  if (latency === null) return ['p95 of the latency has no data.'];
  return latency.p95 <= p95Ms
    ? []
    : [`p95 of the latency is ${Math.round(latency.p95)} ms; it must be at most ${p95Ms} ms.`];
}

/** Rates that grow by a factor, from the first to at most the highest. */
export function growingRates(plan: {
  readonly first: number;
  readonly highest: number;
  readonly factor: number;
  readonly steps: number;
}): readonly number[] {
  const rates: number[] = [];
  for (let rate = plan.first; rate <= plan.highest && rates.length < plan.steps;) {
    rates.push(rate);
    rate = Math.round(rate * plan.factor * 10) / 10;
  }
  return rates;
}
