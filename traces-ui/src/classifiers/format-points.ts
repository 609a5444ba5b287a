const points = new Intl.NumberFormat(undefined, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

/** A difference of two shares, in percentage points. */
export function formatPoints(difference: number): string {
  return `${points.format(difference * 100)} points`;
}
