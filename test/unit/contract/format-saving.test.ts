import { expect, it } from 'vitest';
import { formatSaving } from '../../../contract/format-figure.ts';

const saving = {
  metric: 'saving',
  title: 'Cost saved',
  group: 'effort',
  unit: 'share',
  better: 'higher',
  n: 200,
  interval: 'bootstrap',
} as const;

it('says of what is dearer that it costs more, and of what is cheaper that it saves', () => {
  expect(formatSaving({ ...saving, value: -6.274, low: -9.5, high: -4 })).toBe(
    'costs 627.4 % [400.0 %, 950.0 %] (n 200) more',
  );
  expect(formatSaving({ ...saving, value: 0.5, low: 0.4, high: 0.6 })).toBe(
    'saves 50.0 % [40.0 %, 60.0 %] (n 200) of the cost',
  );
});
