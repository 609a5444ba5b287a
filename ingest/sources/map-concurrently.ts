/**
 * Yields the results of `map` in the order of the items, with at most `limit` calls under way. When one
 * fails, or the reader stops, no further call is started.
 */
export async function* mapConcurrently<Item, Result>(
  items: Iterable<Item>,
  limit: number,
  map: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  for (const item of items) {
    const call = map(item);
    // The failure of a later call must not count as unhandled while an earlier one is awaited.
    call.catch(() => {});
    underWay.push(call);
    if (underWay.length < limit) continue;
    const next = underWay.shift();
    if (next !== undefined) yield await next;
  }
  for (const call of underWay) yield await call;
}
