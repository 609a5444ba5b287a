/**
 * The exact two-sided p-value of McNemar's test (Q. McNemar, "Note on the sampling error of the difference between
 * correlated proportions or percentages", Psychometrika 12, 1947): whether as many items got better as got worse.
 * Those that stayed the same say nothing; the others are a fair coin if there is no difference. 1 where none changed.
 */
export function mcnemarExact(improved: number, regressed: number): number {
  const changed = improved + regressed;
  const fewer = Math.min(improved, regressed);
  let logTerm = -changed * Math.LN2;
  let tail = 0;
  for (let count = 0; count <= fewer; count++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log(changed - count) - Math.log(count + 1);
  }
  return Math.min(1, 2 * tail);
}
