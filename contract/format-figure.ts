import type { Difference, Figure, FoundFigures } from './evaluation.ts';

const NO_DATA = 'no data';
const COST_DIGITS = 6;

/** As `83.3 % [75.2 %, 89.1 %] (n 120)`; what nothing was measured on has no data, which is not 0. */
export function formatFigure({ value, low, high, n, unit }: Figure): string {
  if (value === null) return NO_DATA;
  const range =
    low === null || high === null ? '' : ` [${format(low, unit)}, ${format(high, unit)}]`;
  return `${format(value, unit)}${range} (n ${n})`;
}

/** As `saves 50.5 % [42.7 %, 58.6 %] (n 200) of the cost`, or as `costs 20.0 % [12.0 %, 29.0 %] (n 200) more`. */
export function formatSaving(saving: Figure): string {
  const { value, low, high } = saving;
  if (value === null || value >= 0) return `saves ${formatFigure(saving)} of the cost`;
  const more = { ...saving, value: -value, low: negate(high), high: negate(low) };
  return `costs ${formatFigure(more)} more`;
}

function negate(value: number | null): number | null {
  return value === null ? null : -value;
}

/** As `+4.0 points [+1.2 points, +6.9 points]`. */
export function formatDifference({ difference, low, high, unit }: Difference): string {
  if (difference === null) return NO_DATA;
  const range =
    low === null || high === null
      ? ''
      : ` [${formatSigned(low, unit)}, ${formatSigned(high, unit)}]`;
  return `${formatSigned(difference, unit)}${range}`;
}

/** As `83.3 % [75.2 %, 89.1 %]`. */
export function formatInterval(range: FoundFigures['f1']): string {
  if (range === null) return NO_DATA;
  const { value, low, high } = range;
  return `${format(value, 'share')} [${format(low, 'share')}, ${format(high, 'share')}]`;
}

export function formatP(p: number | null): string {
  if (p === null) return '–';
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

export function describeCounts(
  counts: readonly { readonly code: string; readonly count: number }[],
): string {
  return counts.length === 0 ? '–' : counts.map(({ code, count }) => `${code} ${count}`).join(', ');
}

function format(value: number, unit: Figure['unit']): string {
  switch (unit) {
    case 'share':
      return `${(value * 100).toFixed(1)} %`;
    case 'score':
      return value.toFixed(3);
    case 'usd':
      return `$${value.toFixed(COST_DIGITS)}`;
    case 'ms':
      return `${value.toFixed(1)} ms`;
    case 'tokens':
    case 'count':
      return value.toFixed(1);
    default:
      return unit satisfies never;
  }
}

function formatSigned(value: number, unit: Figure['unit']): string {
  const sign = value < 0 ? '−' : '+';
  const size = Math.abs(value);
  return unit === 'share'
    ? `${sign}${(size * 100).toFixed(1)} points`
    : `${sign}${format(size, unit)}`;
}
