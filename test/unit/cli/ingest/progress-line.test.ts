import { describe, expect, it } from 'vitest';
import { formatDuration, progressBar, progressLine } from '../../../../cli/ingest/progress-line.ts';

const progress = { total: 40, sent: 40, done: 8, unchanged: 1, failed: 1, chunks: 300 };

describe('progressLine', () => {
  it('tells counts, rate and the time that is left', () => {
    expect(progressLine(progress, 10_000)).toBe(
      '10/40 files, 1 failed, 1 unchanged, 300 chunks, 30 chunks/s, 30s left',
    );
  });

  it('tells no rate before anything is finished', () => {
    const waiting = { ...progress, done: 0, unchanged: 0, failed: 0, chunks: 0 };
    expect(progressLine(waiting, 10_000)).toBe('0/40 files, 0 chunks, waiting for the worker');
  });

  it('says that files are still being sent', () => {
    const sending = { ...progress, done: 0, unchanged: 0, failed: 0, sent: 20, chunks: 0 };
    expect(progressLine(sending, 0)).toBe('0/40 files, 0 chunks, sending');
  });
});

describe('progressBar', () => {
  it('is filled by the share of finished files and cut to the terminal', () => {
    const bar = progressBar(progress, 10_000, 36);
    expect(bar).toBe('██████░░░░░░░░░░░░░░░░░░ 10/40 fil…');
  });

  it('stays within its width when more is finished than was sent', () => {
    const bar = progressBar({ ...progress, total: 5 }, 10_000, 80);
    expect(bar).toMatch(/^█{24} 10\/5 files/);
  });
});

describe('formatDuration', () => {
  it.each([
    [0.4, '0s'],
    [65, '1m05s'],
    [3_720, '1h02m'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});
