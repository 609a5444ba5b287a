import type { WorkspaceId } from '../../../contract/ids.ts';

/** A segment as far as merging needs to know it. */
export interface SegmentSize {
  readonly workspaceId: WorkspaceId;
  readonly id: string;
  readonly isHistory: boolean;
  readonly postingCount: number;
}

/** Segments of one workspace that are to become one. */
export interface Merge {
  readonly workspaceId: WorkspaceId;
  readonly segmentIds: readonly string[];
}

/**
 * So many segments of similar size become one; sizes are similar within this factor. With 8 each posting is
 * rewritten once more on its way.
 */
const MERGE_FACTOR = 16;
/** While documents come in, segments wait for so many others: merging would cost more than indexing did. */
const MERGE_FACTOR_WHEN_BUSY = 256;
/** Takes more than the factor when more are waiting. */
const MAX_SEGMENTS = 64;
/**
 * Bounds a step to about a second, beside which nobody else can work on the embedded database. So a
 * workspace of 100,000 chunks has some fifty segments.
 */
const MAX_MERGED_POSTINGS = 300_000;

/**
 * Which segments to merge, as in a tiered log-structured merge: those of a tier with enough of them, from the
 * smallest on, as many as fit. What is more than half full is merged no more.
 */
export function planMerges(
  segments: readonly SegmentSize[],
  { isBusy = false }: { readonly isBusy?: boolean } = {},
): readonly Merge[] {
  const minSegments = isBusy ? MERGE_FACTOR_WHEN_BUSY : MERGE_FACTOR;
  const tiers = new Map<string, SegmentSize[]>();
  for (const segment of segments) {
    if (segment.postingCount > MAX_MERGED_POSTINGS / 2) continue;
    const tier = tierOf(segment);
    tiers.set(tier, [...(tiers.get(tier) ?? []), segment]);
  }
  return [...tiers.values()].flatMap((tier) => {
    if (tier.length < minSegments) return [];
    const chosen = takeFitting(tier);
    const [first] = chosen;
    if (first === undefined || chosen.length < 2) return [];
    return [{ workspaceId: first.workspaceId, segmentIds: chosen.map((segment) => segment.id) }];
  });
}

function tierOf({ workspaceId, isHistory, postingCount }: SegmentSize): string {
  const tier = Math.floor(Math.log(Math.max(postingCount, 1)) / Math.log(MERGE_FACTOR));
  return `${workspaceId} ${isHistory ? 'history' : 'live'} ${tier}`;
}

function takeFitting(tier: readonly SegmentSize[]): readonly SegmentSize[] {
  const chosen: SegmentSize[] = [];
  let postingCount = 0;
  for (const segment of tier.toSorted((left, right) => left.postingCount - right.postingCount)) {
    postingCount += segment.postingCount;
    if (postingCount > MAX_MERGED_POSTINGS || chosen.length === MAX_SEGMENTS) break;
    chosen.push(segment);
  }
  return chosen;
}
