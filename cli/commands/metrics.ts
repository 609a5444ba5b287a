import type { Command } from 'commander';
import type { Incident } from '../../contract/incident.ts';
import type { MetricsSummary, Rate } from '../../contract/metrics.ts';
import { tenthPercent } from '../../core/text/percent.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { timestamp } from '../option-parsers.ts';
import { formatMilliseconds, formatTime, renderFacts } from '../text/facts.ts';
import { printableLine } from '../text/printable.ts';
import { renderTable, type Column } from '../text/render-table.ts';

interface Options {
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
}

const NO_DATA = 'no data';

const columns: readonly Column<Incident>[] = [
  { title: 'model', cell: ({ models, upstream }) => printableLine(models.join(', ') || upstream) },
  { title: 'kind', cell: ({ kind }) => kind },
  { title: 'first bad call (UTC)', cell: (incident) => formatTime(incident.first_bad_at) },
  { title: 'detected', cell: (incident) => since(incident, incident.detected_at) },
  { title: 'diverted', cell: (incident) => since(incident, incident.diverted_at) },
  { title: 'restored', cell: (incident) => since(incident, incident.restored_at) },
  { title: 'because', cell: ({ detail }) => printableLine(detail) },
];

export function registerMetrics(program: Command, run: RunCommand): void {
  program
    .command('metrics')
    .description('show what answers are worth over a time, and how failures of models went')
    .option('--from <time>', 'from then on; default: 30 days before the end', timestamp)
    .option('--to <time>', 'until then; default: now', timestamp)
    .option('--json', 'print the answer of the server as JSON')
    .action((options: Options, command: Command) =>
      run(command, (context) => showMetrics(context, options)),
    );
}

async function showMetrics(
  { client, terminal }: CommandContext,
  { json, ...query }: Options,
): Promise<ExitCode> {
  const reply = await client.call('getMetricsSummary', { query });
  if (json === true) {
    terminal.printJson(reply.raw);
    return 0;
  }
  terminal.print(renderFacts(describe(reply.value), terminal.colors));
  const { incidents } = reply.value.recovery;
  if (incidents.length > 0) terminal.print(renderTable(incidents, columns, terminal));
  return 0;
}

function describe({ total, recovery }: MetricsSummary): Parameters<typeof renderFacts>[0] {
  const { cost_usd: cost, latency_ms: latency, hallucination } = total;
  const { mean_seconds: mean } = recovery;
  return [
    ['answers', total.requests],
    ['success', rate(total.success)],
    ['cost per success', cost.per_success === null ? NO_DATA : `$${cost.per_success.toFixed(6)}`],
    ['latency p95', latency === null ? NO_DATA : formatMilliseconds(latency.p95)],
    ['unsupported claims', rate(hallucination.claims)],
    ['escalated', rate(total.escalation)],
    ['fallback', rate(total.fallback)],
    ['failures of models', `${recovery.count}, ${recovery.restored} of them over`],
    ['mean time to recover', seconds(mean.total)],
    ['until detected', seconds(mean.detect)],
    ['until diverted', seconds(mean.divert)],
    ['until restored', seconds(mean.recover)],
  ];
}

function rate(value: Rate): string {
  return value === null ? NO_DATA : `${tenthPercent(value.rate)} (${value.count} of ${value.of})`;
}

function seconds(value: number | null): string {
  return value === null ? NO_DATA : `${value.toFixed(1)} s`;
}

/** As `+2.4 s` after the first bad call. */
function since({ first_bad_at: begin }: Incident, instant: string | null): string {
  if (instant === null) return '–';
  return `+${((Date.parse(instant) - Date.parse(begin)) / 1_000).toFixed(1)} s`;
}
