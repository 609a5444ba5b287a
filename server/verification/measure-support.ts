import { sumOf } from '../../core/statistics/sum-of.ts';
import type { Span } from '../../core/text/spans.ts';
import { extractTerms } from '../../core/text/terms.ts';
import { PREFIX_LENGTH, prefixOf } from './index-evidence.ts';
import type { EvidenceIndex, IndexedChunk } from './index-evidence.ts';
import type { Term } from './read-terms.ts';

/** Up to three neighbouring sentences of one chunk; `from` and `to` index them, both included. */
export interface Window {
  readonly indexed: IndexedChunk;
  readonly from: number;
  readonly to: number;
  /** The share of the claim's weight that these sentences hold, 0 to 1. */
  readonly coverage: number;
}

/** How well a set of chunks covers a claim; every share is weighted by how rare its words are. */
export interface Support {
  readonly chunks: readonly IndexedChunk[];
  /** Words that stand anywhere in the chunks. */
  readonly coverage: number;
  /** Words that stand in the best window. */
  readonly window: number;
  readonly best: Window | null;
  readonly second: Window | null;
  readonly novelTerms: readonly Span[];
}

const MAX_WINDOW = 3;
/** A word that shares its first letters with one of the chunk: "approve" and "approval". */
const PREFIX_CREDIT = 0.6;
/** A longer window must earn its length. */
const WINDOW_COST = 0.02;
const GENERIC_WEIGHT = 0.35;
const GENERIC_TERMS: ReadonlySet<string> = new Set(
  extractTerms(
    `also however additionally therefore thus overall generally usually typically often include includes including
     according mention mentioned state stated states provide provided provides use used using get make made may
     might could would must shall need needs take takes give gives well various several many much different
     example instance based specific specifically certain important note please ensure help helps way ways thing
     things case cases even within without per via etc say says said show shows tell tells like one first second next finally passage passages`,
  ),
);

function weighTerm(index: EvidenceIndex, term: string): number {
  const count = index.sentencesWith.get(term) ?? 0;
  const rarity = Math.log(1 + (index.sentenceCount + 0.5) / (count + 0.5));
  return GENERIC_TERMS.has(term) ? GENERIC_WEIGHT * rarity : rarity;
}

/** Aligns a claim's terms with a set of chunks; the order of the chunks changes nothing. */
export function measureSupport(
  claim: readonly Term[],
  chunks: readonly IndexedChunk[],
  index: EvidenceIndex,
): Support {
  const weights = claim.map(({ term }) => weighTerm(index, term));
  const credits = claim.map(({ term }) =>
    Math.max(0, ...chunks.map((chunk) => creditOf(chunk, term))),
  );
  const total = sumOf(weights) || 1;
  const covered = sumOf(weights.map((weight, at) => weight * (credits[at] ?? 0)));
  const coverage = covered / total;
  const windows = findWindows(claim, weights, chunks);
  return {
    chunks,
    coverage,
    window: windows.best?.coverage ?? 0,
    best: windows.best,
    second: windows.second,
    novelTerms: claim.filter((_, at) => (credits[at] ?? 0) < PREFIX_CREDIT),
  };
}

function creditOf(indexed: IndexedChunk, term: string): number {
  if (indexed.termSet.has(term) || indexed.contextTerms.has(term)) return 1;
  if (term.startsWith('#') || term.length < PREFIX_LENGTH) return 0;
  return indexed.prefixes.has(prefixOf(term)) ? PREFIX_CREDIT : 0;
}

interface Windows {
  readonly best: Window | null;
  readonly second: Window | null;
}

function findWindows(
  claim: readonly Term[],
  weights: readonly number[],
  chunks: readonly IndexedChunk[],
): Windows {
  const unique = new Map<string, number>();
  for (const [at, { term }] of claim.entries())
    unique.set(term, (unique.get(term) ?? 0) + (weights[at] ?? 0));
  const total = sumOf([...unique.values()]) || 1;
  const best = bestWindow(unique, chunks);
  if (best === null) return { best, second: null };
  const covered = termsOfWindow(best);
  const rest = new Map(
    [...unique].filter(([term]) => !covered.has(term) && !best.indexed.contextTerms.has(term)),
  );
  const second = bestWindow(rest, chunks);
  return {
    best: { ...best, coverage: best.coverage / total },
    second: second === null ? null : { ...second, coverage: second.coverage / total },
  };
}

function bestWindow(
  wanted: ReadonlyMap<string, number>,
  chunks: readonly IndexedChunk[],
): Window | null {
  let best: Window | null = null;
  let bestScore = 0;
  const cost = WINDOW_COST * sumOf([...wanted.values()]);
  for (const indexed of chunks) {
    const present = [...wanted.keys()].filter((term) => indexed.termSet.has(term));
    const context = [...wanted].filter(([term]) => indexed.contextTerms.has(term));
    const hits = indexed.sentences.map(({ termSet }) =>
      present.filter((term) => termSet.has(term)),
    );
    for (const [from, own] of hits.entries()) {
      if (own.length === 0) continue;
      const seen = new Set(context.map(([term]) => term));
      let coverage = sumOf(context.map(([, weight]) => weight));
      for (let to = from; to < Math.min(from + MAX_WINDOW, hits.length); to += 1) {
        for (const term of hits[to] ?? []) {
          if (!seen.has(term)) coverage += wanted.get(term) ?? 0;
          seen.add(term);
        }
        const score = coverage - cost * (to - from);
        if (score > bestScore + 1e-9) {
          best = { indexed, from, to, coverage };
          bestScore = score;
        }
      }
    }
  }
  return best;
}

function termsOfWindow({ indexed, from, to }: Window): ReadonlySet<string> {
  return new Set(indexed.sentences.slice(from, to + 1).flatMap(({ termSet }) => [...termSet]));
}

/** The forms of a window's words, with those that carry no meaning of their own. */
export function formsOfWindow(window: Window | null): ReadonlySet<string> {
  if (window === null) return new Set();
  const { words, sentenceOf } = window.indexed.words();
  const isIn = (sentence: number) => sentence >= window.from && sentence <= window.to;
  return new Set(words.filter((_, at) => isIn(sentenceOf[at] ?? 0)).map(({ form }) => form));
}
