import { ChunkId, DocumentId } from '../../contract/ids.ts';
import { DEFAULT_LANGUAGE } from '../../contract/language.ts';
import type { Classification } from '../../contract/classification.ts';
import type { RetrievalSettings } from '../../contract/retrieval-trace.ts';
import { embeddedText } from '../../core/embedded-text.ts';
import { extractTerms } from '../../core/text/terms.ts';
import type { CandidateChunk } from '../../db/queries/find-candidate-chunks.ts';
import { hashLexically } from '../../models/builtin/lexical-hash.ts';
import { sha256Hex } from '../../platform/hash.ts';
import { buildLedger } from '../../server/retrieval/build-ledger.ts';
import { fuseHits } from '../../server/retrieval/fuse-hits.ts';
import { rankCandidates, type RankedCandidate } from '../../server/retrieval/rank-candidates.ts';
import { createChunkFeatureCache } from '../../server/retrieval/rerank/chunk-feature-cache.ts';
import { readNeeds } from '../../server/retrieval/read-needs.ts';
import { readRankedParts } from '../../server/retrieval/read-parts.ts';
import { standIn } from '../../server/retrieval/understand/stand-in.ts';
import type { LexicalHit } from '../../server/retrieval/search-legs.ts';
import { RERANK_DEPTH, RERANK_WEIGHTS } from '../../server/retrieval/rerank/rerank-candidates.ts';
import {
  buildSearchQuery,
  weighForReranking,
  type SearchQuery,
} from '../../server/retrieval/search-query.ts';
import type { TermContribution } from '../../db/queries/lexical-index/score-chunks.ts';
import type { TermStatistics } from '../../db/queries/search-lexical.ts';

/** A chunk to be found; `document` tells those of one document. */
export interface MemoryChunk {
  readonly document: string;
  readonly title: string;
  readonly classification: Classification;
  readonly headingPath: readonly string[];
  readonly text: string;
  readonly tokenCount: number;
}

export interface MemoryRetrieval {
  readonly query: SearchQuery;
  readonly statistics: TermStatistics;
  /** What BM25 found, best first. */
  readonly lexical: readonly LexicalHit[];
  readonly ranked: readonly RankedCandidate[];
  /** The numbers of the chunks that were selected, best first. */
  readonly selected: readonly number[];
}

/** Chunks are numbered from 0 in the order in which they were given. */
export interface MemoryIndex {
  readonly features: ReturnType<typeof createChunkFeatureCache>;
  /** Null where no chunk holds a term of the question. */
  retrieve(
    question: string,
    options?: { readonly skip?: (chunk: number) => boolean },
  ): MemoryRetrieval | null;
}

const FUSION = { fusion: 'convex', denseWeight: 0.05 } as const;
/** The settings of the service, but for `max_chunks`, which is what an answer asks for. */
const SETTINGS: RetrievalSettings = {
  max_chunks: 8,
  leg_depth: 100,
  fusion: FUSION.fusion,
  dense_weight: FUSION.denseWeight,
  rerank_depth: RERANK_DEPTH,
  rerank_weights: { ...RERANK_WEIGHTS },
  max_context_tokens: 3_000,
  near_duplicate_threshold: 0.9,
  max_chunks_per_document: 4,
  min_fused_score: 0.05,
};
const K1 = 1.2;
const B = 0.75;

/**
 * Both legs, fusion, reranking and selection as the service does them, without a database: BM25 over all chunks,
 * exact search by the builtin vectors. Spelling is not corrected.
 */
export function createMemoryIndex(given: readonly MemoryChunk[]): MemoryIndex {
  const chunks = given.map(toCandidateChunk);
  const texts = given.map((chunk) => embeddedText(chunk, chunk.title));
  const termsOf = texts.map((text) => extractTerms(text));
  const lexical = indexTerms(termsOf);
  const vectors = texts.map((text, at) => hashLexically(text, termsOf[at]));
  const features = createChunkFeatureCache(chunks.length);
  return {
    features,
    retrieve(question, { skip = () => false } = {}) {
      const asked = buildSearchQuery(question, []);
      const { holderCounts } = lexical.search(asked, skip).statistics;
      const unknown = [...asked.terms].filter(
        ([term, { isBeside }]) => !isBeside && !holderCounts.has(term),
      );
      const { query } = standIn(
        asked,
        unknown.map(([term]) => term),
      );
      const { hits, statistics } = lexical.search(query, skip);
      if (hits.length === 0) return null;
      const legs = { lexical: new Map(hits), dense: searchVectors(vectors, query.text, skip) };
      const fused = fuseHits(legs, FUSION).flatMap((hit) => {
        const chunk = chunks[hit.chunkNumber];
        return chunk === undefined ? [] : [{ hit, chunk }];
      });
      const weights = weighForReranking(query, statistics);
      const parts = readRankedParts(query, {
        weights,
        hits: fused.map(({ hit }) => hit),
        how: FUSION,
      });
      const ranked = rankCandidates(parts, fused, features);
      const needs = readNeeds(query, statistics);
      const { candidates } = buildLedger(ranked, { settings: SETTINGS, needs, features });
      const selected = ranked.filter((_, at) => candidates[at]?.selected === true);
      return {
        query,
        statistics,
        lexical: hits.map(([, hit]) => hit),
        ranked,
        selected: selected.map(({ chunk }) => chunk.number),
      };
    },
  };
}

function toCandidateChunk(chunk: MemoryChunk, number: number): CandidateChunk {
  return {
    ...chunk,
    number,
    chunkId: ChunkId.parse(toUuid(`chunk ${number}`)),
    contentHash: sha256Hex(chunk.text),
    documentId: DocumentId.parse(toUuid(`document ${chunk.document}`)),
    documentVersion: 1,
    language: DEFAULT_LANGUAGE,
    source: chunk.document,
    page: null,
    charStart: 0,
    charEnd: chunk.text.length,
  };
}

function toUuid(name: string): string {
  const hex = sha256Hex(name);
  return `00000000-0000-7000-8000-${hex.slice(0, 12)}`;
}

function indexTerms(chunks: readonly (readonly string[])[]) {
  const postings = new Map<string, Map<number, number>>();
  for (const [at, terms] of chunks.entries()) {
    for (const term of terms) {
      const list = postings.get(term) ?? new Map<number, number>();
      list.set(at, (list.get(at) ?? 0) + 1);
      postings.set(term, list);
    }
  }
  const total = chunks.reduce((sum, terms) => sum + terms.length, 0);
  const lengthOf = (at: number) => ((chunks[at]?.length ?? 0) * chunks.length) / total;
  return {
    search(query: SearchQuery, skip: (chunk: number) => boolean) {
      const holderCounts = new Map<string, number>();
      const contributions = new Map<number, TermContribution[]>();
      for (const [term, { weight }] of query.terms) {
        const list = postings.get(term);
        if (list === undefined) continue;
        holderCounts.set(term, list.size);
        const rarity = Math.log(1 + (chunks.length - list.size + 0.5) / (list.size + 0.5));
        for (const [at, frequency] of list) {
          if (skip(at)) continue;
          const norm = K1 * (1 - B + B * lengthOf(at));
          const score = (weight * rarity * frequency * (K1 + 1)) / (frequency + norm);
          const held = contributions.get(at) ?? [];
          contributions.set(at, held);
          const length = chunks[at]?.length ?? 0;
          held.push({ term, score, frequency, inverseDocumentFrequency: rarity, length });
        }
      }
      const hits = [...contributions]
        .map(([at, held]) => {
          const total = held.reduce((sum, { score }) => sum + score, 0);
          return { at, score: total, contributions: held };
        })
        .toSorted((left, right) => right.score - left.score || left.at - right.at)
        .slice(0, SETTINGS.leg_depth)
        .map(({ at, ...found }, index) => {
          return [at, { ...found, rank: index + 1, matchedTerms: [] }] as const;
        });
      return { hits, statistics: { chunkCount: chunks.length, holderCounts } };
    },
  };
}

function searchVectors(
  vectors: readonly Float32Array[],
  question: string,
  skip: (chunk: number) => boolean,
) {
  const asked = hashLexically(question);
  const nearest = vectors
    .flatMap((vector, at) => (skip(at) ? [] : [{ at, similarity: dot(vector, asked) }]))
    .toSorted((left, right) => right.similarity - left.similarity || left.at - right.at)
    .slice(0, SETTINGS.leg_depth);
  return new Map(
    nearest.map(({ at, similarity }, index) => [at, { rank: index + 1, similarity }] as const),
  );
}

/** Both are of unit length. */
function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
}
