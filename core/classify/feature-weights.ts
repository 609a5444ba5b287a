/** How often each bucket occurs in one part of an input. A map is one; `countBuckets` makes them quicker. */
export interface BucketCounts {
  readonly forEach: (visit: (count: number, bucket: number) => void) => void;
  readonly keys: () => Iterable<number>;
}

/** An input as parts, such as its words and its structure, which weigh the same however many features each has. */
export type InputParts = readonly BucketCounts[];

/** Values at some places of a long vector, zero elsewhere; both lists in the same order. */
export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** Which buckets are known, as columns in the order of the list, and what each weighs. */
export interface FeatureWeights {
  readonly buckets: Int32Array;
  /** Inverse document frequency: `ln((1 + n) / (1 + df)) + 1`. */
  readonly rarity: Float32Array;
  /** Of what was never seen. */
  readonly unseenRarity: number;
}

/** The column of a bucket; undefined for what was never seen. */
export interface ColumnLookUp {
  readonly get: (bucket: number) => number | undefined;
}

/** An input, and what it has in common with others: those of one source resemble each other. */
export interface SourcedInput {
  readonly parts: InputParts;
  /** Its own where there is none. */
  readonly source?: string;
}

/** Learns the columns from inputs; a bucket that fewer than `minSources` sources have is left out. */
export function learnFeatureWeights(
  inputs: readonly SourcedInput[],
  minSources: number,
): FeatureWeights {
  const frequencies = new Map<number, number>();
  const sources = new Map<number, number>();
  const seenIn = new Map<string, Set<number>>();
  for (const { parts, source } of inputs) {
    const seen = source === undefined ? new Set<number>() : (seenIn.get(source) ?? new Set());
    if (source !== undefined) seenIn.set(source, seen);
    for (const counts of parts) {
      for (const bucket of counts.keys()) {
        frequencies.set(bucket, (frequencies.get(bucket) ?? 0) + 1);
        if (seen.has(bucket)) continue;
        seen.add(bucket);
        sources.set(bucket, (sources.get(bucket) ?? 0) + 1);
      }
    }
  }
  const kept = [...frequencies]
    .filter(([bucket]) => (sources.get(bucket) ?? 0) >= minSources)
    .toSorted(([left], [right]) => left - right);
  const rarityOf = (frequency: number) => Math.log((1 + inputs.length) / (1 + frequency)) + 1;
  return {
    buckets: Int32Array.from(kept, ([bucket]) => bucket),
    rarity: Float32Array.from(kept, ([, frequency]) => rarityOf(frequency)),
    unseenRarity: rarityOf(0),
  };
}

/** A table with open addressing: the buckets are spread evenly already. */
export function indexColumns({ buckets }: FeatureWeights): ColumnLookUp {
  const mask = 2 ** Math.ceil(Math.log2(2 * buckets.length + 1)) - 1;
  const known = new Int32Array(2 * (mask + 1)).fill(NONE);
  for (const [column, bucket] of buckets.entries()) {
    let at = bucket & mask;
    while (known[2 * at] !== NONE) at = (at + 1) & mask;
    known[2 * at] = bucket;
    known[2 * at + 1] = column;
  }
  return {
    get(bucket) {
      let at = bucket & mask;
      while (known[2 * at] !== NONE) {
        if (known[2 * at] === bucket) return known[2 * at + 1];
        at = (at + 1) & mask;
      }
      return undefined;
    },
  };
}

const NONE = -1;

/**
 * One vector of all parts: in each `(1 + ln count) · rarity`, less for a count below 1, divided by the part's length. What was never seen adds to
 * the length alone, so an input that is strange has low scores for every class.
 */
export function toVector(
  parts: InputParts,
  { rarity, unseenRarity }: FeatureWeights,
  columns: ColumnLookUp,
): SparseVector {
  const indices: number[] = [];
  const values: number[] = [];
  for (const counts of parts) {
    const from = values.length;
    let squares = 0;
    counts.forEach((count, bucket) => {
      const column = columns.get(bucket);
      const weight = column === undefined ? unseenRarity : (rarity[column] ?? 0);
      const value = (count <= 1 ? count : 1 + Math.log(count)) * weight;
      squares += value * value;
      if (column === undefined) return;
      indices.push(column);
      values.push(value);
    });
    const length = Math.sqrt(squares) || 1;
    for (let at = from; at < values.length; at += 1) values[at] = (values[at] ?? 0) / length;
  }
  return { indices: new Int32Array(indices), values: new Float32Array(values) };
}
