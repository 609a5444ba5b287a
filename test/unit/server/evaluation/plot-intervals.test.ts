import { expect, it } from 'vitest';
import { plotIntervals } from '../../../../server/evaluation/report/plot-intervals.ts';

it('leaves room for the longest label', () => {
  const label = 'Answers with an unsupported or contradicted claim, among all that were asked';
  const figure = { label, value: 0.5, low: 0.4, high: 0.6 };
  const plot = plotIntervals({
    title: 'Shares',
    figures: [
      { ...figure, variant: 'large-only' },
      { ...figure, variant: 'routed' },
    ],
  });
  const end = Number(/<text x="([\d.]+)" y="[\d.]+" text-anchor="end">/u.exec(plot)?.[1]);
  // A letter of this size takes about six and a half.
  expect(end).toBeGreaterThan(6.5 * `${label}: large-only`.length);
});
