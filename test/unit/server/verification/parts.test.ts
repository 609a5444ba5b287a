import { describe, expect, it } from 'vitest';
import { verifyAnswer } from '../../../../server/verification/verify-answer.ts';
import { chunkOf, judgeBeside } from './evidence.ts';

describe('a part of a claim of which the source has not one word', () => {
  const HOURS =
    'The office opens at nine on weekdays and closes at six in the evening. Annual leave is 25 days a year.';

  it.each([
    'Annual leave is 25 days and lunch is free',
    'The office opens at nine on weekdays and visitors must register',
    'The office opens at nine on weekdays and closes at six in the evening, and dogs are welcome',
  ])('is marked, and the claim is not supported: %s', (claim) => {
    const answer = `${claim} [1].`;
    const [first] = verifyAnswer({ answer, evidence: [chunkOf(1, HOURS)] }).claims;
    expect(first?.verdict).not.toBe('supported');
    const marked = first?.unsupported_spans.map((span) =>
      answer.slice(span.char_start, span.char_end),
    );
    expect(marked?.join(' ')).toMatch(/free|register|welcome/u);
  });

  it('is none where it only lacks a verb of its own', () => {
    expect(judgeBeside('The office opens at nine and closes at six', HOURS).verdict).toBe(
      'supported',
    );
  });
});
