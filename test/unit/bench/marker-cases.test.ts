import { expect, it } from 'vitest';
import { createRandom } from '../../../bench/random.ts';
import { explainWrong, makeMarkerCases } from '../../../bench/verify/marker-cases.ts';

it('reads every marker of 10,000 generated answers, and binds it to its sentence', () => {
  const cases = [...makeMarkerCases(10_000, createRandom(17))];
  const wrong = cases.map(explainWrong).filter((explained) => explained !== null);
  expect(wrong.slice(0, 3)).toEqual([]);
  const markers = cases.flatMap((one) => one.markers);
  expect(markers.length).toBeGreaterThan(30_000);
  expect(cases.filter(({ answer }) => /\[\d+\](?!\()/u.test(answer)).length).toBeGreaterThan(1_000);
});

it('would see a marker that is read otherwise', () => {
  const [one] = makeMarkerCases(1, createRandom(3));
  if (one === undefined) throw new Error('There is no case.');
  const moved = [...one.markers, { start: 0, end: 1, numbers: [1] }];
  expect(explainWrong(one)).toBeNull();
  expect(explainWrong({ ...one, markers: moved })).toContain('found');
  expect(explainWrong({ ...one, cited: [[77]] })).toContain('bound');
});
