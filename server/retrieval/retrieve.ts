import type { Candidate, LedgerEntry } from '../../contract/retrieval.ts';
import type { RetrievalSettings } from '../../contract/trace.ts';
import {
  findCollections,
  listCollections,
  type StoredCollection,
  type StoredProfile,
} from '../../db/queries/collections.ts';
import {
  findCandidateChunks,
  findIndexSnapshot,
  type CandidateChunk,
} from '../../db/queries/find-candidate-chunks.ts';
import { findTermStatistics } from '../../db/queries/search-lexical.ts';
import type { SearchScope } from '../../db/queries/search-scope.ts';
import { AppError } from '../../platform/errors.ts';
import { describeCandidate } from './describe-candidate.ts';
import { estimateConfidence } from './estimate-confidence.ts';
import { FUSION, fuseScores, type FusedHit } from './fuse-scores.ts';
import type { RetrievalOutcome, RetrievalQuery, SelectedChunk } from './retrieval-outcome.ts';
import { searchLegs, type LegDeps, type LegResults } from './search-legs.ts';
import { buildSearchQuery, ownTerms, type SearchQuery } from './search-query.ts';
import { selectChunks } from './select-chunks.ts';

export interface RetrievalConfig {
  readonly legDepth: number;
  readonly maxContextTokens: number;
  /** Null lets the embedding profile say. */
  readonly denseWeight: number | null;
}

export interface RetrieveDeps extends LegDeps {
  readonly config: RetrievalConfig;
}

/** A workspace with more collections than this must name those to search. */
const MAX_COLLECTIONS = 200;
const NEAR_DUPLICATE_THRESHOLD = 0.9;
/** Must be exceeded. The builtin vectors alone reach it at most: what shares no word with the question stays out. */
const MIN_FINAL_SCORE = 0.1;
/** The builtin embedder hashes words, so it may only break ties; a model of meaning counts as much as words. */
const DENSE_WEIGHTS = { builtin: 0.1, local: 0.5, remote: 0.5 } as const;

/**
 * Both legs, fusion, selection, and the ledger that says of every candidate what became of it and why.
 * Throws `AppError('not_found')` for a collection that does not exist or that the reader may not read.
 */
export async function retrieve(
  query: RetrievalQuery,
  deps: RetrieveDeps,
): Promise<RetrievalOutcome> {
  const startedAt = deps.now();
  const collections = await findSearchedCollections(query, deps);
  const profiles = distinctProfiles(collections);
  const settings = settingsFor(query, profiles, deps.config);
  const searchQuery = buildSearchQuery(query.question, query.history);
  const scope: SearchScope = {
    reader: query.reader,
    collections: query.collections,
    filters: query.filters,
    asOf: query.asOf,
    depth: settings.leg_depth,
  };
  const [legs, snapshot] = await Promise.all([
    searchLegs(searchQuery, { profiles, scope }, deps),
    findIndexSnapshot(deps.database, query.asOf),
  ]);
  const { candidates, selected } = await buildLedger(query, { legs, settings }, deps);
  const confidence = await measureConfidence(searchQuery, selected, deps);
  return {
    selected,
    candidates,
    durationMs: deps.now() - startedAt,
    trace: {
      collections: collections.map((collection) => collection.name),
      filters: query.filters,
      as_of: query.asOf?.toISOString() ?? null,
      index_snapshot: snapshot,
      embedding_profiles: profiles.map(({ adapter, name, version, dimensions }) => ({
        adapter,
        name,
        version,
        dimensions,
      })),
      settings,
      legs: [...legs.legs],
      candidates: candidates.map(withoutText),
      removed_by_access: legs.removedByAccess,
      confidence,
    },
  };
}

async function findSearchedCollections(
  query: RetrievalQuery,
  deps: RetrieveDeps,
): Promise<readonly StoredCollection[]> {
  const allowed = query.reader.collections;
  if (query.collections === null) {
    return listCollections(deps.database, { limit: MAX_COLLECTIONS, after: null, only: allowed });
  }
  const found = await findCollections(deps.database, query.collections);
  const names = new Set(found.map((collection) => collection.name));
  const missing = query.collections.find(
    (name) => !names.has(name) || (allowed !== '*' && !allowed.includes(name)),
  );
  if (missing !== undefined) {
    throw new AppError('not_found', `There is no collection named "${missing}".`);
  }
  return found;
}

function distinctProfiles(collections: readonly StoredCollection[]): readonly StoredProfile[] {
  const byId = new Map(collections.map(({ profile }) => [profile.id, profile]));
  return [...byId.values()];
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
    fusion: FUSION,
    dense_weight: config.denseWeight ?? Math.min(...weights, 0.5),
    max_context_tokens: config.maxContextTokens,
    near_duplicate_threshold: NEAR_DUPLICATE_THRESHOLD,
    min_final_score: MIN_FINAL_SCORE,
  };
}

/** Every hit that the reader may see, ranked, with its one reason. */
async function buildLedger(
  query: RetrievalQuery,
  found: { readonly legs: LegResults; readonly settings: RetrievalSettings },
  deps: RetrieveDeps,
): Promise<{
  readonly candidates: readonly Candidate[];
  readonly selected: readonly SelectedChunk[];
}> {
  const { legs, settings } = found;
  const hits = fuseScores(legs, settings.dense_weight);
  const chunks = await findCandidateChunks(deps.database, {
    numbers: hits.map((hit) => hit.chunkNumber),
    reader: query.reader,
    asOf: query.asOf,
  });
  // A version may have been switched between the legs and this look: what no longer serves is no candidate.
  const present = hits.flatMap((hit) => {
    const chunk = chunks.get(hit.chunkNumber);
    return chunk === undefined ? [] : [{ hit, chunk }];
  });
  const decisions = selectChunks(
    present.map(({ hit, chunk }) => ({
      title: chunk.title,
      text: chunk.text,
      tokenCount: chunk.tokenCount,
      finalScore: hit.fused,
      bestLegRank: Math.min(hit.dense?.rank ?? Infinity, hit.lexical?.rank ?? Infinity),
    })),
    {
      maxChunks: settings.max_chunks,
      maxContextTokens: settings.max_context_tokens,
      minFinalScore: settings.min_final_score,
      nearDuplicateThreshold: settings.near_duplicate_threshold,
    },
  );
  const ledger = present.flatMap(({ hit, chunk }, index) => {
    const decision = decisions[index];
    if (decision === undefined) return [];
    const reason = { code: decision.code, text: describeCandidate(hit, decision) };
    const candidate = toCandidate(chunk, {
      hit,
      rank: index + 1,
      reason,
      isSelected: decision.selected,
    });
    return [{ candidate, classification: chunk.classification }];
  });
  return {
    candidates: ledger.map(({ candidate }) => candidate),
    selected: ledger
      .filter(({ candidate }) => candidate.selected)
      .map(({ candidate, classification }) => ({ ...candidate, classification })),
  };
}

function toCandidate(
  chunk: CandidateChunk,
  place: {
    readonly hit: FusedHit;
    readonly rank: number;
    readonly reason: Candidate['reason'];
    readonly isSelected: boolean;
  },
): Candidate {
  const { dense, lexical, fused } = place.hit;
  return {
    chunk_id: chunk.chunkId,
    content_hash: chunk.contentHash,
    document_id: chunk.documentId,
    document_version: chunk.documentVersion,
    title: chunk.title,
    source: chunk.source,
    heading_path: [...chunk.headingPath],
    page: chunk.page,
    char_start: chunk.charStart,
    char_end: chunk.charEnd,
    token_count: chunk.tokenCount,
    text: chunk.text,
    rank: place.rank,
    selected: place.isSelected,
    scores: {
      dense,
      lexical: lexical && {
        rank: lexical.rank,
        score: lexical.score,
        matched_terms: [...lexical.matchedTerms],
      },
      fused,
      rerank: null,
      final: fused,
    },
    reason: place.reason,
  };
}

function withoutText({ text: _text, ...entry }: Candidate): LedgerEntry {
  return entry;
}

async function measureConfidence(
  query: SearchQuery,
  selected: readonly SelectedChunk[],
  deps: RetrieveDeps,
): Promise<number> {
  const terms = ownTerms(query);
  const statistics = await findTermStatistics(deps.database, terms);
  const texts = selected.map((chunk) =>
    [chunk.title, ...chunk.heading_path, chunk.text].join('\n'),
  );
  return estimateConfidence({ terms, ...statistics, texts });
}
