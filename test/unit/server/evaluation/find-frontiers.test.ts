import { describe, expect, it } from 'vitest';
import { GoldItem } from '../../../../contract/gold-set.ts';
import { isCompared, markDominated } from '../../../../contract/mark-dominated.ts';
import { findFrontiers } from '../../../../server/evaluation/find-frontiers.ts';
import { METRICS } from '../../../../server/evaluation/metrics.ts';
import { placeLabels } from '../../../../server/evaluation/report/place-labels.ts';
import { plotFrontier } from '../../../../server/evaluation/report/plot-frontier.ts';
import { observationOf } from './sample-run.ts';

const item = GoldItem.parse({ id: 'a', input: 'How?', expected: { accepted_answers: ['27'] } });

function samples(rights: number, of: number, seen: { usd: number; ms: number; model: string }) {
  return Array.from({ length: of }, (_, index) => ({
    item: { ...item, id: `i${index}` },
    seen: observationOf({
      answer: index < rights ? '27' : 'no',
      model: seen.model,
      duration_ms: seen.ms,
      usage: { input_tokens: 1, output_tokens: 1, cost_usd: seen.usd },
    }),
  }));
}

describe('frontiers', () => {
  const variants = [
    { variant: 'large', samples: samples(9, 10, { usd: 0.1, ms: 400, model: 'big' }) },
    { variant: 'routed', samples: samples(9, 10, { usd: 0.02, ms: 500, model: 'little' }) },
    { variant: 'poor', samples: samples(5, 10, { usd: 0.05, ms: 600, model: 'little' }) },
  ];

  it('hold every variant and every model, and mark what is dominated', () => {
    const [cost, latency] = findFrontiers(variants);
    const marks = (points: typeof cost) =>
      (points?.points ?? []).map(({ kind, name, dominated_by: by }) => [kind, name, by]);
    expect(marks(cost)).toEqual([
      ['variant', 'routed', null],
      ['variant', 'large', 'routed'],
      ['model', 'big', null],
      ['model', 'little', null],
      ['variant', 'poor', 'routed'],
    ]);
    expect(marks(latency)).toContainEqual(['variant', 'large', null]);
    expect(marks(latency)).toContainEqual(['variant', 'routed', 'large']);
    const routed = cost?.points.find(({ name }) => name === 'routed');
    expect(routed?.quality_per_effort).toBeCloseTo(45, 9);
  });

  it('leave out what has no data, and divide by nothing that is 0', () => {
    expect(findFrontiers([{ variant: 'none', samples: [] }])[0]?.points).toEqual([]);
    const free = { variant: 'free', samples: samples(1, 2, { usd: 0, ms: 5, model: 'm' }) };
    expect(findFrontiers([free])[0]?.points[0]?.quality_per_effort).toBeNull();
  });

  it('mark none of two that are the same', () => {
    const point = { kind: 'variant' as const, n: 1, quality: 0.5, effort: 1 };
    const marked = markDominated([
      { ...point, name: 'a' },
      { ...point, name: 'b' },
    ]);
    expect(marked.map(({ dominated_by: by }) => by)).toEqual([null, null]);
  });

  it('are not led by a model that gave two answers', () => {
    const points = markDominated([
      { kind: 'model', name: 'lucky', n: 2, quality: 1, effort: 1 },
      { kind: 'model', name: 'usual', n: 200, quality: 0.5, effort: 2 },
    ]);
    expect(points.map(({ name, dominated_by: by }) => [name, by])).toEqual([
      ['lucky', null],
      ['usual', null],
    ]);
    expect(points.map(isCompared)).toEqual([false, true]);
  });

  it('are drawn with labels that do not cover each other, within the plot', () => {
    const marks = [
      { x: 500, y: 100, label: 'large-only' },
      { x: 530, y: 100, label: 'routed, dominated' },
      { x: 730, y: 104, label: 'simulated-large (model), dominated' },
    ];
    const [one, other, last] = placeLabels(marks, 760);
    expect(one?.anchor).toBe('start');
    expect(Math.abs((one?.y ?? 0) - (other?.y ?? 0))).toBeGreaterThanOrEqual(14);
    expect(last).toMatchObject({ anchor: 'end', x: 721 });
    expect(last?.y).not.toBe(other?.y);
  });

  it('are drawn with names as text', () => {
    const points = markDominated([{ kind: 'variant', name: '<b>', n: 1, quality: 0.5, effort: 0 }]);
    const svg = plotFrontier({ effort: 'cost_usd', points });
    expect(svg).toContain('&lt;b&gt;');
    expect(svg).not.toContain('NaN');
  });
});

describe('answers whose evidence can be traced', () => {
  const metric = METRICS.find(({ metric }) => metric === 'evidence_traced');
  const cited = { path: 'a.md', required: true, status: 'sufficient' } as const;

  it.each([
    ['cite a chunk for every claim', { citations: [cited], verdicts: ['supported'] as const }, 1],
    ['cite nothing', {}, 0],
    ['have a claim without a marker', { citations: [cited], verdicts: ['uncited'] as const }, 0],
    ['cite a chunk that there is not', { citations: [cited, { ...cited, path: null }] }, 0],
    ['were not given', { status: 'abstained' as const }, null],
  ])('those that %s', (_what, facts, score) => {
    const { verdicts, ...others } = { verdicts: [], ...facts };
    expect(metric?.score(item, observationOf({ ...others, verdicts: [...verdicts] }))).toBe(score);
  });
});
