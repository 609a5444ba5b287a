import { sumOf } from '../../../core/statistics/sum-of.ts';
import type { Postings } from '../../posting-cache.ts';
import type { IndexedTerms, SegmentTerms } from './read-index.ts';

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
}

/** Segments that are scored together, because a chunk may be in several of them. */
interface Group {
  /** The lowest and the highest number of a chunk with a term. */
  readonly range: readonly [number, number];
  /** By the position of their term. */
  readonly lists: readonly (readonly Postings[])[];
}

const K1 = 1.2;
const B = 0.75;
/** A posting in `Postings`: the number, and one field for the other two. */
const STEP = 2;

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
    if (!index.segments.some(({ lists }) => lists.has(term))) return [];
    const holderCount = countHolders(index, term);
    if (holderCount > 0) holderCounts.set(term, holderCount);
    return [{ term, weight, inverseDocumentFrequency: idf(index.chunkCount, holderCount) }];
  });
  const dead = query.hasHistory ? NONE : index.dead;
  const averageLength = Math.max(index.averageLength, 1);
  // Of live segments, a chunk serves in one alone.
  const groups = query.hasHistory
    ? [toGroup(index.segments, terms)]
    : index.segments.map((segment) => toGroup([segment], terms));
  return {
    ...addScores(terms, groups, { dead, averageLength }),
    holderCounts,
    explain: (chunkNumber) => explainScore(terms, groups, { chunkNumber, averageLength }),
  };
}

function toGroup(segments: readonly SegmentTerms[], terms: readonly ScoredTerm[]): Group {
  const lists = terms.map(({ term }) =>
    segments.flatMap((segment) => segment.lists.get(term) ?? []),
  );
  const range: [number, number] = [Infinity, -Infinity];
  for (const list of lists.flat()) {
    range[0] = Math.min(range[0], list[0] ?? Infinity);
    range[1] = Math.max(range[1], list[list.length - STEP] ?? -Infinity);
  }
  return { lists, range };
}

/** In how many of the chunks that serve a term stands. */
function countHolders({ segments, dead }: IndexedTerms, term: string): number {
  let count = 0;
  for (const { isHistory, lists } of segments) {
    const list = isHistory ? undefined : lists.get(term);
    if (list === undefined) continue;
    count += list.length / STEP;
    if (dead.size > 0) count -= countDead(list, dead);
  }
  return count;
}

/** The chunks in which a term stands: those that serve, or with history those that ever did; some perhaps twice. */
export function listHolders(
  { segments, dead }: IndexedTerms,
  { term, hasHistory }: { readonly term: string; readonly hasHistory: boolean },
): readonly number[] {
  const numbers = segments.flatMap(({ lists }) => {
    const list = lists.get(term) ?? new Int32Array();
    return Array.from({ length: list.length / STEP }, (_, at) => list[at * STEP] ?? 0);
  });
  return hasHistory ? numbers : numbers.filter((number) => !dead.has(number));
}

const NONE: ReadonlySet<number> = new Set();

function countDead(postings: Postings, dead: ReadonlySet<number>): number {
  let count = 0;
  for (let at = 0; at < postings.length; at += STEP) {
    if (dead.has(postings[at] ?? 0)) count += 1;
  }
  return count;
}

function idf(chunkCount: number, holderCount: number): number {
  return Math.log(1 + (chunkCount - holderCount + 0.5) / (holderCount + 0.5));
}

/** Frequency in the upper 16 bits, length in the lower. */
function saturate(fields: number, averageLength: number): number {
  const frequency = fields >>> 16;
  return (
    (frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * (fields & 0xff_ff)) / averageLength))
  );
}

function addScores(
  terms: readonly ScoredTerm[],
  groups: readonly Group[],
  { dead, averageLength }: { readonly dead: ReadonlySet<number>; readonly averageLength: number },
): Pick<ScoredChunks, 'numbers' | 'scores'> {
  const bounds = groups.map(boundOf);
  const sums = createSums(sumOf(bounds), Math.max(0, ...bounds));
  const added = terms.map(({ weight, inverseDocumentFrequency }, at) => {
    return { place: at + 1, factor: weight * inverseDocumentFrequency, dead, averageLength };
  });
  for (const { lists } of groups) {
    sums.slots.fill(0);
    for (const term of added) {
      for (const list of lists[term.place - 1] ?? []) addList(sums, list, term);
    }
  }
  const { numbers, scores, count } = sums;
  return { numbers: numbers.subarray(0, count), scores: scores.subarray(0, count) };
}

/** At most so many chunks have a term. */
function boundOf({ range: [low, high], lists }: Group): number {
  const postingCount = sumOf(lists.flat().map((list) => list.length / STEP));
  return Math.min(postingCount, Math.max(0, high - low + 1));
}

/** Sums by chunk, in the order in which chunks were met. */
interface Sums {
  readonly numbers: Int32Array;
  readonly scores: Float64Array;
  /** The place of the last term that counted. */
  readonly lastPlaces: Int16Array;
  /** An open-addressed table: the position after the one of a chunk of this group, or 0. */
  readonly slots: Int32Array;
  count: number;
}

function createSums(chunkCount: number, groupChunkCount: number): Sums {
  return {
    numbers: new Int32Array(chunkCount),
    scores: new Float64Array(chunkCount),
    lastPlaces: new Int16Array(chunkCount),
    slots: new Int32Array(2 ** Math.ceil(Math.log2(groupChunkCount * 2 + 2))),
    count: 0,
  };
}

interface AddedTerm {
  /** Among the question's terms, counted from 1. */
  readonly place: number;
  readonly factor: number;
  readonly dead: ReadonlySet<number>;
  readonly averageLength: number;
}

/** A chunk may be in several segments of history: each term counts once. */
function addList(
  sums: Sums,
  list: Postings,
  { place, factor, dead, averageLength }: AddedTerm,
): void {
  const { numbers, scores, lastPlaces, slots } = sums;
  const hasDead = dead.size > 0;
  const shift = Math.clz32(slots.length - 1);
  let { count } = sums;
  for (let at = 0; at < list.length; at += STEP) {
    const chunkNumber = list[at] ?? 0;
    if (hasDead && dead.has(chunkNumber)) continue;
    let slot = Math.imul(chunkNumber, GOLDEN) >>> shift;
    let position = (slots[slot] ?? 0) - 1;
    while (position >= 0 && numbers[position] !== chunkNumber) {
      slot = (slot + 1) % slots.length;
      position = (slots[slot] ?? 0) - 1;
    }
    if (position < 0) {
      position = count;
      count += 1;
      slots[slot] = count;
      numbers[position] = chunkNumber;
    } else if (lastPlaces[position] === place) continue;
    lastPlaces[position] = place;
    scores[position] =
      (scores[position] ?? 0) + factor * saturate(list[at + 1] ?? 0, averageLength);
  }
  sums.count = count;
}

/** 2^32 divided by the golden ratio: multiplying spreads neighbours over the table (Knuth, TAOCP 6.4). */
const GOLDEN = 0x9e_37_79_b1;

/** What each term contributed, the one that contributed most first. */
function explainScore(
  terms: readonly ScoredTerm[],
  groups: readonly Group[],
  { chunkNumber, averageLength }: { readonly chunkNumber: number; readonly averageLength: number },
): readonly TermContribution[] {
  const near = groups.filter(({ range: [low, high] }) => low <= chunkNumber && chunkNumber <= high);
  return terms
    .flatMap(({ term, weight, inverseDocumentFrequency }, at) => {
      const fields = findFields(near, at, chunkNumber);
      if (fields === null) return [];
      const score = weight * inverseDocumentFrequency * saturate(fields, averageLength);
      const [frequency, length] = [fields >>> 16, fields & 0xff_ff];
      return [{ term, score, frequency, inverseDocumentFrequency, length }];
    })
    .toSorted((left, right) => right.score - left.score || (left.term < right.term ? -1 : 1));
}

function findFields(groups: readonly Group[], term: number, chunkNumber: number): number | null {
  for (const { lists } of groups) {
    for (const list of lists[term] ?? []) {
      const at = findChunk(list, chunkNumber);
      if (at !== null) return list[at + 1] ?? 0;
    }
  }
  return null;
}

function findChunk(list: Postings, chunkNumber: number): number | null {
  let low = 0;
  let high = list.length / STEP - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const number = list[middle * STEP] ?? 0;
    if (number === chunkNumber) return middle * STEP;
    if (number < chunkNumber) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}
