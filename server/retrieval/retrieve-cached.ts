import { readIndexEpoch } from '../../db/queries/index-changes.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { sha256Hex } from '../../platform/hash.ts';
import type { QueryCache } from './query-cache.ts';
import type { RetrievalOutcome, RetrievalQuery } from './retrieval-outcome.ts';
import { retrieve, type RetrieveDeps } from './retrieve.ts';

export interface CachedRetrieveDeps extends RetrieveDeps {
  readonly cache: QueryCache;
  /** Of the configuration as it holds: models, weights and limits. */
  readonly configHash: string;
}

/**
 * As `retrieve`, but takes what the same question brought before: asked in the same workspace with the same history,
 * scope and settings, by somebody who may read the same, while nothing that is searched has changed. The epoch is read
 * before the search: what changes in between is found, and kept under an epoch that has passed.
 */
export async function retrieveCached(
  query: RetrievalQuery,
  deps: CachedRetrieveDeps,
): Promise<RetrievalOutcome> {
  const { cache, now } = deps;
  const startedAt = now();
  const key = keyOf(query, deps, await readIndexEpoch(deps.database));
  const known = cache.find(key);
  if (known !== null) {
    const { outcome, storedAt } = known;
    return mark(
      { ...outcome, durationMs: now() - startedAt },
      { hit: true, key_sha256: key, stored_at: storedAt.toISOString() },
    );
  }
  const outcome = await retrieve(query, deps);
  if (isRepeatable(outcome)) cache.store(key, outcome);
  return mark(outcome, { hit: false, key_sha256: key, stored_at: null });
}

function keyOf(
  query: RetrievalQuery,
  { database, configHash, config }: CachedRetrieveDeps,
  epoch: string,
): string {
  const { asOf, ...asked } = query;
  const all = {
    ...asked,
    rewrite: asked.rewrite ?? null,
    asOf: asOf?.toISOString() ?? null,
    workspace: database.workspaceId,
    epoch,
    configHash,
    config,
  };
  return sha256Hex(canonicalJson(all));
}

/** What a model had no time for, or failed at, may go well the next time. */
function isRepeatable({ trace }: RetrievalOutcome): boolean {
  return (trace.cross_encoder?.ending ?? 'complete') === 'complete';
}

function mark(
  outcome: RetrievalOutcome,
  cache: NonNullable<RetrievalOutcome['trace']['cache']>,
): RetrievalOutcome {
  return { ...outcome, trace: { ...outcome.trace, cache } };
}
