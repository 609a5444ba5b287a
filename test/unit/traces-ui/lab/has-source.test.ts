import { describe, expect, it } from 'vitest';
import { hasSource } from '../../../../traces-ui/src/lab/has-source.ts';

describe('hasSource', () => {
  it('finds a document with exactly the source', () => {
    const data = [{ source: 'hr/leave.md.old' }, { source: 'hr/leave.md' }];
    expect(hasSource('hr/leave.md', { data, next_cursor: 'more' })).toBe(true);
  });

  it('says no where all that have its words have another source', () => {
    const data = [{ source: 'hr/leave.md.old' }];
    expect(hasSource('hr/leave.md', { data, next_cursor: null })).toBe(false);
    expect(hasSource('hr/leave.md', { data: [], next_cursor: null })).toBe(false);
  });

  it('does not know where more documents have its words', () => {
    expect(hasSource('a', { data: [{ source: 'b/a' }], next_cursor: 'more' })).toBeUndefined();
  });
});
