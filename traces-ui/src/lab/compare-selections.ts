import type { LedgerEntry } from '../../../contract/retrieval.ts';

export type SelectionShift = 'entered' | 'left' | 'moved' | 'stayed';

export interface ComparedChunk {
  readonly chunk: LedgerEntry;
  readonly shift: SelectionShift;
  /** Null where the chunk was no candidate. */
  readonly then: LedgerEntry | null;
  readonly now: LedgerEntry | null;
}

/** Every chunk that either retrieval selected, in the order of the new one, what left it at the end. */
export function compareSelections(
  then: readonly LedgerEntry[],
  now: readonly LedgerEntry[],
): readonly ComparedChunk[] {
  const before = new Map(then.map((entry) => [entry.chunk_id, entry]));
  const after = new Map(now.map((entry) => [entry.chunk_id, entry]));
  const kept = selectedOf(now).map((chunk): ComparedChunk => {
    const old = before.get(chunk.chunk_id) ?? null;
    return { chunk, shift: shiftOf(old, chunk), then: old, now: chunk };
  });
  const left = selectedOf(then)
    .filter(({ chunk_id: id }) => after.get(id)?.selected !== true)
    .map((chunk): ComparedChunk => ({
      chunk,
      shift: 'left',
      then: chunk,
      now: after.get(chunk.chunk_id) ?? null,
    }));
  return [...kept, ...left];
}

function selectedOf(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return entries.filter(({ selected }) => selected).toSorted((a, b) => a.rank - b.rank);
}

function shiftOf(then: LedgerEntry | null, now: LedgerEntry): SelectionShift {
  if (then === null || !then.selected) return 'entered';
  return then.rank === now.rank ? 'stayed' : 'moved';
}
