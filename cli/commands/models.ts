import { Argument, type Command } from 'commander';
import type { CircuitOrder } from '../../contract/circuit.ts';
import type { RoutedModel, SetCircuit } from '../../contract/routed-model.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { printPage } from '../print-page.ts';
import { formatMilliseconds, formatTime, renderFacts } from '../text/facts.ts';
import { printableLine } from '../text/printable.ts';
import type { Column } from '../text/render-table.ts';

interface Options {
  readonly json?: boolean;
}

const CIRCUIT_TARGETS: readonly SetCircuit['state'][] = ['forced_open', 'auto'];

const columns: readonly Column<RoutedModel>[] = [
  { title: 'name', cell: (model) => model.name },
  { title: 'tier', cell: (model) => model.tier },
  { title: 'circuit', cell: (model) => model.circuit?.state ?? '–' },
  { title: 'calls', align: 'right', cell: (model) => String(model.recent.calls) },
  { title: 'errors', align: 'right', cell: (model) => percent(model.recent.error_rate) },
  { title: 'p95', align: 'right', cell: (model) => milliseconds(model.recent.p95_ms) },
  { title: 'spend', align: 'right', cell: (model) => `$${model.spend_usd.toFixed(4)}` },
  { title: 'because', cell: explainState },
];

export function registerModels(program: Command, run: RunCommand): void {
  const models = program
    .command('models')
    .description('list the configured models with their circuits, and steer these');
  models
    .command('list', { isDefault: true })
    .description('list models: circuit, recent calls, errors and latency, spend since the start')
    .option('--json', 'print the answer of the server as JSON')
    .action((options: Options, command: Command) =>
      run(command, (context) => listModels(context, options)),
    );
  models
    .command('circuit <name>')
    .description('keep all calls away from a model, or let its circuit decide again')
    .addArgument(new Argument('<state>', 'the state to set').choices(CIRCUIT_TARGETS))
    .requiredOption('--reason <text>', 'why; kept with the transition')
    .option('--json', 'print the model as JSON')
    .action(
      (
        name: string,
        state: SetCircuit['state'],
        ...[options, command]: [Options & { readonly reason: string }, Command]
      ) => run(command, (context) => setCircuit(context, { name, state, ...options })),
    );
}

async function listModels(context: CommandContext, options: Options): Promise<ExitCode> {
  const page = await context.client.call('listRoutedModels', {});
  printPage(context.terminal, page, { columns, empty: 'There is no model.', options });
  return 0;
}

async function setCircuit(
  { client, terminal }: CommandContext,
  change: Options & SetCircuit & { readonly name: string },
): Promise<ExitCode> {
  const { name, state, reason } = change;
  const reply = await client.call('setCircuit', { params: { name }, body: { state, reason } });
  if (change.json === true) terminal.printJson(reply.raw);
  else terminal.print(renderFacts(describeCircuit(reply.value), terminal.colors));
  return 0;
}

function describeCircuit(model: RoutedModel): Parameters<typeof renderFacts>[0] {
  const { circuit } = model;
  const shared = circuit?.shared_with ?? [];
  return [
    ['model', printableLine(model.name)],
    ['circuit', circuit?.state ?? null],
    ['since', circuit === null ? null : `${formatTime(circuit.since)} UTC`],
    ['because', printableLine(explainState(model))],
    ['by hand', describeOrder(circuit?.orders[0])],
    ['shared with', shared.length === 0 ? null : printableLine(shared.join(', '))],
  ];
}

function describeOrder(order: CircuitOrder | undefined): string | null {
  if (order === undefined) return null;
  const by = order.by === null ? 'another workspace' : order.by.name;
  return printableLine(`${order.state} by ${by}, ${formatTime(order.at)} UTC: ${order.reason}`);
}

function explainState({ circuit }: RoutedModel): string {
  if (circuit === null) return 'calls nobody';
  if (circuit.cause === null) return '';
  const orderer = circuit.state === 'forced_open' ? circuit.orders[0]?.by : null;
  const by = orderer ? ` (by ${orderer.name})` : '';
  const retry = circuit.retry_at === null ? '' : `, probes from ${formatTime(circuit.retry_at)}`;
  return `${circuit.cause.replaceAll('_', ' ')}: ${circuit.detail ?? ''}${by}${retry}`;
}

function percent(rate: number | null): string {
  return rate === null ? '–' : `${(rate * 100).toFixed(1)} %`;
}

function milliseconds(value: number | null): string {
  return value === null ? '–' : formatMilliseconds(value);
}
