import { describe, expect, it } from 'vitest';
import type { AnswerTraceRecord } from '../../../../contract/trace.ts';
import type { LegTrace } from '../../../../contract/retrieval-trace.ts';
import type { ModelAttempt } from '../../../../contract/routing.ts';
import {
  buildAnswerTimeline,
  type TimelineSource,
} from '../../../../traces-ui/src/trace/timeline.ts';
import { buildCandidate } from '../builders.ts';

const legs: LegTrace[] = [
  { leg: 'dense', query: 'q', candidate_count: 5, depth: 50, duration_ms: 12 },
  { leg: 'lexical', query: 'q', candidate_count: 4, depth: 50, duration_ms: 6 },
];

function attempt(n: number, error: ModelAttempt['error'], durationMs: number): ModelAttempt {
  return {
    n,
    kind: n === 1 ? 'primary' : 'fallback',
    provider: 'p',
    requested_model: `model-${n}`,
    served_model: null,
    ttft_ms: null,
    duration_ms: durationMs,
    error,
    finish_reason: null,
    input_tokens: 0,
    output_tokens: 0,
    cost_usd: 0,
  };
}

const source: TimelineSource = {
  rule: 'small-is-enough',
  model: 'model-2',
  verifier: 'builtin-1',
  claimCount: 3,
  candidates: [buildCandidate()],
  legs,
  attempts: [attempt(1, { code: 'timeout', detail: 'No first token.' }, 20), attempt(2, null, 15)],
  timings: {
    route: 1,
    retrieve: 30,
    generate: 40,
    verify: 9,
  } satisfies AnswerTraceRecord['measures']['timings_ms'],
};

describe('buildAnswerTimeline', () => {
  it('puts the steps one after another with legs and attempts inside them', () => {
    const { totalMs, bars } = buildAnswerTimeline(source);
    expect(totalMs).toBe(80);
    expect(bars.map((bar) => [bar.id, bar.startMs, bar.durationMs, bar.depth])).toEqual([
      ['route', 0, 1, 0],
      ['retrieve', 1, 30, 0],
      ['leg-dense', 1, 12, 1],
      ['leg-lexical', 1, 6, 1],
      ['generate', 31, 40, 0],
      ['attempt-1', 31, 20, 1],
      ['attempt-2', 51, 15, 1],
      ['verify', 71, 9, 0],
    ]);
  });

  it('tells a failed attempt from one that succeeded', () => {
    const bars = buildAnswerTimeline(source).bars.filter((bar) => bar.id.startsWith('attempt'));
    expect(bars.map((bar) => [bar.tone, bar.detail])).toEqual([
      ['bad', 'failed: No first token.'],
      ['good', 'succeeded'],
    ]);
  });
});
