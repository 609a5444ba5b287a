export interface Neighbours {
  readonly newer: string | null;
  readonly older: string | null;
}

/** The ids beside an id in the first list that has it; null where it is in none. */
export function findNeighbours(
  lists: readonly (readonly string[])[],
  id: string,
): Neighbours | null {
  for (const list of lists) {
    const at = list.indexOf(id);
    if (at >= 0) return { newer: list[at - 1] ?? null, older: list[at + 1] ?? null };
  }
  return null;
}
