import { describe, expect, it } from 'vitest';
import { BackgroundWork } from '../../../server/verification-runs/background-work.ts';
import { countChanged } from '../../../server/verification-runs/advance-runs.ts';

describe('how many verdicts changed', () => {
  const claim = (start: number, verdict: 'supported' | 'unsupported') => ({
    char_start: start,
    text: 'A claim.',
    verdict,
  });

  it('counts the same sentence at two places apart', () => {
    const before = [claim(0, 'supported'), claim(9, 'supported')];
    expect(countChanged(before, before)).toBe(0);
    expect(countChanged(before, [claim(0, 'supported'), claim(9, 'unsupported')])).toBe(1);
  });

  it('counts a claim that only one verifier found', () => {
    expect(countChanged([claim(0, 'supported')], [])).toBe(1);
    expect(countChanged([], [claim(0, 'supported')])).toBe(1);
  });
});

describe('work in the background', () => {
  it('is waited for, what it starts included, and its failure is heard of', async () => {
    const heard: unknown[] = [];
    const done: string[] = [];
    const work = new BackgroundWork((error) => heard.push(error));
    work.start(async () => {
      await Promise.resolve();
      work.start(async () => {
        await Promise.resolve();
        done.push('inner');
      });
      throw new Error('no');
    });
    await work.settled();
    expect(done).toEqual(['inner']);
    expect(heard).toEqual([new Error('no')]);
  });
});
