import { expect, it } from 'vitest';
import type { z } from 'zod';
import { ReviewId } from '../../../../contract/ids.ts';
import type { WorkflowResult } from '../../../../contract/workflow.ts';
import { countFigures } from '../../../../cli/workflow/render-desk-figures.ts';

function resultOf(
  key: string,
  changes: Partial<z.infer<typeof WorkflowResult>>,
): z.infer<typeof WorkflowResult> {
  return {
    position: 1,
    key,
    status: 'done',
    outcome: 'escalated',
    label: null,
    probability: 0.2,
    verdict: null,
    model: null,
    trace_id: null,
    answer_id: null,
    review: null,
    usage: { input_tokens: 0, output_tokens: 0, cost_usd: 0 },
    total_ms: 1,
    error: null,
    answer: null,
    citations: [],
    ...changes,
  };
}

const TICKETS = [
  { id: 'a', label: 'printing', must_review: false },
  { id: 'b', label: 'payroll-dispute', must_review: true },
  { id: 'c', label: 'vpn', must_review: false },
  { id: 'd', label: 'vpn', must_review: false },
];
const review = { id: ReviewId.parse('0198c0de-0000-7000-8000-000000000001'), decision: null };

it('compares what became of tickets with what people said of them', () => {
  const figures = countFigures(TICKETS, [
    resultOf('a', { label: 'printing', outcome: 'resolved' }),
    resultOf('b', { label: 'vpn', outcome: 'review', review }),
    resultOf('c', {}),
  ]);
  expect(figures).toEqual([
    { name: 'labelled as people did', count: 1, of: 3 },
    { name: 'labelled surely enough', count: 2, of: 3 },
    { name: '… and as people did', count: 1, of: 2 },
    { name: 'resolved without a person', count: 1, of: 3 },
    { name: 'regulated ones held for a person', count: 1, of: 1 },
    { name: 'of the resolved, regulated', count: 0, of: 1 },
  ]);
});

it('counts nothing of no ticket', () => {
  expect(countFigures([], []).every(({ count, of }) => count === 0 && of === 0)).toBe(true);
});
