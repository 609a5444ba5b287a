import { POSTING_BYTES } from './posting-list.ts';
import type { IndexedTerms, TermList } from './read-index.ts';

/** What one term of the question adds to a chunk's score, and from what. */
export interface TermContribution {
  readonly term: string;
  readonly score: number;
  /** How often the term stands in the chunk. */
  readonly frequency: number;
  /** How telling the term is: ln(1 + (N - n + 0.5) / (n + 0.5)) for n of N chunks with it. */
  readonly inverseDocumentFrequency: number;
  /** The chunk's length in terms. */
  readonly length: number;
}

/** Every chunk that holds a term of the question, in no order. */
export interface ScoredChunks {
  readonly numbers: Int32Array;
  readonly scores: Float64Array;
  /** In how many chunks that serve each term of the question stands; one that stands in none is absent. */
  readonly holderCounts: ReadonlyMap<string, number>;
  readonly explain: (chunkNumber: number) => readonly TermContribution[];
}

interface ScoredTerm {
  readonly term: string;
  readonly weight: number;
  readonly inverseDocumentFrequency: number;
  readonly lists: readonly DataView[];
}

const K1 = 1.2;
const B = 0.75;

/**
 * BM25 (Robertson and Zaragoza 2009; k1 = 1.2, b = 0.75) with the statistics of what serves now. With history,
 * chunks that served once are scored beside them.
 */
export function scoreChunks(
  index: IndexedTerms,
  query: { readonly weights: ReadonlyMap<string, number>; readonly hasHistory: boolean },
): ScoredChunks {
  const holderCounts = new Map<string, number>();
  const terms = [...query.weights].flatMap(([term, weight]) => {
    const lists = index.lists.get(term);
    if (lists === undefined) return [];
    const holderCount = countHolders(lists, index.dead);
    if (holderCount > 0) holderCounts.set(term, holderCount);
    const inverseDocumentFrequency = idf(index.chunkCount, holderCount);
    return [{ term, weight, inverseDocumentFrequency, lists: lists.flatMap(viewsOf) }];
  });
  const dead = query.hasHistory ? NONE : index.dead;
  const averageLength = Math.max(index.averageLength, 1);
  return {
    ...addScores(terms, { dead, averageLength }),
    holderCounts,
    explain: (chunkNumber) => explainScore(terms, { chunkNumber, averageLength }),
  };
}

/** In how many of the chunks that serve a term stands. */
function countHolders(lists: readonly TermList[], dead: ReadonlySet<number>): number {
  let count = 0;
  for (const { isHistory, postingCount, postings } of lists) {
    if (isHistory) continue;
    count += postingCount;
    if (dead.size > 0) count -= countDead(postings, dead);
  }
  return count;
}

const NONE: ReadonlySet<number> = new Set();

function countDead(postings: Buffer, dead: ReadonlySet<number>): number {
  let count = 0;
  for (let offset = 0; offset < postings.length; offset += POSTING_BYTES) {
    if (dead.has(postings.readInt32BE(offset))) count += 1;
  }
  return count;
}

function idf(chunkCount: number, holderCount: number): number {
  return Math.log(1 + (chunkCount - holderCount + 0.5) / (holderCount + 0.5));
}

function viewsOf({ postings }: TermList): readonly DataView[] {
  return [new DataView(postings.buffer, postings.byteOffset, postings.length)];
}

/** Frequency in the upper 16 bits, length in the lower. */
function saturate(fields: number, averageLength: number): number {
  const frequency = fields >>> 16;
  return (
    (frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * (fields & 0xff_ff)) / averageLength))
  );
}

/** Adds up in an open-addressed table, which allocates nothing for each chunk; number 0 marks a free slot. */
function addScores(
  terms: readonly ScoredTerm[],
  { dead, averageLength }: { readonly dead: ReadonlySet<number>; readonly averageLength: number },
): Pick<ScoredChunks, 'numbers' | 'scores'> {
  const bits = Math.ceil(Math.log2(countPostings(terms) * 2 + 2));
  const slotCount = 2 ** bits;
  const slots = new Int32Array(slotCount);
  const sums = new Float64Array(slotCount);
  // A chunk may be in several segments of history: each term counts once.
  const lastTerms = new Int16Array(slotCount);
  const hasDead = dead.size > 0;
  let count = 0;
  for (const [termIndex, { weight, inverseDocumentFrequency, lists }] of terms.entries()) {
    const factor = weight * inverseDocumentFrequency;
    for (const view of lists) {
      for (let offset = 0; offset < view.byteLength; offset += POSTING_BYTES) {
        const chunkNumber = view.getInt32(offset);
        if (hasDead && dead.has(chunkNumber)) continue;
        let slot = Math.imul(chunkNumber, GOLDEN) >>> (32 - bits);
        while (slots[slot] !== 0 && slots[slot] !== chunkNumber) slot = (slot + 1) % slotCount;
        if (slots[slot] === 0) {
          slots[slot] = chunkNumber;
          count += 1;
        } else if (lastTerms[slot] === termIndex + 1) continue;
        lastTerms[slot] = termIndex + 1;
        sums[slot] =
          (sums[slot] ?? 0) + factor * saturate(view.getInt32(offset + 4), averageLength);
      }
    }
  }
  return gather(slots, sums, count);
}

/** 2^32 divided by the golden ratio: multiplying spreads neighbours over the table (Knuth, TAOCP 6.4). */
const GOLDEN = 0x9e_37_79_b1;

function countPostings(terms: readonly ScoredTerm[]): number {
  return terms
    .flatMap((term) => term.lists)
    .reduce((total, view) => total + view.byteLength / POSTING_BYTES, 0);
}

function gather(slots: Int32Array, sums: Float64Array, count: number) {
  const numbers = new Int32Array(count);
  const scores = new Float64Array(count);
  let next = 0;
  for (let slot = 0; slot < slots.length; slot += 1) {
    const chunkNumber = slots[slot] ?? 0;
    if (chunkNumber === 0) continue;
    numbers[next] = chunkNumber;
    scores[next] = sums[slot] ?? 0;
    next += 1;
  }
  return { numbers, scores };
}

/** What each term contributed, the one that contributed most first. */
function explainScore(
  terms: readonly ScoredTerm[],
  chunk: { readonly chunkNumber: number; readonly averageLength: number },
): readonly TermContribution[] {
  return terms
    .flatMap(({ term, weight, inverseDocumentFrequency, lists }) => {
      const fields = findFields(lists, chunk.chunkNumber);
      if (fields === null) return [];
      const score = weight * inverseDocumentFrequency * saturate(fields, chunk.averageLength);
      const [frequency, length] = [fields >>> 16, fields & 0xff_ff];
      return [{ term, score, frequency, inverseDocumentFrequency, length }];
    })
    .toSorted((left, right) => right.score - left.score || (left.term < right.term ? -1 : 1));
}

function findFields(lists: readonly DataView[], chunkNumber: number): number | null {
  for (const view of lists) {
    let low = 0;
    let high = view.byteLength / POSTING_BYTES - 1;
    // Segments hold chunks that came in together: most lists end before the chunk, or begin after it.
    const isOutside =
      chunkNumber < view.getInt32(0) || chunkNumber > view.getInt32(high * POSTING_BYTES);
    if (isOutside) continue;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const number = view.getInt32(middle * POSTING_BYTES);
      if (number === chunkNumber) return view.getInt32(middle * POSTING_BYTES + 4);
      if (number < chunkNumber) low = middle + 1;
      else high = middle - 1;
    }
  }
  return null;
}
