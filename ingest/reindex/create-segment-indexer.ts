import type { Database } from '../../db/client.ts';
import { indexSegments } from '../../db/queries/embedding-segments/index-segments.ts';
import type { BackgroundStep } from '../worker.ts';

const LOOK_EVERY_MS = 5_000;
const PAUSE_AFTER_FAILURE_MS = 60_000;

/** Looks now and then for segments of vectors that are to be sealed or indexed. */
export function createSegmentIndexer(deps: {
  readonly database: Database;
  /** Milliseconds that only ever grow. */
  readonly now: () => number;
}): BackgroundStep {
  let nextAt = deps.now();
  return async ({ signal }) => {
    if (deps.now() < nextAt) return false;
    nextAt = deps.now() + PAUSE_AFTER_FAILURE_MS;
    const didWork = await indexSegments(deps.database, { signal });
    nextAt = deps.now() + (didWork ? 0 : LOOK_EVERY_MS);
    return didWork;
  };
}
