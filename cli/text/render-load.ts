import type { LoadReport, Quantiles } from '../../contract/load-report.ts';
import { describeCounts } from '../../contract/format-figure.ts';
import { tenthPercent } from '../../core/text/percent.ts';
import type { Saturation } from '../load/find-saturation.ts';
import type { Terminal } from '../terminal.ts';
import { formatMilliseconds, renderFacts } from './facts.ts';
import { renderTable, type Column } from './render-table.ts';

interface LatencyRow {
  readonly name: string;
  readonly quantiles: Quantiles;
}

const NO_DATA = 'no data';

const columns: readonly Column<LatencyRow>[] = [
  { title: '', cell: ({ name }) => name },
  ...(['p50', 'p95', 'p99'] as const).map((at): Column<LatencyRow> => ({
    title: at,
    align: 'right',
    cell: ({ quantiles }) => (quantiles === null ? NO_DATA : formatMilliseconds(quantiles[at])),
  })),
];

/** One load: what was asked, how long it took from when it was due, and what of the error budget it took. */
export function renderLoad(report: LoadReport, terminal: Terminal): string {
  const { colors } = terminal;
  const { latency_ms: latency, response_ms: response, steps } = report;
  const rows: readonly LatencyRow[] = [
    { name: 'from when it was due', quantiles: latency },
    { name: 'from when it was sent', quantiles: response },
    ...Object.entries(steps).map(([step, quantiles]) => ({ name: `  ${step}`, quantiles })),
    { name: 'generator late by', quantiles: report.late_ms },
  ];
  return [
    colors.bold(titleOf(report)),
    renderFacts(
      [
        ['questions', `${report.requests}, at most ${report.concurrency} at once`],
        [
          'answers a second',
          report.answers_per_s === null ? NO_DATA : report.answers_per_s.toFixed(1),
        ],
        ['failed', describeFailed(report)],
        ['error budget', describeBudget(report)],
        ['ended as', describeCounts(report.statuses)],
        ['answered by', describeCounts(report.models)],
      ],
      colors,
    ),
    renderTable(rows, columns, terminal),
  ].join('\n\n');
}

/** The rates that were tried, then the highest that was not too much. */
export function renderSaturation(saturation: Saturation, terminal: Terminal): string {
  const { steps, sustainedPerSecond, exceededPerSecond } = saturation;
  const isSimulated = steps.some(({ simulated }) => simulated === true);
  const table = renderTable(
    steps,
    [
      { title: 'offered/s', align: 'right', cell: ({ rate_per_s: rate }) => String(rate) },
      {
        title: 'answered/s',
        align: 'right',
        cell: ({ answers_per_s: rate }) => (rate === null ? NO_DATA : rate.toFixed(1)),
      },
      ...(['p50', 'p95', 'p99'] as const).map((at): Column<LoadReport> => ({
        title: at,
        align: 'right',
        cell: ({ latency_ms: latency }) =>
          latency === null ? NO_DATA : formatMilliseconds(latency[at]),
      })),
      { title: 'error budget', cell: describeBudget },
    ],
    terminal,
  );
  const found =
    exceededPerSecond === null
      ? `It kept up with all of them: saturation lies above ${sustainedPerSecond ?? 0} questions a second.`
      : sustainedPerSecond === null
        ? `${exceededPerSecond} questions a second are too many already.`
        : `It kept up with ${sustainedPerSecond} questions a second, and not with ${exceededPerSecond}.`;
  const title = `${isSimulated ? 'Simulated: ' : ''}Saturation`;
  return [terminal.colors.bold(title), table, found].join('\n\n');
}

function titleOf({ simulated, rate_per_s: rate, arrivals, seconds }: LoadReport): string {
  const kind = simulated === true ? 'Simulated: ' : '';
  return `${kind}${rate} questions a second for ${seconds} s, ${arrivals} arrivals`;
}

function describeFailed({ failed, failures }: LoadReport): string {
  if (failed === null) return NO_DATA;
  const { count, of, rate, low, high } = failed;
  const codes = failures.length === 0 ? '' : `: ${describeCounts(failures)}`;
  return `${count} of ${of}, ${tenthPercent(rate)} [${tenthPercent(low)}, ${tenthPercent(high)}]${codes}`;
}

function describeBudget({ error_budget: { objective, spent } }: LoadReport): string {
  return spent === null
    ? NO_DATA
    : `${tenthPercent(spent)} spent of the ${tenthPercent(1 - objective)} that may fail`;
}
