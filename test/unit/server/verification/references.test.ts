import { describe, expect, it } from 'vitest';
import { verifyAnswer } from '../../../../server/verification/verify-answer.ts';
import { chunkOf } from './evidence.ts';

const CLAIM = 'Laptops are replaced every four years [1].';
const evidence = [
  chunkOf(1, 'Laptops are replaced every four years.'),
  chunkOf(2, 'Phones are repaired.'),
];

function verify(answer: string) {
  return verifyAnswer({ answer, evidence });
}

function verdictsOf(answer: string) {
  return verify(answer).claims.map(({ verdict }) => verdict);
}

describe('an answer that names its sources', () => {
  it.each([
    ['in a footnote', `${CLAIM}\n\n[^1]: HR handbook, section 3`],
    ['in a list below', `${CLAIM}\n\nSources:\n[1] HR handbook\n[2] IT handbook`],
    ['in a list of dots', `${CLAIM}\n\n**Sources**\n- [1] HR handbook, section 3.\n- IT handbook`],
    ['by number', `${CLAIM}\n\nSource: [1]`],
    ['by number and name', `${CLAIM} \n\nSource: HR handbook [1]`],
  ])('claims nothing more %s', (_, answer) => {
    const { claims, verification } = verify(answer);
    const [first, ...others] = claims.map(({ verdict }) => verdict);
    expect(first).toBe('supported');
    expect(new Set(others)).toEqual(new Set(['not_a_claim']));
    expect(verification).toMatchObject({ verdict: 'verified', citation_precision: 1 });
  });

  it('has to name chunks that exist', () => {
    const { citations, verification } = verify(`${CLAIM}\n\nSources:\n[1] HR handbook\n[7] Wiki`);
    expect(citations.map(({ status }) => status)).toContain('dangling');
    expect(verification.verdict).toBe('partly_verified');
  });

  it.each([
    `${CLAIM}\n\n[^1]: The CEO has resigned`,
    `${CLAIM}\n\nSources:\n[2] The CEO has resigned`,
    'Sources of income are taxed [1].',
  ])('cannot hide a statement among them: %j', (answer) => {
    expect(verdictsOf(answer).at(-1)).toMatch(/^(?:uncited|unsupported)$/u);
  });
});

describe('a table', () => {
  it('claims nothing by the names of its columns', () => {
    const answer = '| Item | Cycle |\n|---|---|\n| Laptops | replaced every four years [1] |';
    expect(verdictsOf(answer)).toEqual(['not_a_claim', 'supported']);
  });

  it('cannot hide an amount among them', () => {
    const answer = '| Parking | 50 euros |\n|---|---|\n| Laptops | replaced every four years [1] |';
    expect(verdictsOf(answer)[0]).toBe('uncited');
  });
});

describe('a citation of a confirmed absence', () => {
  it('does not count against precision', () => {
    const { verification } = verify(`${CLAIM} The documents do not mention parking [2].`);
    expect(verification).toMatchObject({ verdict: 'verified', citation_precision: 1 });
  });

  it('counts against it where it names no chunk', () => {
    const { verification } = verify(`${CLAIM} The documents do not mention parking [9].`);
    expect(verification).toMatchObject({ verdict: 'partly_verified', citation_precision: 0.5 });
  });
});
