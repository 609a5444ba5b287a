import type { WorkspaceId } from '../contract/ids.ts';
import { createMemory } from '../core/memory.ts';

/** A term's chunks in one segment, by number: each one's number and then its other fields, as in `posting_lists`. */
export type Postings = Int32Array;

/**
 * What has been read of posting lists. The lists of a segment never change, and its id is never used again, so
 * what is kept stays right; which segments are searched is asked of the database each time.
 */
export interface PostingCache {
  /** Null when the segment does not hold the term; undefined when that is not known. */
  find(segmentId: string, term: string): Postings | null | undefined;
  keep(segmentId: string, term: string, postings: Postings | null): void;
  /** Those that were searched last. */
  segmentsOf(workspaceId: WorkspaceId): readonly string[];
  keepSegments(workspaceId: WorkspaceId, segmentIds: readonly string[]): void;
}

/** Ten thousand chunks of 150 words take 8 MB. */
const MAX_BYTES = 64 * 1024 * 1024;
/** About what an entry takes beside its postings. */
const ENTRY_BYTES = 200;
const MAX_WORKSPACES = 10_000;

export function createPostingCache(maxBytes = MAX_BYTES): PostingCache {
  const lists = createMemory<Postings | null>(maxBytes);
  const segments = new Map<WorkspaceId, readonly string[]>();
  return {
    find: (segmentId, term) => lists.find(keyOf(segmentId, term)),
    keep(segmentId, term, postings) {
      lists.keep(keyOf(segmentId, term), postings, ENTRY_BYTES + (postings?.byteLength ?? 0));
    },
    segmentsOf: (workspaceId) => segments.get(workspaceId) ?? [],
    keepSegments(workspaceId, segmentIds) {
      segments.delete(workspaceId);
      segments.set(workspaceId, segmentIds);
      const [oldest] = segments.keys();
      if (segments.size > MAX_WORKSPACES && oldest !== undefined) segments.delete(oldest);
    },
  };
}

/** Ids are all of one length. */
function keyOf(segmentId: string, term: string): string {
  return segmentId + term;
}
