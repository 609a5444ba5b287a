import { describe, expect, it } from 'vitest';
import { WorkspaceId } from '../../../contract/ids.ts';
import { createPostingCache } from '../../../db/posting-cache.ts';

const SEGMENT = '01900000-0000-7000-8000-000000000001';
const OTHER = '01900000-0000-7000-8000-000000000002';
const WORKSPACE = WorkspaceId.parse('01900000-0000-7000-8000-00000000000a');
const STRANGER = WorkspaceId.parse('01900000-0000-7000-8000-00000000000b');
const POSTINGS = Int32Array.of(7, 65_536);

describe('the cache of posting lists', () => {
  it('tells a term that a segment does not hold from one that has not been looked up', () => {
    const cache = createPostingCache();
    cache.keep(SEGMENT, 'vpn', POSTINGS);
    cache.keep(SEGMENT, 'leave', null);
    expect(cache.find(SEGMENT, 'vpn')).toBe(POSTINGS);
    expect(cache.find(SEGMENT, 'leave')).toBeNull();
    expect(cache.find(SEGMENT, 'badge')).toBeUndefined();
    expect(cache.find(OTHER, 'vpn')).toBeUndefined();
  });

  it('stays within its room, and forgets what has not been asked for', () => {
    const cache = createPostingCache(100_000);
    const used = () => cache.find(SEGMENT, 'used');
    cache.keep(SEGMENT, 'used', POSTINGS);
    for (let term = 0; term < 1_000; term += 1) {
      cache.keep(SEGMENT, `term ${term}`, new Int32Array(200));
      expect(used()).toBe(POSTINGS);
    }
    const kept = Array.from({ length: 1_000 }, (_, term) => cache.find(SEGMENT, `term ${term}`));
    const bytes = kept.reduce((total, list) => total + (list?.byteLength ?? 0), 0);
    expect(bytes).toBeLessThan(100_000);
    expect(kept.at(-1)).toBeDefined();
    expect(kept[0]).toBeUndefined();
  });

  it('keeps the segments of each workspace apart', () => {
    const cache = createPostingCache();
    cache.keepSegments(WORKSPACE, [SEGMENT]);
    cache.keepSegments(WORKSPACE, [SEGMENT, OTHER]);
    expect(cache.segmentsOf(WORKSPACE)).toEqual([SEGMENT, OTHER]);
    expect(cache.segmentsOf(STRANGER)).toEqual([]);
  });
});
