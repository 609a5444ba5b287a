import type { EmbeddingProfile } from '../../contract/collection.ts';
import type { LegTrace } from '../../contract/retrieval-trace.ts';
import type { StoredProfile } from '../../db/queries/collections.ts';
import { searchDense } from '../../db/queries/search-dense.ts';
import type { TermContribution } from '../../db/queries/lexical-index/score-chunks.ts';
import { searchLexical, type TermStatistics } from '../../db/queries/search-lexical.ts';
import type { SearchScope } from '../../db/queries/search-scope.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import type { Embedder } from '../../models/embedder.ts';
import { AppError } from '../../platform/errors.ts';
import { readableStatistics } from './readable-statistics.ts';
import type { SearchQuery } from './search-query.ts';
import { correctSpelling } from './understand/correct-spelling.ts';
import { expandAcronyms } from './understand/expand-acronyms.ts';
import { findUnknown } from './understand/find-unknown.ts';
import { describeStandIns, standIn } from './understand/stand-in.ts';

/** Where a leg put a chunk; ranks count from 1. */
export interface DenseHit {
  readonly rank: number;
  readonly similarity: number;
}
export interface LexicalHit {
  readonly rank: number;
  readonly score: number;
  /** Words of the question, the one that contributed most first. */
  readonly matchedTerms: readonly string[];
  /** What each of its terms added; synonyms show as the terms that they are. */
  readonly contributions: readonly TermContribution[];
}

export interface LegResults {
  /** As it was searched for: corrected, and with the words of its short forms, by what stands in the documents. */
  readonly query: SearchQuery;
  readonly dense: ReadonlyMap<number, DenseHit>;
  readonly lexical: ReadonlyMap<number, LexicalHit>;
  readonly removedByAccess: number;
  /** Of the terms that were searched for and that stand in something that the reader may read. */
  readonly statistics: TermStatistics;
  readonly legs: readonly LegTrace[];
}

export interface LegDeps {
  readonly database: WorkspaceDatabase;
  /** Null when no configured embedder makes the vectors of that profile. */
  readonly embedderFor: (profile: EmbeddingProfile) => Embedder | null;
  readonly now: () => number;
}

/**
 * Runs both legs. Chunk numbers name the hits until access has been checked once more.
 */
export async function searchLegs(
  query: SearchQuery,
  target: { readonly profiles: readonly StoredProfile[]; readonly scope: SearchScope },
  deps: LegDeps,
): Promise<LegResults> {
  const { profiles, scope } = target;
  const [lexical, dense] = await Promise.all([
    runLexicalLeg(query, scope, deps),
    Promise.all(profiles.map((profile) => runDenseLeg(query, { profile, scope }, deps))),
  ]);
  const similarities = dense
    .flatMap((leg) => leg.found)
    .toSorted((left, right) => right.score - left.score)
    .slice(0, scope.depth);
  const unreadable = new Set([...lexical.unreadable, ...dense.flatMap((leg) => leg.unreadable)]);
  return {
    query: lexical.query,
    lexical: lexical.hits,
    dense: new Map(
      similarities.map((row, index) => [
        row.chunkNumber,
        { rank: index + 1, similarity: clampCosine(row.score) },
      ]),
    ),
    removedByAccess: unreadable.size,
    statistics: lexical.statistics,
    legs: [lexical.trace, ...dense.map((leg) => leg.trace)],
  };
}

async function runLexicalLeg(asked: SearchQuery, scope: SearchScope, deps: LegDeps) {
  const startedAt = deps.now();
  const { database } = deps;
  const first = await searchLexical(database, { weights: weightsOf(asked), scope });
  const lent = standIn(asked, await findUnknown(asked, first, scope));
  const known = await correctSpelling(lent.query, lent.rest, { database, scope });
  const searched = (await expandAcronyms(known, first.found, { database, scope })) ?? known;
  const rows =
    searched === asked
      ? first
      : await searchLexical(database, { weights: weightsOf(searched), scope });
  const { found, unreadable } = rows;
  const statistics = await readableStatistics(rows, scope);
  const steps = [...searched.steps, ...describeStandIns(lent.standIns, found)];
  const query = { ...searched, steps };
  const hits = new Map<number, LexicalHit>(
    found.map((row, index) => [
      row.chunkNumber,
      {
        rank: index + 1,
        score: row.score,
        matchedTerms: row.matchedTerms.map((term) => query.terms.get(term)?.surface ?? term),
        contributions: row.contributions,
      },
    ]),
  );
  const trace: LegTrace = {
    leg: 'lexical',
    query: describeTerms(query),
    candidate_count: found.length,
    depth: scope.depth,
    duration_ms: deps.now() - startedAt,
  };
  return { query, hits, unreadable, statistics, trace };
}

function weightsOf({ terms }: SearchQuery): ReadonlyMap<string, number> {
  return new Map([...terms].map(([term, { weight }]) => [term, weight]));
}

async function runDenseLeg(
  query: SearchQuery,
  target: { readonly profile: StoredProfile; readonly scope: SearchScope },
  deps: LegDeps,
) {
  const startedAt = deps.now();
  const vector = await embedQuestion(query.text, target.profile, deps);
  const { found, unreadable, search } = await searchDense(deps.database, { ...target, vector });
  const trace: LegTrace = {
    leg: 'dense',
    query: query.text,
    candidate_count: found.length,
    depth: target.scope.depth,
    duration_ms: deps.now() - startedAt,
    search: {
      method: search.method,
      segments: search.segments,
      looks: search.looks,
      under_filled: search.isUnderFilled,
    },
  };
  return { found, unreadable, trace };
}

async function embedQuestion(
  text: string,
  profile: StoredProfile,
  deps: LegDeps,
): Promise<Float32Array> {
  const embedder = deps.embedderFor(profile);
  if (embedder === null) {
    throw new AppError(
      'unavailable',
      `A collection was embedded with ${profile.adapter} ${profile.name} ${profile.version}, which is not configured.`,
    );
  }
  const [vector] = await embedder.embed({ texts: [text], purpose: 'question' });
  if (vector === undefined) throw new Error('The embedder returned no vector.');
  return vector;
}

/** The terms as they were sent; those with a weight of their own show it. */
function describeTerms(query: SearchQuery): string {
  return [...query.terms]
    .map(([term, { weight }]) => (weight === 1 ? term : `${term}^${Number(weight.toFixed(2))}`))
    .join(' ');
}

/** Rounding in the database may leave the range by one part in a million. */
function clampCosine(similarity: number): number {
  return Math.min(1, Math.max(-1, similarity));
}
