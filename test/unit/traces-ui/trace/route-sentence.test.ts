import { describe, expect, it } from 'vitest';
import type { RouteSummary } from '../../../../contract/routing.ts';
import { describeRoute } from '../../../../traces-ui/src/trace/route-sentence.ts';

const route: RouteSummary = {
  task: 'grounded_qa',
  complexity: 0.22,
  sensitivity: 'internal',
  tier: 'small',
  model: 'builtin-extractive',
  provider: 'builtin',
  prompt_version: '1',
  fallback: null,
  escalations: [],
  reasons: [],
};

describe('describeRoute', () => {
  it('says what the question was read as and who got it', () => {
    expect(describeRoute(route)).toBe(
      'Read as a grounded question (complexity 0.22, internal information); sent to builtin-extractive (builtin, small tier).',
    );
  });

  it('says when another model had to step in', () => {
    const sentence = describeRoute({
      ...route,
      task: 'open_qa',
      fallback: { kind: 'next_tier', reason: 'timeout' },
      escalations: [{ model: 'larger', reason: 'unsupported' }],
    });
    expect(sentence).toContain('Read as an open question');
    expect(sentence).toContain('escalated once, answered by a model of the next tier.');
  });
});
