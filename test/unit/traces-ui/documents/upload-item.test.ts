import { describe, expect, it } from 'vitest';
import {
  describeUpload,
  documentOf,
  isSettled,
  progressOf,
  stateOfRun,
} from '../../../../traces-ui/src/documents/upload-item.ts';
import { buildRun, documentId } from '../builders.ts';

const DOCUMENT = documentId(1);

describe('stateOfRun', () => {
  it('follows a run from its queue to its end', () => {
    expect(stateOfRun(buildRun({ status: 'queued' }), DOCUMENT)).toEqual({
      kind: 'ingesting',
      isRunning: false,
    });
    expect(stateOfRun(buildRun({ status: 'running' }), DOCUMENT)).toEqual({
      kind: 'ingesting',
      isRunning: true,
    });
    expect(stateOfRun(buildRun({}), DOCUMENT)).toEqual({
      kind: 'done',
      chunksAdded: 4,
      documentId: DOCUMENT,
    });
  });

  it('tells an unchanged document from a new one', () => {
    const unchanged = buildRun({ documents: { ...buildRun().documents, done: 0, unchanged: 1 } });
    expect(stateOfRun(unchanged, DOCUMENT)).toEqual({ kind: 'unchanged', documentId: DOCUMENT });
  });

  it('tells a held document and a cancelled run from success', () => {
    const held = buildRun({ documents: { ...buildRun().documents, held: 1 } });
    expect(stateOfRun(held, DOCUMENT)).toEqual({ kind: 'held', documentId: DOCUMENT });
    const cancelled = stateOfRun(buildRun({ status: 'cancelled' }), DOCUMENT);
    expect([cancelled, isSettled(cancelled)]).toEqual([{ kind: 'cancelled' }, true]);
    expect([documentOf(cancelled), documentOf(stateOfRun(held, DOCUMENT))]).toEqual([
      null,
      DOCUMENT,
    ]);
  });

  it('gives the reason of a failure in words', () => {
    const failed = buildRun({
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
