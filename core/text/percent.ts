/** A share between 0 and 1 as `83 %`. */
export function wholePercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** A share between 0 and 1 as `83.3 %`. */
export function tenthPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
