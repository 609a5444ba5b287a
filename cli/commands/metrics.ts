import { Option, type Command } from 'commander';
import type { Incident } from '../../contract/incident.ts';
import {
  METRIC_GROUPS,
  type MetricGroup,
  type MetricsSummary,
  type Rate,
} from '../../contract/metrics.ts';
import { tenthPercent } from '../../core/text/percent.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { timestamp } from '../option-parsers.ts';
import { formatMilliseconds, formatTime, renderFacts } from '../text/facts.ts';
import { printableLine } from '../text/printable.ts';
import { renderTable, type Column } from '../text/render-table.ts';

interface Options {
  readonly from?: string;
  readonly to?: string;
  readonly by: MetricGroup;
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

type Group = MetricsSummary['groups'][number];

function columnsOf(by: MetricGroup): readonly Column<Group>[] {
  const figure = (title: string, cell: (group: Group) => string) =>
    ({ title, align: 'right', cell }) as const;
  return [
    { title: by, cell: ({ key }) => (key === null ? 'none' : printableLine(key)) },
    figure('answers', ({ requests }) => String(requests)),
    figure('success', ({ success }) => orNoData(success?.rate ?? null, tenthPercent)),
    figure('cost per success', ({ cost_usd: cost }) => orNoData(cost.per_success, dollars)),
    figure('p95', ({ latency_ms: latency }) => orNoData(latency?.p95 ?? null, formatMilliseconds)),
    figure('tokens', ({ tokens }) => orNoData(tokens.per_request, (count) => count.toFixed(0))),
    figure('larger model', ({ escalation }) => orNoData(escalation?.rate ?? null, tenthPercent)),
  ];
}

export function registerMetrics(program: Command, run: RunCommand): void {
  program
    .command('metrics')
    .description('show what answers are worth over a time, and how failures of models went')
    .option('--from <time>', 'from then on; default: 30 days before the end', timestamp)
    .option('--to <time>', 'until then; default: now', timestamp)
    .addOption(
      new Option('--by <group>', 'the same for each').choices(METRIC_GROUPS).default('none'),
    )
    .option('--json', 'print the answer of the server as JSON')
    .action((options: Options, command: Command) =>
      run(command, (context) => showMetrics(context, options)),
    );
}

async function showMetrics(
  { client, terminal }: CommandContext,
  { json, by, ...times }: Options,
): Promise<ExitCode> {
  const reply = await client.call('getMetricsSummary', { query: { ...times, group_by: by } });
  if (json === true) {
    terminal.printJson(reply.raw);
    return 0;
  }
  terminal.print(renderFacts(describe(reply.value), terminal.colors));
  const { groups } = reply.value;
  if (groups.length > 0) terminal.print(renderTable(groups, columnsOf(by), terminal));
  const { incidents } = reply.value.recovery;
  if (incidents.length > 0) terminal.print(renderTable(incidents, columns, terminal));
  return 0;
}

function describe({ total, recovery }: MetricsSummary): Parameters<typeof renderFacts>[0] {
  const { cost_usd: cost, latency_ms: latency, hallucination, tokens } = total;
  const { mean_seconds: mean } = recovery;
  return [
    ['answers', total.requests],
    ['success', rate(total.success)],
    ['cost per success', orNoData(cost.per_success, dollars)],
    ['successes per dollar', orNoData(cost.successes_per_dollar, (count) => count.toFixed(0))],
    [
      'success per cost of 1,000',
      orNoData(cost.success_per_cost_of_1000, (value) => value.toPrecision(3)),
    ],
    ['saved against largest', orNoData(cost.saving, tenthPercent)],
    ['latency p50', orNoData(latency?.p50 ?? null, formatMilliseconds)],
    ['latency p95', orNoData(latency?.p95 ?? null, formatMilliseconds)],
    ['tokens per answer', orNoData(tokens.per_request, (count) => count.toFixed(0))],
    ['unsupported claims', rate(hallucination.claims)],
    ['verifier agrees', rate(hallucination.agreement)],
    ['larger model asked', rate(total.escalation)],
    ['other way than routed', rate(total.fallback)],
    ['held for a person', rate(total.review.opened)],
    ['failures of models', `${recovery.count}, ${recovery.restored} of them over`],
    ['mean time to recover', orNoData(mean.total, seconds)],
    ['until detected', orNoData(mean.detect, seconds)],
    ['until diverted', orNoData(mean.divert, seconds)],
    ['until restored', orNoData(mean.recover, seconds)],
  ];
}

function orNoData(value: number | null, show: (value: number) => string): string {
  return value === null ? NO_DATA : show(value);
}

function dollars(value: number): string {
  return `$${value.toFixed(6)}`;
}

function rate(value: Rate): string {
  return value === null ? NO_DATA : `${tenthPercent(value.rate)} (${value.count} of ${value.of})`;
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}

/** As `+2.4 s` after the first bad call. */
function since({ first_bad_at: begin }: Incident, instant: string | null): string {
  if (instant === null) return '–';
  return `+${((Date.parse(instant) - Date.parse(begin)) / 1_000).toFixed(1)} s`;
}
