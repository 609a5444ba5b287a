import type { EmbeddingProfile } from '../../contract/collection.ts';
import type { ChunkId } from '../../contract/ids.ts';
import type { LedgerEntry } from '../../contract/retrieval.ts';
import type { RetrievalTrace } from '../../contract/retrieval-trace.ts';
import type { LegCutOff, LegPlace } from '../../contract/why-not.ts';
import { findCollections } from '../../db/queries/collections.ts';
import { findChunkNumbers } from '../../db/queries/documents-then.ts';
import { rankByVector, type QuestionVector } from '../../db/queries/rank-by-vector.ts';
import type { Reader } from '../../db/queries/readable.ts';
import { searchLexical } from '../../db/queries/search-lexical.ts';
import type { SearchScope } from '../../db/queries/search-scope.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import type { Embedder } from '../../models/embedder.ts';
import type { Wanted } from './absence-question.ts';
import { readSentTerms } from './read-sent-terms.ts';

export interface RankDeps {
  readonly database: WorkspaceDatabase;
  /** Null when no configured embedder makes the vectors of that profile. */
  readonly embedderFor: (profile: EmbeddingProfile) => Embedder | null;
}

export interface Ranks {
  readonly chunkCount: number;
  readonly dense: LegPlace | null;
  /** Why the rank by vector cannot be told; null when it can, or when there is no vector to rank. */
  readonly denseUnknown: string | null;
  readonly lexical: LegPlace | null;
  readonly cutOff: { readonly dense: LegCutOff | null; readonly lexical: LegCutOff | null };
}

interface Asked {
  readonly retrieval: RetrievalTrace;
  readonly asker: Reader;
  readonly asOf: Date;
}

/**
 * Runs both legs once more as of then, without a depth: where the best chunk stands among all that the asker
 * searched and could read. The lexical leg weighs words by the statistics of now.
 */
export async function rankAgain(
  { document, chunk }: Wanted,
  asked: Asked,
  deps: RankDeps,
): Promise<Ranks> {
  const { retrieval, asker, asOf } = asked;
  const { id: documentId, version } = document;
  const all =
    version === null
      ? new Map<number, ChunkId>()
      : await findChunkNumbers(deps.database, { documentId, version });
  const numbers = new Map([...all].filter(([, id]) => chunk === null || id === chunk.id));
  const scope: SearchScope = {
    reader: asker,
    collections: retrieval.collections,
    filters: retrieval.filters,
    asOf,
    depth: Infinity,
  };
  const [dense, lexical] = await Promise.all([
    rankDense({ retrieval, scope, numbers }, deps),
    rankLexical({ retrieval, scope, numbers }, deps),
  ]);
  return { chunkCount: numbers.size, ...dense, lexical, cutOff: cutOffOf(retrieval) };
}

interface Search {
  readonly retrieval: RetrievalTrace;
  readonly scope: SearchScope;
  /** The chunks that are asked about. */
  readonly numbers: ReadonlyMap<number, ChunkId>;
}

async function rankLexical(
  { retrieval, scope, numbers }: Search,
  { database }: RankDeps,
): Promise<LegPlace | null> {
  const leg = retrieval.legs.find((one) => one.leg === 'lexical');
  const weights = readSentTerms(leg?.query ?? '');
  const { found } = await searchLexical(database, {
    weights,
    scope,
  });
  const index = found.findIndex((row) => numbers.has(row.chunkNumber));
  const row = found[index];
  const chunkId = row && numbers.get(row.chunkNumber);
  if (row === undefined || chunkId === undefined) return null;
  return { chunk_id: chunkId, rank: index + 1, score: row.score };
}

async function rankDense(
  { retrieval, scope, numbers }: Search,
  deps: RankDeps,
): Promise<Pick<Ranks, 'dense' | 'denseUnknown'>> {
  const text = retrieval.legs.find((one) => one.leg === 'dense')?.query;
  if (text === undefined) return { dense: null, denseUnknown: null };
  const { embedding_profiles: profiles } = retrieval;
  const denseUnknown =
    findMissingEmbedder(profiles, deps) ?? (await findChangedProfile(retrieval, deps.database));
  if (denseUnknown !== null) return { dense: null, denseUnknown };
  const vectors = await Promise.all(profiles.map((profile) => embedQuestion(text, profile, deps)));
  const best = await rankByVector(deps.database, { numbers: [...numbers.keys()], vectors, scope });
  const dense = best && { chunk_id: best.chunkId, rank: best.rank, score: best.similarity };
  return { dense, denseUnknown: null };
}

function findMissingEmbedder(
  profiles: readonly EmbeddingProfile[],
  { embedderFor }: RankDeps,
): string | null {
  const missing = profiles.find((profile) => embedderFor(profile) === null);
  if (missing === undefined) return null;
  const { adapter, name, version } = missing;
  return `the question was embedded with ${adapter} ${name} ${version}, which is not configured any more`;
}

/**
 * Where several profiles were searched, the trace does not say which collection had which: known as long as
 * none has changed to one that is not among them.
 */
async function findChangedProfile(
  { embedding_profiles: profiles, collections }: RetrievalTrace,
  database: WorkspaceDatabase,
): Promise<string | null> {
  if (profiles.length === 1) return null;
  const searched = await findCollections(database, collections);
  const changed = searched.find(({ profile }) => !profiles.some((one) => isSame(one, profile)));
  if (changed === undefined) return null;
  return `the collection ${changed.name} has been embedded anew since`;
}

function isSame(left: EmbeddingProfile, right: EmbeddingProfile): boolean {
  return (
    left.adapter === right.adapter &&
    left.name === right.name &&
    left.version === right.version &&
    left.dimensions === right.dimensions
  );
}

async function embedQuestion(
  text: string,
  profile: EmbeddingProfile,
  { embedderFor }: RankDeps,
): Promise<QuestionVector> {
  const vectors = await embedderFor(profile)?.embed({ texts: [text], purpose: 'question' });
  const vector = vectors?.[0];
  if (vector === undefined) throw new Error('The embedder returned no vector.');
  return { profile, vector };
}

/** Where each leg stopped then, by the ledger. */
function cutOffOf({ legs, candidates }: RetrievalTrace): Ranks['cutOff'] {
  const depthOf = (leg: 'dense' | 'lexical') => legs.find((one) => one.leg === leg)?.depth;
  return {
    dense: toCutOff(
      depthOf('dense'),
      lastOf(candidates, (entry) => entry.scores.dense)?.similarity,
    ),
    lexical: toCutOff(
      depthOf('lexical'),
      lastOf(candidates, (entry) => entry.scores.lexical)?.score,
    ),
  };
}

function toCutOff(depth: number | undefined, score: number | undefined): LegCutOff | null {
  return depth === undefined ? null : { depth, score: score ?? null };
}

function lastOf<Hit extends { readonly rank: number }>(
  candidates: readonly LedgerEntry[],
  hitOf: (entry: LedgerEntry) => Hit | null,
): Hit | undefined {
  return candidates
    .map(hitOf)
    .filter((hit) => hit !== null)
    .toSorted((left, right) => right.rank - left.rank)[0];
}
