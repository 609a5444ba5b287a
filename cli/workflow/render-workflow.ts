import type {
  RefusedLine,
  Workflow,
  WorkflowFigures,
  WorkflowRun,
} from '../../contract/workflow.ts';
import type { Terminal } from '../terminal.ts';
import { formatMilliseconds, formatTime, renderFacts } from '../text/facts.ts';
import { printableLine } from '../text/printable.ts';
import { renderTable, type Column } from '../text/render-table.ts';

type StepFigures = WorkflowFigures['steps'][number];
type LabelFigures = WorkflowFigures['labels'][number];

const stepColumns: readonly Column<StepFigures>[] = [
  { title: 'step', cell: (step) => step.step },
  { title: 'tickets', align: 'right', cell: (step) => String(step.count) },
  { title: 'p50', align: 'right', cell: (step) => formatMilliseconds(step.p50_ms) },
  { title: 'p95', align: 'right', cell: (step) => formatMilliseconds(step.p95_ms) },
  { title: 'tokens', align: 'right', cell: (step) => String(tokensOf(step)) },
  { title: 'USD', align: 'right', cell: (step) => formatUsd(step.usage.cost_usd) },
  { title: 'outcomes', cell: (step) => describeOutcomes(step.outcomes) },
];

const labelColumns: readonly Column<LabelFigures>[] = [
  { title: 'tickets', align: 'right', cell: (label) => String(label.count) },
  {
    title: 'resolved',
    align: 'right',
    cell: (label) => share(label.outcomes.resolved, label.count),
  },
  {
    title: 'escalated',
    align: 'right',
    cell: (label) => share(label.outcomes.escalated, label.count),
  },
  { title: 'review', align: 'right', cell: (label) => share(label.outcomes.review, label.count) },
  { title: 'verified', align: 'right', cell: (label) => share(label.verified, label.count) },
  { title: 'label', cell: (label) => label.label ?? '(unsure)' },
];

/** What became of a workflow's tickets: in all, by step and by label. */
export function renderWorkflow(
  { name, description, figures }: Workflow,
  terminal: Terminal,
): string {
  const { tickets, outcomes, decisions, usage } = figures;
  const decided = decisions.approve + decisions.correct + decisions.reject;
  const facts = renderFacts(
    [
      ['workflow', name],
      ['about', description === '' ? null : printableLine(description)],
      ['tickets', tickets],
      ['resolved', of(outcomes.resolved, tickets)],
      ['escalated', of(outcomes.escalated, tickets)],
      ['review', of(outcomes.review, tickets)],
      ['larger model', of(figures.larger_model, tickets)],
      ['failed', of(figures.failed, tickets)],
      ['decided', `${decided} by people, ${decisions.open} wait`],
      ['tokens', `${usage.input_tokens} in, ${usage.output_tokens} out`],
      ['cost', `${formatUsd(usage.cost_usd)} USD`],
      [
        'time',
        `p50 ${formatMilliseconds(figures.p50_ms)}, p95 ${formatMilliseconds(figures.p95_ms)}`,
      ],
    ],
    terminal.colors,
  );
  const tables = [
    figures.steps.length === 0 ? null : renderTable(figures.steps, stepColumns, terminal),
    figures.labels.length === 0 ? null : renderTable(figures.labels, labelColumns, terminal),
  ];
  return [facts, ...tables.filter((table) => table !== null)].join('\n\n');
}

/** A run in full: its counts, and the lines that were no tickets. */
export function renderWorkflowRun(run: WorkflowRun, terminal: Terminal): string {
  const { items, outcomes, usage, refused } = run;
  const facts = renderFacts(
    [
      ['run', run.id],
      ['workflow', run.workflow],
      ['status', run.status],
      ['tickets', describeItems(items)],
      ['resolved', of(outcomes.resolved, items.total)],
      ['escalated', of(outcomes.escalated, items.total)],
      ['review', of(outcomes.review, items.total)],
      ['larger model', of(run.larger_model, items.total)],
      ['tokens', `${usage.input_tokens} in, ${usage.output_tokens} out`],
      ['cost', `${formatUsd(usage.cost_usd)} USD`],
      ['created', `${formatTime(run.created_at)} UTC`],
      ['finished', run.finished_at === null ? null : `${formatTime(run.finished_at)} UTC`],
    ],
    terminal.colors,
  );
  return [facts, ...renderRefused(refused)].join('\n');
}

function renderRefused({ count, lines }: WorkflowRun['refused']): readonly string[] {
  const hidden = count - lines.length;
  return [
    ...lines.map(({ line, detail }: RefusedLine) =>
      printableLine(`refused line ${line}: ${detail}`),
    ),
    ...(hidden > 0 ? [`refused ${hidden} more lines`] : []),
  ];
}

function describeItems({ total, done, waiting, running, failed, cancelled }: WorkflowRun['items']) {
  const counts = { done, waiting, running, failed, cancelled };
  const named = Object.entries(counts).filter(([, count]) => count > 0);
  return `${total}: ${named.map(([name, count]) => `${count} ${name}`).join(', ')}`;
}

function describeOutcomes(outcomes: StepFigures['outcomes']): string {
  return Object.entries(outcomes)
    .toSorted(([, left], [, right]) => right - left)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ');
}

function tokensOf({ usage }: StepFigures): number {
  return usage.input_tokens + usage.output_tokens;
}

function of(count: number, total: number): string {
  return `${count} (${share(count, total)})`;
}

function share(count: number, total: number): string {
  return total === 0 ? '–' : `${Math.round((count / total) * 100)} %`;
}

function formatUsd(usd: number): string {
  return usd === 0 ? '0' : usd.toFixed(usd < 1 ? 4 : 2);
}
