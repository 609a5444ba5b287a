import type { LedgerEntry } from '../../../contract/retrieval.ts';

export type SelectionShift = 'entered' | 'left' | 'moved' | 'stayed';

export interface ComparedChunk {
  readonly chunk: LedgerEntry;
  readonly shift: SelectionShift;
  /** Null where the chunk was no candidate. */
  readonly before: LedgerEntry | null;
  readonly after: LedgerEntry | null;
}

/** Every chunk that either retrieval selected, in the order of the new one, what left it at the end. */
export function compareSelections(
  served: readonly LedgerEntry[],
  found: readonly LedgerEntry[],
): readonly ComparedChunk[] {
  const before = new Map(served.map((entry) => [entry.chunk_id, entry]));
  const after = new Map(found.map((entry) => [entry.chunk_id, entry]));
  const kept = selectedOf(found).map((chunk): ComparedChunk => {
    const old = before.get(chunk.chunk_id) ?? null;
    return { chunk, shift: shiftOf(old, chunk), before: old, after: chunk };
  });
  const left = selectedOf(served)
    .filter(({ chunk_id: id }) => after.get(id)?.selected !== true)
    .map((chunk): ComparedChunk => ({
      chunk,
      shift: 'left',
      before: chunk,
      after: after.get(chunk.chunk_id) ?? null,
    }));
  return [...kept, ...left];
}

function selectedOf(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return entries.filter(({ selected }) => selected).toSorted((a, b) => a.rank - b.rank);
}

function shiftOf(before: LedgerEntry | null, after: LedgerEntry): SelectionShift {
  if (before === null || !before.selected) return 'entered';
  return before.rank === after.rank ? 'stayed' : 'moved';
}
