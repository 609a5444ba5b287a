import type { DocumentVersionSummary } from '../../../contract/document-version.ts';
import type { CitingAnswer, StaleChange } from '../../../contract/stale-answer.ts';
import { TraceId } from '../../../contract/ids.ts';
import { chunkId, documentId } from './builders.ts';

export function traceId(number: number): TraceId {
  return TraceId.parse(`01989000-0000-7000-a000-${String(number).padStart(12, '0')}`);
}

export function buildVersionSummary(
  overrides: Partial<DocumentVersionSummary> = {},
): DocumentVersionSummary {
  return {
    document_id: documentId(1),
    version: 1,
    title: 'Leave policy',
    mime: 'text/markdown',
    content_sha256: 'hash',
    byte_size: 100,
    char_count: 100,
    page_count: null,
    chunk_count: 1,
    finding_count: 0,
    parser: 'markdown@2',
    chunker: 'structure@2',
    restored_from: null,
    held_at: null,
    withdrawn_at: null,
    served_from: '2026-11-23T16:00:00Z',
    served_until: null,
    ...overrides,
  };
}

export function buildStaleChange(overrides: Partial<StaleChange> = {}): StaleChange {
  return {
    chunk_id: chunkId(1),
    document_id: documentId(1),
    change: 'changed',
    run_id: null,
    from_version: 1,
    to_version: 2,
    marked_at: '2026-11-23T16:00:00Z',
    replaced_by: chunkId(2),
    headings: { from: [], to: [] },
    words: [],
    ...overrides,
  };
}

/** An answer that is stale by the given changes. */
export function buildStaleAnswer(
  trace: TraceId,
  changes: readonly [StaleChange, ...StaleChange[]],
): CitingAnswer {
  return {
    trace_id: trace,
    question: 'How many days?',
    asked_at: '2026-11-23T16:00:00Z',
    status: 'answered',
    cited: [],
    stale: {
      run_id: null,
      from_version: 1,
      to_version: 2,
      marked_at: '2026-11-23T16:00:00Z',
      changes: [...changes],
    },
    reasked_as: null,
  };
}
