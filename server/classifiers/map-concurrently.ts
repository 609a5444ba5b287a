/** The results in the order of the values; from the first failure on, nothing more is begun. */
export async function mapConcurrently<Value, Result>(
  values: readonly Value[],
  concurrency: number,
  work: (value: Value, at: number) => Promise<Result> | Result,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  let hasFailed = false;
  const workers = Array.from({ length: Math.min(concurrency, values.length) }, async () => {
    while (next < values.length && !hasFailed) {
      const at = next;
      next += 1;
      const value = values[at];
      if (value === undefined) continue;
      try {
        results[at] = await work(value, at);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  });
  await Promise.all(workers);
  return results;
}
