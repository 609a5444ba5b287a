import { pairSimilar } from './pair-similar.ts';

/** A chunk as it stands in a version. */
export interface PlacedChunk {
  readonly chunkId: string;
  readonly headingPath: readonly string[];
  readonly text: string;
}

/** Two chunks that are each other's counterpart, by their positions in the two versions. */
export interface ChunkPair {
  readonly kind: 'kept' | 'moved' | 'retitled' | 'changed';
  readonly from: number;
  readonly to: number;
}

export interface Alignment {
  /** In the order of the new version. */
  readonly pairs: readonly ChunkPair[];
  /** Positions that have no counterpart; for the removed ones, the aligned position that they stood behind. */
  readonly added: readonly number[];
  readonly removed: readonly { readonly from: number; readonly behind: number }[];
}

/**
 * Which chunk of one version has become which of another. The same chunk, or failing that the same text, is
 * the same; of those, as many as keep their order stay in their place, and the others have moved. Between
 * two that stay, what is left is paired by how many words it shares.
 */
export function alignChunks(from: readonly PlacedChunk[], to: readonly PlacedChunk[]): Alignment {
  const same = pairSame(from, to);
  const anchors = longestInOrder(same);
  const matched = {
    from: new Set(same.map((pair) => pair.from)),
    to: new Set(same.map((pair) => pair.to)),
  };
  const changed: ChunkPair[] = [];
  let last = { from: -1, to: -1 };
  for (const next of [...anchors, { from: from.length, to: to.length }]) {
    const gap = {
      from: range(last.from + 1, next.from).filter((position) => !matched.from.has(position)),
      to: range(last.to + 1, next.to).filter((position) => !matched.to.has(position)),
    };
    for (const [left, right] of pairSimilar(pick(from, gap.from), pick(to, gap.to))) {
      changed.push({ kind: 'changed', from: gap.from[left] ?? 0, to: gap.to[right] ?? 0 });
    }
    last = next;
  }
  const pairs = [...same.map((pair) => ({ ...pair, kind: kindOf(pair, anchors) })), ...changed];
  return {
    pairs: pairs.toSorted(byTo),
    ...findUnpaired({ from, to }, pairs, [...anchors, ...changed]),
  };
}

interface SamePair {
  readonly from: number;
  readonly to: number;
  readonly isSameChunk: boolean;
}

/** The same chunks, then of what is left the same texts; one that stands there twice pairs in order. */
function pairSame(from: readonly PlacedChunk[], to: readonly PlacedChunk[]): readonly SamePair[] {
  const toById = new Map(to.map((chunk, position) => [chunk.chunkId, position]));
  const pairs: SamePair[] = [];
  const unpaired: number[] = [];
  for (const [position, chunk] of from.entries()) {
    const other = toById.get(chunk.chunkId);
    if (other === undefined) unpaired.push(position);
    else pairs.push({ from: position, to: other, isSameChunk: true });
  }
  const taken = new Set(pairs.map((pair) => pair.to));
  const toByText = new Map<string, number[]>();
  for (const [position, { text }] of to.entries()) {
    if (taken.has(position)) continue;
    const positions = toByText.get(text);
    if (positions === undefined) toByText.set(text, [position]);
    else positions.push(position);
  }
  for (const position of unpaired) {
    const other = toByText.get(from[position]?.text ?? '')?.shift();
    if (other !== undefined) pairs.push({ from: position, to: other, isSameChunk: false });
  }
  return pairs.toSorted((left, right) => left.from - right.from);
}

function kindOf(pair: SamePair, anchors: readonly SamePair[]): ChunkPair['kind'] {
  if (!pair.isSameChunk) return 'retitled';
  return isAnchor(pair, anchors) ? 'kept' : 'moved';
}

/** Anchors are sorted by both positions. */
function isAnchor(pair: SamePair, anchors: readonly SamePair[]): boolean {
  let [low, high] = [0, anchors.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((anchors[middle]?.from ?? 0) < pair.from) low = middle + 1;
    else high = middle;
  }
  return anchors[low]?.from === pair.from;
}

/** As many pairs as keep their order in both: the longest increasing subsequence (Schensted 1961). */
function longestInOrder(pairs: readonly SamePair[]): readonly SamePair[] {
  const tails: number[] = [];
  const before = pairs.map(() => -1);
  for (const [index, pair] of pairs.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tails[middle] ?? 0]?.to ?? 0) < pair.to) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : (tails[low - 1] ?? -1);
    tails[low] = index;
  }
  const chosen: SamePair[] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) chosen.push(pair);
  }
  return chosen.toReversed();
}

function findUnpaired(
  { from, to }: { readonly from: readonly PlacedChunk[]; readonly to: readonly PlacedChunk[] },
  pairs: readonly ChunkPair[],
  aligned: readonly { readonly from: number; readonly to: number }[],
): Pick<Alignment, 'added' | 'removed'> {
  const paired = {
    from: new Set(pairs.map((pair) => pair.from)),
    to: new Set(pairs.map((pair) => pair.to)),
  };
  const alignedTo = new Map(aligned.map((pair) => [pair.from, pair.to]));
  const removed: { from: number; behind: number }[] = [];
  let behind = -1;
  for (const position of from.keys()) {
    behind = alignedTo.get(position) ?? behind;
    if (!paired.from.has(position)) removed.push({ from: position, behind });
  }
  return { added: range(0, to.length).filter((position) => !paired.to.has(position)), removed };
}

function byTo(left: { readonly to: number }, right: { readonly to: number }): number {
  return left.to - right.to;
}

function range(start: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}

function pick(
  chunks: readonly PlacedChunk[],
  positions: readonly number[],
): readonly PlacedChunk[] {
  return positions.flatMap((position) => chunks[position] ?? []);
}
