import { describe, expect, it } from 'vitest';
import { IngestRun } from '../../../../contract/ingest-run.ts';
import {
  describeUpload,
  isSettled,
  progressOf,
  stateOfRun,
} from '../../../../traces-ui/src/documents/upload-item.ts';
import { documentId } from '../builders.ts';

const DOCUMENT = documentId(1);

function run(overrides: Partial<IngestRun>): IngestRun {
  return IngestRun.parse({
    id: '01989000-0000-7000-8000-000000000009',
    status: 'succeeded',
    documents: { total: 1, done: 1, failed: 0, unchanged: 0 },
    chunks: { added: 4, reused: 0, retired: 0 },
    stale_answers: 0,
    errors: [],
    created_at: '2026-11-23T16:00:00Z',
    started_at: null,
    finished_at: null,
    ...overrides,
  });
}

describe('stateOfRun', () => {
  it('follows a run from its queue to its end', () => {
    expect(stateOfRun(run({ status: 'queued' }), DOCUMENT)).toEqual({
      kind: 'ingesting',
      isRunning: false,
    });
    expect(stateOfRun(run({ status: 'running' }), DOCUMENT)).toEqual({
      kind: 'ingesting',
      isRunning: true,
    });
    expect(stateOfRun(run({}), DOCUMENT)).toEqual({
      kind: 'done',
      chunksAdded: 4,
      documentId: DOCUMENT,
    });
  });

  it('tells an unchanged document from a new one', () => {
    const unchanged = run({ documents: { total: 1, done: 0, failed: 0, unchanged: 1 } });
    expect(stateOfRun(unchanged, DOCUMENT)).toEqual({ kind: 'unchanged', documentId: DOCUMENT });
  });

  it('gives the reason of a failure in words', () => {
    const failed = run({
      status: 'failed',
      errors: [
        {
          document_id: DOCUMENT,
          source: 'a.pdf',
          code: 'encrypted',
          detail: 'It needs a password.',
        },
      ],
    });
    expect(stateOfRun(failed, DOCUMENT)).toEqual({
      kind: 'failed',
      reason: 'The file is encrypted. It needs a password.',
    });
  });
});

describe('an upload', () => {
  it('only moves forward on its way', () => {
    const way = [
      { kind: 'waiting' },
      { kind: 'sending', fraction: 0.5 },
      { kind: 'sending', fraction: 1 },
      { kind: 'ingesting', isRunning: false },
      { kind: 'ingesting', isRunning: true },
      { kind: 'done', chunksAdded: 1, documentId: DOCUMENT },
    ] as const;
    const progress = way.map(progressOf);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(way.map(isSettled)).toEqual([false, false, false, false, false, true]);
    expect(describeUpload(way[1]).words).toBe('Sending, 50 %');
    expect(describeUpload(way[5]).words).toBe('Done, 1 new chunk');
  });
});
