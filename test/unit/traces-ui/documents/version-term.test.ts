import { describe, expect, it } from 'vitest';
import { findingRanges } from '../../../../traces-ui/src/documents/finding-ranges.ts';
import { versionTerm } from '../../../../traces-ui/src/documents/version-term.ts';
import { buildVersionSummary } from '../version-builders.ts';

describe('versionTerm', () => {
  it.each([
    ['Serves now', {}, 1],
    ['Served before', {}, 2],
    ['Held', { served_from: null, held_at: '2026-11-23T16:00:00Z' }, 2],
    ['Withdrawn', { served_from: null, withdrawn_at: '2026-11-24T16:00:00Z' }, null],
  ] as const)('says %s', (label, overrides, serving) => {
    expect(versionTerm(buildVersionSummary(overrides), serving).label).toBe(label);
  });
});

describe('findingRanges', () => {
  const finding = {
    kind: 'hidden_text',
    code: 'zero_width',
    detail: 'Zero-width characters.',
    char_start: 4,
    char_end: 9,
    page: null,
    excerpt: null,
  } as const;

  it('raises the chosen finding and leaves out what has no place in the text', () => {
    const leftOut = { ...finding, char_start: null, char_end: null };
    expect(findingRanges([finding, leftOut, finding], 2)).toEqual([
      { start: 4, end: 9, label: 'soft' },
      { start: 4, end: 9, label: 'strong' },
    ]);
  });
});
