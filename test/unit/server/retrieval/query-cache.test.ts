import { describe, expect, it } from 'vitest';
import { createQueryCache } from '../../../../server/retrieval/query-cache.ts';
import type { RetrievalOutcome } from '../../../../server/retrieval/retrieval-outcome.ts';

const LIMITS = { maxEntries: 2, maxBytes: 10_000, maxAgeMs: 1_000 };
const DAY = Date.UTC(2026, 0, 1);

/** With a collection's name of so many letters, which is what takes room in it. */
function outcomeOf(size: number): RetrievalOutcome {
  return {
    selected: [],
    candidates: [],
    parts: [],
    durationMs: 1,
    trace: {
      collections: ['x'.repeat(size)],
      filters: {},
      index_snapshot: null,
      embedding_profiles: [],
      settings: {
        max_chunks: 8,
        leg_depth: 100,
        fusion: 'convex',
        dense_weight: 0,
        max_context_tokens: 3_000,
        near_duplicate_threshold: 0.9,
      },
      legs: [],
      candidates: [],
      removed_by_access: 0,
      confidence: 0,
    },
  };
}

function open(limits: Partial<typeof LIMITS> = {}) {
  let now = DAY;
  const cache = createQueryCache({ ...LIMITS, ...limits }, () => new Date(now));
  return { cache, pass: (ms: number) => (now += ms) };
}

describe('the query cache', () => {
  it('gives back what was stored, with the moment', () => {
    const { cache, pass } = open();
    const outcome = outcomeOf(1);
    cache.store('a', outcome);
    pass(500);
    expect(cache.find('a')).toMatchObject({ outcome, storedAt: new Date(DAY) });
    expect(cache.find('b')).toBeNull();
  });

  it('forgets what has not been used for the longest time when it holds too many', () => {
    const { cache } = open();
    cache.store('a', outcomeOf(1));
    cache.store('b', outcomeOf(1));
    cache.find('a');
    cache.store('c', outcomeOf(1));
    expect(['a', 'b', 'c'].filter((key) => cache.find(key) !== null)).toEqual(['a', 'c']);
  });

  it('forgets when it holds too many bytes, and never takes what is too large by itself', () => {
    const { cache } = open({ maxEntries: 100 });
    for (const key of ['a', 'b', 'c']) cache.store(key, outcomeOf(4_000));
    expect(['a', 'b', 'c'].filter((key) => cache.find(key) !== null)).toEqual(['b', 'c']);
    cache.store('d', outcomeOf(20_000));
    expect(['b', 'c', 'd'].filter((key) => cache.find(key) !== null)).toEqual(['b', 'c']);
  });

  it('forgets what is too old, and counts the room of what is stored anew once', () => {
    const { cache, pass } = open({ maxEntries: 100 });
    for (let round = 0; round < 10; round += 1) cache.store('a', outcomeOf(4_000));
    cache.store('b', outcomeOf(4_000));
    expect(cache.find('a')).not.toBeNull();
    pass(1_000);
    expect(cache.find('a')).toBeNull();
    cache.store('c', outcomeOf(4_000));
    expect(cache.find('c')).not.toBeNull();
  });
});
