import { describe, expect, it } from 'vitest';
import { verifyAnswer } from '../../../../server/verification/verify-answer.ts';
import { chunkOf } from './evidence.ts';

const HARBOUR = chunkOf(
  1,
  'The ferry from Oban to Mull leaves at nine and takes 50 minutes. The ferry from Oban to Barra leaves at two and takes 285 minutes. Captain Ross founded the line in 1879, and Captain Muir sold it in 1921. The crossing is usually calm in June. Keep the engine running before the ramp is raised.',
  { title: 'Ferries' },
);

function judge(answer: string) {
  const { claims } = verifyAnswer({ answer, evidence: [HARBOUR] });
  return claims.map(({ verdict, reasons }) => ({
    verdict,
    codes: reasons.map(({ code }) => code),
  }));
}

/** Every word of these stands in the chunk: overlap alone sees nothing. */
describe('what the evidence has somewhere else', () => {
  it.each([
    [
      'a number in the place of another',
      'The ferry from Oban to Mull leaves at nine and takes 285 minutes [1].',
      'number_swapped',
    ],
    [
      'a year in the place of another',
      'Captain Ross founded the line in 1921 [1].',
      'number_swapped',
    ],
    [
      'a name in the place of another',
      'Captain Muir founded the line in 1879 [1].',
      'entity_swapped',
    ],
    [
      'two names that changed places',
      'The ferry from Mull to Oban leaves at nine and takes 50 minutes [1].',
      'role_swapped',
    ],
    ['the opposite of a word', 'Keep the engine running after the ramp is raised [1].', 'antonym'],
    [
      'another unit',
      'The ferry from Oban to Mull leaves at nine and takes 50 hours [1].',
      'unit_changed',
    ],
    [
      'a "not" that the evidence does not have',
      'The ferry from Oban to Mull does not leave at nine [1].',
      'negation_flipped',
    ],
  ])('is no support: %s', (...[, answer, code]) => {
    const [claim] = judge(answer);
    expect(claim?.verdict).toBe('contradicted');
    expect(claim?.codes).toContain(code);
  });

  it('marks a reservation that the claim leaves out', () => {
    expect(judge('The crossing is calm in June [1].')).toMatchObject([
      { verdict: 'partially_supported', codes: ['hedge_dropped'] },
    ]);
  });

  it.each([
    'Captain Ross founded the line in 1879 [1].',
    'The line was founded by Captain Ross in 1879 [1].',
    'The ferry from Oban to Mull takes 50 minutes [1].',
    'The ferry from Oban to Barra takes 285 minutes and leaves at 2 [1].',
    'The crossing is usually calm in June [1].',
  ])('is not seen in what stands there: %s', (answer) => {
    expect(judge(answer)).toMatchObject([{ verdict: 'supported' }]);
  });
});
