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
const ARTICLES = new Map([
  ['printing', ['printers.md']],
  ['vpn', ['vpn.md']],
]);
const cited = (source: string) => ({ marker: 1, source, title: source, quote: null });
const review = { id: ReviewId.parse('0198c0de-0000-7000-8000-000000000001'), decision: null };

it('compares what became of tickets with what people said of them', () => {
  const results = [
    resultOf('a', { label: 'printing', outcome: 'resolved', citations: [cited('printers.md')] }),
    resultOf('b', { label: 'vpn', outcome: 'review', review }),
    resultOf('c', {}),
    resultOf('d', { label: 'printing', outcome: 'resolved', citations: [cited('printers.md')] }),
  ];
  const figures = countFigures({ tickets: TICKETS, results, articles: ARTICLES });
  expect(figures).toEqual([
    { name: 'labelled as people did', count: 1, of: 4 },
    { name: 'labelled surely enough', count: 3, of: 4 },
    { name: '… and as people did', count: 1, of: 3 },
    { name: 'resolved without a person', count: 2, of: 4 },
    { name: '… labelled as people did', count: 1, of: 2 },
    { name: '… citing articles of that label', count: 1, of: 2 },
    { name: 'regulated ones held for a person', count: 1, of: 1 },
    { name: 'of the resolved, regulated', count: 0, of: 2 },
  ]);
});

it('counts nothing of no ticket', () => {
  const figures = countFigures({ tickets: [], results: [], articles: ARTICLES });
  expect(figures.every(({ count, of }) => count === 0 && of === 0)).toBe(true);
});
