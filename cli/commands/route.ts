import type { Command } from 'commander';
import type { RouteExplanation } from '../../contract/route-explanation.ts';
import type { RouteCandidate } from '../../contract/routing.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { collect } from '../option-parsers.ts';
import { renderFacts } from '../text/facts.ts';
import { printableLine } from '../text/printable.ts';
import { renderTable, type Column } from '../text/render-table.ts';

interface RouteOptions {
  readonly collection?: readonly string[];
  readonly json?: boolean;
}

const columns: readonly Column<RouteCandidate>[] = [
  { title: 'model', cell: ({ model }) => model },
  { title: 'tier', cell: ({ tier }) => tier },
  { title: 'refused by', cell: ({ refused_by: refusedBy }) => refusedBy ?? '–' },
  { title: 'cost', align: 'right', cell: ({ estimated_cost_usd: cost }) => `$${cost.toFixed(6)}` },
  { title: 'because', cell: ({ detail }) => detail },
];

export function registerRoute(program: Command, run: RunCommand): void {
  program
    .command('route <question>')
    .description('say where a question would go and why, without answering it')
    .option('-c, --collection <name>', 'retrieve from this collection only (repeatable)', collect)
    .option('--json', 'print the answer of the server as JSON')
    .action((question: string, options: RouteOptions, command: Command) =>
      run(command, (context) => explainRoute(context, question, options)),
    );
}

async function explainRoute(
  { client, terminal }: CommandContext,
  question: string,
  { collection, json }: RouteOptions,
): Promise<ExitCode> {
  const collections = collection ?? (await listCollections(client));
  const reply = await client.call('explainRoute', {
    body: { question, ...(collections.length === 0 ? {} : { collections: [...collections] }) },
  });
  if (json === true) {
    terminal.printJson(reply.raw);
    return 0;
  }
  terminal.print(
    [
      renderFacts(describe(reply.value), terminal.colors),
      renderTable(reply.value.candidates, columns, terminal),
    ].join('\n\n'),
  );
  return 0;
}

/** Asking searches all of them, and what it finds has a say in the route. */
async function listCollections(client: CommandContext['client']): Promise<readonly string[]> {
  const { value } = await client.call('listCollections', { query: { limit: 100 } });
  return value.data.map(({ name }) => name);
}

function describe(route: RouteExplanation): Parameters<typeof renderFacts>[0] {
  const { task, complexity, sensitivity } = route.signals;
  const found = sensitivity.entities.map(({ type }) => type).join(', ');
  return [
    ['chosen', route.chosen],
    ['because', printableLine(route.reasons.join(' '))],
    ['rule', `${route.rule}${route.action === 'review' ? ' (a person decides)' : ''}`],
    ['task', `${task.value} (${task.confidence.toFixed(2)})`],
    ['complexity', complexity.value.toFixed(2)],
    ['data', `${route.data_ceiling}${found === '' ? '' : ` (${found})`}`],
    ['decided in', `${Math.round(route.overhead_us)} µs`],
  ];
}
