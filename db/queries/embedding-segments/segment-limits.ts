export interface SegmentLimits {
  /** An open segment with so many rows is sealed: scanning them takes ten milliseconds. */
  readonly minRows: number;
  /** It may hold this share of what is sealed already, so that a large profile has few segments. */
  readonly share: number;
  /** But no more than this. */
  readonly maxRows: number;
  /** So many indexed segments of one size are merged into one. */
  readonly mergeCount: number;
  /** But none gets larger than this: its index is built in memory. */
  readonly maxMergedRows: number;
}

export const DEFAULT_SEGMENT_LIMITS: SegmentLimits = {
  minRows: 10_000,
  share: 0.25,
  maxRows: 50_000,
  mergeCount: 4,
  maxMergedRows: 200_000,
};
