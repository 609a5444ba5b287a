import { describe, expect, it } from 'vitest';
import { indexEvidence } from '../../../../server/verification/index-evidence.ts';
import { readClaim } from '../../../../server/verification/read-claim.ts';
import { measureNamed } from '../../../../server/verification/measure-named.ts';
import { ANNUAL, CARERS } from './evidence.ts';

const { chunks } = indexEvidence([CARERS, ANNUAL]);

function measure(text: string): number {
  const { wording, words } = readClaim(text, { start: 0, end: text.length });
  return measureNamed(wording, words, chunks);
}

describe('what a claim takes from elsewhere than from the passage it names in words', () => {
  it('is nothing where the passage says it', () => {
    expect(measure('According to passage 2, annual leave is 25 days a year.')).toBe(0);
  });

  it('is most of it where another passage says it', () => {
    expect(
      measure('According to passage 1, it rises to 28 days after five years of service.'),
    ).toBeGreaterThan(0.5);
  });

  it('is nothing where both passages together say it', () => {
    expect(
      measure("Passages 1 and 2 say that carer's leave is unpaid and annual leave is 25 days."),
    ).toBe(0);
  });

  it('leaves out what stands in no passage at all', () => {
    expect(measure('According to passage 1, zebras hibernate.')).toBe(0);
  });

  it('is nothing where no passage or none of these is named', () => {
    expect(measure('Annual leave is 25 days a year.')).toBe(0);
    expect(measure('According to passage 7, annual leave is 25 days a year.')).toBe(0);
  });
});
