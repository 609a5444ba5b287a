import { describe, expect, it } from 'vitest';
import {
  describeBegin,
  describeDocuments,
  settledCount,
} from '../../../../traces-ui/src/runs/run-progress.ts';
import { buildRun } from '../builders.ts';

describe('describeDocuments', () => {
  it('counts what is settled and names what did not simply go well', () => {
    const documents = { total: 9, done: 3, failed: 2, unchanged: 1, held: 1, cancelled: 0 };
    expect(describeDocuments({ documents })).toBe(
      '6 of 9 documents: 1 unchanged, 1 held, 2 failed',
    );
    expect(settledCount({ documents })).toBe(6);
  });

  it('says no more than the sum when all went well', () => {
    expect(describeDocuments(buildRun())).toBe('1 of 1 document');
  });
});

describe('describeBegin', () => {
  it('tells a run that waits from one that ended before a document was begun', () => {
    expect(describeBegin({ started_at: null, finished_at: null })).toBe('not yet');
    expect(describeBegin({ started_at: null, finished_at: '2026-11-23T16:00:00Z' })).toBe('never');
  });
});
