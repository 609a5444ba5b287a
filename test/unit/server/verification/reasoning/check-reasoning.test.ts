import { describe, expect, it } from 'vitest';
import { checkReasoning } from '../../../../../server/verification/reasoning/check-reasoning.ts';

const QUESTION =
  'A team of 4 gets 25 euros a day each for meals. They travel for 3 days. How many euros is that altogether?';
const RIGHT = 'Each day costs 4 x 25 = 100 euros [1]. For 3 days that is 100 x 3 = 300 euros [1].';

describe('the check of a draft that works something out', () => {
  it('trusts one that uses every figure and calculates rightly', () => {
    expect(checkReasoning(QUESTION, RIGHT)).toMatchObject({ calculations: 2, wrong: [] });
    expect(checkReasoning(QUESTION, RIGHT).probability).toBeGreaterThan(0.7);
  });

  it('names the calculation that is wrong, and trusts the draft less', () => {
    const wrong = RIGHT.replace('= 300', '= 350');

    const check = checkReasoning(QUESTION, wrong);

    expect(check.wrong).toEqual(['100 x 3 = 350 euros']);
    expect(check.probability).toBeLessThan(checkReasoning(QUESTION, RIGHT).probability / 2);
  });

  it.each([
    ['leaves a figure out', 'Each day costs 4 x 25 = 100 euros, which is all.'],
    ['states a result that it has not calculated', `${RIGHT} So it is 320 euros.`],
    ['has half a person', '25 / 4 = 6.25 each, so 3 x 6.25 = 18.75 people'],
    ['doubts itself', `${RIGHT} However, this cannot be known and I assume it is 300.`],
    ['breaks off', 'Each day costs 4 x 25 = 100 euros. For 3 days that is 100 x'],
  ])('trusts one less that %s', (_what, draft) => {
    expect(
      checkReasoning(QUESTION.replace('euros is', 'people is'), draft).probability,
    ).toBeLessThan(checkReasoning(QUESTION, RIGHT).probability);
  });

  it('does not take the number of a citation for a figure', () => {
    const plain = RIGHT.replaceAll(' [1]', '');

    expect(checkReasoning(QUESTION, RIGHT)).toEqual(checkReasoning(QUESTION, plain));
  });
});
