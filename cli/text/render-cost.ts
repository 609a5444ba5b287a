import type { CostFigure, CostSimulation } from '../../contract/cost.ts';
import { tenthPercent } from '../../core/text/percent.ts';
import type { Terminal } from '../terminal.ts';
import { renderFacts } from './facts.ts';
import { printableLine } from './printable.ts';
import { renderTable } from './render-table.ts';

const NO_DATA = 'no data';

/** What it rests on, the plans side by side, then who costs what and how it grows. */
export function renderCost(simulation: CostSimulation, terminal: Terminal): string {
  const { colors } = terminal;
  const {
    simulated,
    sampled,
    estimated_share: estimated,
    tokens,
    growth_per_month: growth,
  } = simulation;
  const title = `${simulated ? 'Simulated models: ' : ''}Simulated cost of ${simulation.requests_per_month} requests a month`;
  const facts = renderFacts(
    [
      ['rests on', `${sampled} answers on record`],
      [
        'tokens are estimated for',
        estimated === null ? NO_DATA : `${tenthPercent(estimated)} of them`,
      ],
      ['input tokens', describeSpread(tokens.input)],
      ['output tokens', describeSpread(tokens.output)],
      ['months', `${simulation.months}, each ${tenthPercent(growth)} more than the one before`],
    ],
    colors,
  );
  const plans = renderTable(
    simulation.plans,
    [
      { title: 'plan', cell: ({ plan }) => plan.replace('_', '-') },
      { title: 'a month', align: 'right', cell: (plan) => formatCost(plan.monthly_usd) },
      { title: 'all months', align: 'right', cell: (plan) => formatCost(plan.horizon_usd) },
      {
        title: 'against measured',
        align: 'right',
        cell: ({ plan, difference_usd: usd }) => (plan === 'measured' ? '–' : formatCost(usd)),
      },
      { title: 'machines', align: 'right', cell: ({ machines }) => `${machines ?? '–'}` },
      { title: 'what', cell: ({ about }) => about },
    ],
    terminal,
  );
  const groups = renderTable(
    simulation.groups,
    [
      { title: 'by', cell: ({ by }) => by },
      { title: 'which', cell: ({ key }) => printableLine(key ?? 'none') },
      { title: 'of requests', align: 'right', cell: ({ share }) => tenthPercent(share) },
      { title: 'a month', align: 'right', cell: (group) => formatCost(group.monthly_usd) },
    ],
    terminal,
  );
  return [
    colors.bold(title),
    facts,
    plans,
    ...(simulation.groups.length === 0 ? [] : [groups]),
  ].join('\n\n');
}

/** As `$1,234.50 [$1,100.00, $1,300.00]`. */
function formatCost(figure: CostFigure): string {
  if (figure === null) return NO_DATA;
  return `${dollars(figure.value)} [${dollars(figure.low)}, ${dollars(figure.high)}]`;
}

function dollars(value: number): string {
  const cents = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return `${value < 0 ? '−' : ''}$${Math.abs(value).toLocaleString('en-GB', cents)}`;
}

function describeSpread(spread: CostSimulation['tokens']['input']): string {
  if (spread === null) return NO_DATA;
  return `${spread.mean.toFixed(0)} on average, p50 ${spread.p50.toFixed(0)}, p95 ${spread.p95.toFixed(0)}`;
}
