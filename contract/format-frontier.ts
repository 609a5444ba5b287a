import type { Frontier } from './frontier.ts';

export const FRONTIER_TITLES = {
  cost_usd: 'Quality per dollar',
  latency_p95: 'Quality per millisecond',
} as const satisfies Readonly<Record<Frontier['effort'], string>>;

export function formatEffort(effort: Frontier['effort'], value: number): string {
  return effort === 'cost_usd'
    ? `$${Number(value.toPrecision(3))} an answer`
    : `${value.toFixed(1)} ms at p95`;
}

/** Where it took nothing, there is nothing to divide by. */
export function formatQualityPerEffort(effort: Frontier['effort'], value: number | null): string {
  if (value === null) return 'no data';
  return effort === 'cost_usd'
    ? `${value.toFixed(1)} a dollar`
    : `${(value * 1_000).toFixed(2)} a second`;
}
