import { describe, expect, it } from 'vitest';
import type { ResponseOf } from '../../../../contract/endpoint-types.ts';
import { TraceSummary } from '../../../../contract/trace-summary.ts';
import { rangeOfBrush } from '../../../../traces-ui/src/traces/brush.ts';
import { facetOptions } from '../../../../traces-ui/src/traces/facet-options.ts';
import { mergeNewest } from '../../../../traces-ui/src/traces/merge-newest.ts';
import { pressKey } from '../../../../traces-ui/src/ui/shortcuts/key-sequence.ts';

function trace(number: number, state: 'pending' | 'complete' = 'complete') {
  return TraceSummary.parse({
    id: `01990000-0000-7000-8000-${String(number).padStart(12, '0')}`,
    kind: 'answer',
    state,
    created_at: '2026-03-01T00:00:00.000Z',
    question: `Question ${number}`,
    status: null,
    verdict: null,
    task: null,
    requested_model: null,
    model: null,
    provider: null,
    fallback: null,
    app: null,
    api_key_name: 'key',
    cited_count: 0,
    selected_count: 0,
    candidate_count: 0,
    confidence: null,
    total_ms: null,
    input_tokens: 0,
    output_tokens: 0,
    cost_usd: 0,
    stale: false,
  });
}

function page(numbers: readonly number[], cursor: string | null): ResponseOf<'listTraces'> {
  return { data: numbers.map((number) => trace(number)), next_cursor: cursor };
}

const questionsOf = (pages: readonly ResponseOf<'listTraces'>[]) =>
  pages.map(({ data }) => data.map(({ question }) => Number(question.slice(9))));

describe('mergeNewest', () => {
  const list = { pages: [page([5, 4], 'a'), page([3, 2], 'b')], pageParams: [undefined, 'a'] };

  it('puts new traces first and keeps every other', () => {
    const merged = mergeNewest(list, page([7, 6, 5, 4], 'x'));
    expect(questionsOf(merged.pages)).toEqual([
      [7, 6, 5, 4],
      [3, 2],
    ]);
    expect(merged.pages[0]?.next_cursor).toBe('a');
  });

  it('takes a trace that it knows as it is now', () => {
    const waiting = { ...list, pages: [{ data: [trace(5, 'pending')], next_cursor: null }] };
    const merged = mergeNewest(waiting, page([5], null));
    expect(merged.pages[0]?.data[0]?.state).toBe('complete');
  });

  it('begins anew where there would be a gap', () => {
    const merged = mergeNewest(list, page([20, 19], 'x'));
    expect(questionsOf(merged.pages)).toEqual([[20, 19]]);
    expect(merged.pageParams).toEqual([undefined]);
  });
});

describe('rangeOfBrush', () => {
  const bar = (from: string) => ({ from, count: 1, p50_ms: null, p95_ms: null });
  const strip = {
    bar_ms: 3_600_000,
    volume: ['00', '01', '02', '03'].map((hour) => bar(`2026-03-01T${hour}:00:00.000Z`)),
  };

  it('takes whole bars, drawn from either side', () => {
    const expected = { from: '2026-03-01T01:00:00.000Z', to: '2026-03-01T03:00:00.000Z' };
    expect(rangeOfBrush(strip, { start: 0.3, end: 0.6 })).toEqual(expected);
    expect(rangeOfBrush(strip, { start: 0.6, end: 0.3 })).toEqual(expected);
  });

  it('takes the last bar at the very end, and nothing of an empty strip', () => {
    expect(rangeOfBrush(strip, { start: 1, end: 1 })?.to).toBe('2026-03-01T04:00:00.000Z');
    expect(rangeOfBrush({ ...strip, volume: [] }, { start: 0, end: 1 })).toBeNull();
  });
});

describe('facetOptions', () => {
  it('names a value with its count, and offers what is chosen though nothing has it', () => {
    const facets = [{ facet: 'kind', value: 'answer', count: 1_200 } as const];
    const words = { answer: 'Answer', replay: 'Replay' };
    expect(facetOptions(facets, 'kind', { chosen: 'replay', words })).toEqual([
      { value: 'answer', label: 'Answer · 1,200' },
      { value: 'replay', label: 'Replay · 0' },
    ]);
  });
});

describe('pressKey', () => {
  const known = ['j', 'g t'];

  it('joins keys that follow one another', () => {
    const first = pressKey(null, { key: 'g', atMs: 0 }, known);
    expect(pressKey(first, { key: 't', atMs: 500 }, known).keys).toBe('g t');
  });

  it('begins anew after a while, and where a key leads nowhere', () => {
    const first = pressKey(null, { key: 'g', atMs: 0 }, known);
    expect(pressKey(first, { key: 't', atMs: 5_000 }, known).keys).toBe('t');
    expect(pressKey(first, { key: 'j', atMs: 10 }, known).keys).toBe('j');
  });
});
