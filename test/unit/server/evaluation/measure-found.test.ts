import { expect, it } from 'vitest';
import { GoldItem } from '../../../../contract/gold-set.ts';
import { measureClasses } from '../../../../server/evaluation/measure-found.ts';

function sampleOf(expected: string, label: string) {
  return {
    item: GoldItem.parse({ id: 'i', task: 'triage', input: 'It jams.', expected: { label } }),
    seen: {
      kind: 'label' as const,
      label: expected,
      probability: 0.9,
      classifier: 'desk 1',
      model: null,
      held: false,
      simulated: false,
      usage: { input_tokens: 0, output_tokens: 0, cost_usd: 0 },
      duration_ms: 1,
    },
  };
}

it('is not sure of a class because the only item of it was right', () => {
  const [printing] = measureClasses([sampleOf('printing', 'printing')]);

  expect(printing).toMatchObject({ right: 1, f1: { value: 1, high: 1 } });
  // Wilson's lower bound of 1 of 1 is 0.207, and F1 of it 2 · 0.207 / 1.207.
  expect(printing?.f1?.low).toBeCloseTo(0.342, 3);
});

it('takes F1 and its interval by what is right of all that was found or expected', () => {
  const [access, printing] = measureClasses([
    sampleOf('printing', 'printing'),
    sampleOf('printing', 'printing'),
    sampleOf('printing', 'access'),
  ]);

  expect(printing).toMatchObject({ right: 2, found: 3, expected: 2, f1: { value: 0.8 } });
  expect(printing?.f1?.low).toBeLessThan(0.8);
  expect(access).toMatchObject({ right: 0, f1: { value: 0, low: 0 } });
  expect(access?.f1?.high).toBeGreaterThan(0.5);
});
