import type { RetrievalOutcome } from './retrieval-outcome.ts';

export interface CachedRetrieval {
  readonly outcome: RetrievalOutcome;
  readonly storedAt: Date;
}

/** Retrievals of this process by the hash of all that they depend on. */
export interface QueryCache {
  find(key: string): CachedRetrieval | null;
  store(key: string, outcome: RetrievalOutcome): void;
}

export interface QueryCacheLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

/** Forgets what is too old, then what has not been used for the longest time. What is too large by itself is not kept. */
export function createQueryCache(limits: QueryCacheLimits, clock: () => Date): QueryCache {
  const entries = new Map<string, CachedRetrieval & { readonly bytes: number }>();
  let heldBytes = 0;

  function forget(key: string): void {
    heldBytes -= entries.get(key)?.bytes ?? 0;
    entries.delete(key);
  }

  return {
    find(key) {
      const entry = entries.get(key);
      if (entry === undefined) return null;
      entries.delete(key);
      entries.set(key, entry);
      const ageMs = clock().getTime() - entry.storedAt.getTime();
      if (ageMs >= 0 && ageMs < limits.maxAgeMs) return entry;
      forget(key);
      return null;
    },
    store(key, outcome) {
      const bytes = measureBytes(outcome);
      if (bytes > limits.maxBytes) return;
      forget(key);
      entries.set(key, { outcome, storedAt: clock(), bytes });
      heldBytes += bytes;
      for (const oldest of entries.keys()) {
        if (entries.size <= limits.maxEntries && heldBytes <= limits.maxBytes) break;
        forget(oldest);
      }
    },
  };
}

/** Its texts take the most: those of the candidates stand in it once, however often they are named. */
function measureBytes({ candidates, trace }: RetrievalOutcome): number {
  return Buffer.byteLength(JSON.stringify([candidates, trace]));
}
