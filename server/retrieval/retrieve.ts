import type { Language } from '../../contract/language.ts';
import type { Candidate, Fusion, LedgerEntry } from '../../contract/retrieval.ts';
import type { RetrievalSettings } from '../../contract/retrieval-trace.ts';
import type { StoredProfile } from '../../db/queries/collections.ts';
import {
  findCandidateChunks,
  findIndexSnapshot,
  type CandidateChunk,
} from '../../db/queries/find-candidate-chunks.ts';
import type { SearchScope } from '../../db/queries/search-scope.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { addNeighbours } from './add-neighbours.ts';
import { buildLedger } from './build-ledger.ts';
import { measureCoverage } from './cover-needs.ts';
import { estimateConfidence, type ConfidenceInput } from './estimate-confidence.ts';
import { distinctProfiles, findSearchedCollections } from './find-searched-collections.ts';
import { fuseHits, type FusedHit } from './fuse-hits.ts';
import { listPartScores, rankCandidates, type RankedCandidate } from './rank-candidates.ts';
import type { ChunkFeatureCache } from './rerank/chunk-feature-cache.ts';
import { readNeeds } from './read-needs.ts';
import { readPartFeatures, readRankedParts, scorePartsLexically } from './read-parts.ts';
import type { QuestionFeatures } from './rerank/question-features.ts';
import { RERANK_DEPTH, RERANK_WEIGHTS } from './rerank/rerank-candidates.ts';
import type { AskedPart, RetrievalOutcome, RetrievalQuery } from './retrieval-outcome.ts';
import { scorePairs, type PairScoring, type ScoredPairs } from './score-pairs.ts';
import { searchLegs, type LegDeps, type LegResults } from './search-legs.ts';
import { buildSearchQuery, weighForReranking, type SearchQuery } from './search-query.ts';
import { leaveOutFile } from './understand/leave-out-file.ts';
import { readFilters } from './understand/read-filters.ts';

export interface RetrievalConfig {
  readonly legDepth: number;
  readonly maxContextTokens: number;
  readonly fusion: Fusion;
  /** Null lets the embedding profile say. */
  readonly denseWeight: number | null;
  /** How many chunks on either side of a selected one are added as context. */
  readonly neighbours: number;
}

export interface RetrieveDeps extends LegDeps {
  readonly config: RetrievalConfig;
  readonly features: ChunkFeatureCache;
  /** Null where none is configured. */
  readonly pairScoring: PairScoring | null;
}

const NEAR_DUPLICATE_THRESHOLD = 0.9;
/** Must be exceeded. The builtin vectors alone reach it at most: what shares no word with the question stays out. */
const MIN_FUSED_SCORE = 0.05;
const MIN_CHUNKS_PER_DOCUMENT = 3;
/** A document that is replaced during each of so many searches in a row may still be missed. */
const MAX_SEARCHES = 4;
/**
 * The builtin embedder hashes words: beside the reranker, more than this changes nothing or lowers nDCG@10 on four
 * public collections. A model of meaning counts as much as words.
 */
const DENSE_WEIGHTS = { builtin: 0.05, local: 0.5, remote: 0.5 } as const;

/**
 * Both legs, fusion, reranking, selection, and the ledger that says of every candidate what became of it and why.
 * Throws `AppError('not_found')` for a collection that does not exist or that the reader may not read.
 */
export async function retrieve(
  query: RetrievalQuery,
  deps: RetrieveDeps,
): Promise<RetrievalOutcome> {
  const startedAt = deps.now();
  const [{ filters, fileName, steps }, searched] = await Promise.all([
    readFilters(query, deps.database),
    findSearchedCollections(query, deps.database),
  ]);
  const { collections, languages } = searched;
  const leaveOut = (text: string) => (fileName === null ? text : leaveOutFile(text, fileName));
  const searchQuery = readQuestion(query, { languages, leaveOut });
  const profiles = distinctProfiles(collections);
  const scope: SearchScope = {
    reader: query.reader,
    collections: query.collections,
    filters,
    asOf: query.asOf,
    depth: deps.config.legDepth,
  };
  const settings = settingsFor(query, profiles, deps.config);
  const { legs, snapshot, fused } = await findCandidates(
    searchQuery,
    { profiles, scope, settings },
    deps,
  );
  const ranking = await rankAndSelect(query, fused, { ...deps, settings, legs });
  const { candidates, selected } = ranking;
  return {
    selected,
    candidates,
    parts: listParts(leaveOut(query.question), legs.query, ranking),
    durationMs: deps.now() - startedAt,
    trace: {
      collections: collections.map((collection) => collection.name),
      languages: [...languages],
      filters,
      as_of: query.asOf?.toISOString() ?? null,
      index_snapshot: snapshot,
      embedding_profiles: profiles.map(({ adapter, name, version, dimensions }) => ({
        adapter,
        name,
        version,
        dimensions,
      })),
      settings,
      query_steps: [...steps, ...legs.query.steps],
      legs: [...legs.legs],
      cross_encoder: ranking.pairs?.trace ?? null,
      candidates: candidates.map(withoutText),
      removed_by_access: legs.removedByAccess,
      coverage: ranking.coverage,
      // That the right chunk is there for every part.
      confidence: Math.min(...ranking.confidences),
    },
  };
}

/** As a model has put it where one has, and as the rules read it with its history otherwise. */
function readQuestion(
  { question, history, rewrite = null }: RetrievalQuery,
  {
    languages,
    leaveOut,
  }: {
    readonly languages: readonly Language[];
    /** What is left of a text without what was read as a filter. */
    readonly leaveOut: (text: string) => string;
  },
): SearchQuery {
  const read =
    typeof rewrite?.text === 'string'
      ? buildSearchQuery(leaveOut(rewrite.text), [], languages)
      : buildSearchQuery(leaveOut(question), history, languages);
  if (rewrite === null) return read;
  const to = read.text.replaceAll('\n', ' ');
  const step = { kind: 'rewrite' as const, from: question, to, reason: rewrite.reason };
  return { ...read, steps: [step, ...read.steps] };
}

/**
 * Reranking, selection, what is added beside, and the ledger; and how far what was selected speaks of the question.
 * Confidence was trained without neighbours and takes none.
 */
async function rankAndSelect(
  asked: Pick<RetrievalQuery, 'classification' | 'reader' | 'asOf'>,
  fused: readonly FusedChunk[],
  deps: {
    readonly config: Pick<RetrievalConfig, 'fusion'>;
    readonly settings: RetrievalSettings;
    readonly legs: LegResults;
    readonly database: WorkspaceDatabase;
    readonly features: ChunkFeatureCache;
    readonly pairScoring: PairScoring | null;
    readonly now: () => number;
  },
) {
  const { settings, legs, features } = deps;
  const { query } = legs;
  const needs = readNeeds(query, legs.statistics);
  const parts = readRankedParts(query, {
    weights: weighForReranking(query, legs.statistics),
    hits: fused.map(({ hit }) => hit),
    how: { fusion: deps.config.fusion, denseWeight: settings.dense_weight },
  });
  const byWording = rankCandidates(parts, fused, features);
  const pairs = await scoreBest({ ...asked, question: query.text }, byWording, deps);
  const ranked = pairs?.ranked ?? byWording;
  const ledger = buildLedger(ranked, { settings, needs, features });
  const kept = ranked.filter((_, index) => ledger.candidates[index]?.selected === true);
  const held = kept.map(({ chunk }) => features.read(chunk));
  const widened = await addNeighbours(ledger, { ...asked, settings }, deps.database);
  const given = [...held, ...widened.added.map((chunk) => features.read(chunk))];
  const { share, missing } = measureCoverage(needs, (term) =>
    needs.formsOf(term).some((form) => given.some(({ terms }) => terms.includes(form))),
  );
  const asking = readPartFeatures(query, needs.weights);
  return {
    candidates: widened.candidates,
    selected: widened.selected,
    pairs,
    coverage: { share, missing: [...missing] },
    rarities: asking.map(({ terms }) => new Map(terms.map(({ term, weight }) => [term, weight]))),
    confidences: estimateEach(asking, {
      selected: held,
      lexicalScores: scorePartsLexically(query, legs.lexical.values()),
      finalScores: listPartScores(ranked, asking.length),
    }),
  };
}

function scoreBest(
  asked: Pick<RetrievalQuery, 'question' | 'classification'>,
  ranked: readonly RankedCandidate[],
  { pairScoring, now }: Pick<RetrieveDeps, 'pairScoring' | 'now'>,
): Promise<ScoredPairs> | null {
  return pairScoring === null ? null : scorePairs(asked, ranked, { scoring: pairScoring, now });
}

function listParts(
  question: string,
  { parts }: SearchQuery,
  found: {
    readonly confidences: readonly number[];
    readonly rarities: readonly ReadonlyMap<string, number>[];
  },
): readonly AskedPart[] {
  const texts = parts.length === 1 ? [question] : parts.map(({ text }) => text);
  return texts.map((text, index) => ({
    question: text,
    confidence: found.confidences[index] ?? 0,
    rarity: found.rarities[index] ?? new Map(),
  }));
}

function estimateEach(
  parts: readonly QuestionFeatures[],
  found: Pick<ConfidenceInput, 'selected'> & {
    readonly lexicalScores: readonly (readonly number[])[];
    readonly finalScores: readonly (readonly number[])[];
  },
): readonly number[] {
  return parts.map((question, index) =>
    estimateConfidence({
      question,
      selected: found.selected,
      lexicalScores: found.lexicalScores[index] ?? [],
      finalScores: found.finalScores[index] ?? [],
    }),
  );
}

function settingsFor(
  query: RetrievalQuery,
  profiles: readonly StoredProfile[],
  config: RetrievalConfig,
): RetrievalSettings {
  const weights = profiles.map((profile) => DENSE_WEIGHTS[profile.adapter]);
  return {
    max_chunks: query.maxChunks,
    leg_depth: config.legDepth,
    fusion: config.fusion,
    dense_weight: config.denseWeight ?? Math.min(...weights, 0.5),
    rerank_depth: RERANK_DEPTH,
    rerank_weights: { ...RERANK_WEIGHTS },
    max_context_tokens: config.maxContextTokens,
    near_duplicate_threshold: NEAR_DUPLICATE_THRESHOLD,
    max_chunks_per_document: Math.max(MIN_CHUNKS_PER_DOCUMENT, Math.ceil(query.maxChunks / 2)),
    min_fused_score: MIN_FUSED_SCORE,
    ...(config.neighbours > 0 ? { neighbours: config.neighbours } : {}),
  };
}

/**
 * What both legs find. Where a version was switched, or a document closed, between the legs and the look at their
 * hits, a hit is lost that another may have taken the place of: everything is searched again.
 */
async function findCandidates(
  query: SearchQuery,
  target: {
    readonly profiles: readonly StoredProfile[];
    readonly scope: SearchScope;
    readonly settings: RetrievalSettings;
  },
  deps: RetrieveDeps,
) {
  const { scope, settings } = target;
  for (let search = 1; ; search += 1) {
    const [legs, snapshot] = await Promise.all([
      searchLegs(query, target, deps),
      findIndexSnapshot(deps.database, scope.asOf),
    ]);
    const hits = fuseHits(legs, { fusion: deps.config.fusion, denseWeight: settings.dense_weight });
    const fused = await findFused(hits, scope, deps);
    if (fused.length === hits.length || search === MAX_SEARCHES) return { legs, snapshot, fused };
  }
}

interface FusedChunk {
  readonly hit: FusedHit;
  readonly chunk: CandidateChunk;
}

/** Every hit that the reader may see and that serves, in the order of fusion. */
async function findFused(
  hits: readonly FusedHit[],
  { reader, asOf }: SearchScope,
  { database }: RetrieveDeps,
): Promise<readonly FusedChunk[]> {
  const numbers = hits.map((hit) => hit.chunkNumber);
  const chunks = await findCandidateChunks(database, { numbers, reader, asOf });
  return hits.flatMap((hit) => {
    const chunk = chunks.get(hit.chunkNumber);
    return chunk === undefined ? [] : [{ hit, chunk }];
  });
}

function withoutText({ text: _text, ...entry }: Candidate): LedgerEntry {
  return entry;
}
