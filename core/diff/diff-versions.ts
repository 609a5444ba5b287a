import type { ChunkChange, DiffChunk } from '../../contract/version-diff.ts';
import { alignChunks, type Alignment, type PlacedChunk } from './align-chunks.ts';
import {
  diffText,
  keepWhole,
  MAX_CHANGED_WORDS,
  replaceWhole,
  reverseTextDiff,
  type TextDiff,
} from './diff-text.ts';

/** A chunk of a version, in order; offsets index the version's text. */
export interface VersionChunkText extends PlacedChunk {
  readonly chunk: DiffChunk;
}

export interface VersionText {
  readonly version: number;
  readonly chunks: readonly VersionChunkText[];
}

export interface ChunkDiff {
  readonly kept: number;
  /** In the order of the new version; what was removed stands where it stood. */
  readonly changes: readonly ChunkChange[];
}

/**
 * How much all word by word comparisons of a diff may cost together: the sum of the squares of the words
 * that changed, which takes a second. What comes after is compared by sentence.
 */
const MAX_WORK = 8_000_000;

/** What changed between two versions, by chunk and in each chunk by word. Swapping the versions swaps it. */
export function diffVersions(from: VersionText, to: VersionText): ChunkDiff {
  const isReversed = to.version < from.version;
  const [older, newer] = isReversed ? [to, from] : [from, to];
  const alignment = alignChunks(older.chunks, newer.chunks);
  const compare = createComparison();
  const changed = alignment.pairs.flatMap(({ kind, ...pair }) => {
    const [old, young] = [older.chunks[pair.from], newer.chunks[pair.to]];
    if (kind === 'kept' || old === undefined || young === undefined) return [];
    const difference = kind === 'changed' ? compare(old.text, young.text) : keepWhole(old.text);
    return [{ kind, from: old, to: young, difference }];
  });
  const kept = alignment.pairs.length - changed.length;
  const places = isReversed ? invert(alignment) : alignment;
  const pairs = changed.map(({ from: old, to: young, kind, difference }): Placed => {
    const sides = isReversed ? { from: young, to: old } : { from: old, to: young };
    const seen = isReversed ? reverseTextDiff(difference) : difference;
    return {
      at: sides.to.chunk.position,
      order: 1,
      change: { ...describe(seen), kind, from: sides.from.chunk, to: sides.to.chunk },
    };
  });
  const changes = [...pairs, ...unpaired(places, from, to)].toSorted(
    (left, right) => left.at - right.at || left.order - right.order,
  );
  return { kept, changes: changes.map(({ change }) => change) };
}

interface Placed {
  /** A position in the new version; a removed chunk stands behind the one that it stood behind. */
  readonly at: number;
  readonly order: number;
  readonly change: ChunkChange;
}

function unpaired(places: Alignment, from: VersionText, to: VersionText): readonly Placed[] {
  const added = places.added.flatMap((position): Placed[] => {
    const chunk = to.chunks[position];
    if (chunk === undefined) return [];
    const difference = describe(replaceWhole('', chunk.text));
    const change = { ...difference, kind: 'added' as const, from: null, to: chunk.chunk };
    return [{ at: position, order: 1, change }];
  });
  const removed = places.removed.flatMap(({ from: position, behind }): Placed[] => {
    const chunk = from.chunks[position];
    if (chunk === undefined) return [];
    const difference = describe(replaceWhole(chunk.text, ''));
    const change = { ...difference, kind: 'removed' as const, from: chunk.chunk, to: null };
    return [{ at: behind, order: 2 + position, change }];
  });
  return [...added, ...removed];
}

/** The alignment as the newer version sees it. */
function invert({ pairs, added, removed }: Alignment): Alignment {
  const aligned = pairs
    .filter((pair) => pair.kind === 'kept' || pair.kind === 'changed')
    .toSorted((left, right) => left.to - right.to);
  let index = 0;
  let behind = -1;
  return {
    pairs,
    added: removed.map(({ from }) => from),
    removed: added.map((position) => {
      for (; (aligned[index]?.to ?? Infinity) < position; index += 1) {
        behind = aligned[index]?.from ?? behind;
      }
      return { from: position, behind };
    }),
  };
}

/** Compares texts word by word until the work of a diff is used up. */
function createComparison(): (from: string, to: string) => TextDiff {
  let work = 0;
  return (from, to) => {
    const left = Math.floor(Math.sqrt(Math.max(0, MAX_WORK - work)));
    const difference = diffText(from, to, Math.min(MAX_CHANGED_WORDS, left));
    const changed = difference.words
      .filter((change) => change.op !== 'equal')
      .reduce((count, change) => count + change.text.split(/\s+/).length * 2, 0);
    work +=
      difference.granularity === 'word' ? changed ** 2 : Math.min(MAX_CHANGED_WORDS, left) ** 2;
    return difference;
  };
}

function describe({ granularity, words }: TextDiff) {
  return { granularity, words: [...words] };
}
