import type { Command } from 'commander';
import type { Evaluation } from '../../contract/evaluation.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { describeProgress } from '../evaluation/watch-evaluation.ts';
import { addPageOptions, type PageOptions } from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import { formatMinute } from '../text/facts.ts';
import { renderEvaluation } from '../text/render-evaluation.ts';
import type { Column } from '../text/render-table.ts';

interface ListOptions extends PageOptions {
  readonly goldSet?: string;
}

interface JsonOption {
  readonly json?: boolean;
}

const columns: readonly Column<Evaluation>[] = [
  { title: 'id', cell: ({ id }) => id },
  { title: 'created (UTC)', cell: (run) => formatMinute(run.created_at) },
  { title: 'gold set', cell: ({ gold_set: set }) => `${set.name} ${set.version}` },
  { title: 'variants', cell: ({ variants }) => variants.map(({ name }) => name).join(', ') },
  { title: 'results', align: 'right', cell: describeProgress },
  { title: 'status', cell: ({ status }) => status },
];

export function registerEvaluations(program: Command, run: RunCommand): void {
  const evaluations = program.command('evaluations').description('list and steer evaluation runs');
  const list = evaluations
    .command('list', { isDefault: true })
    .description('list evaluation runs, the newest first')
    .option('--gold-set <name>', 'only of this set');
  addPageOptions(list).action((options: ListOptions, command: Command) =>
    run(command, (context) => listRuns(context, options)),
  );
  evaluations
    .command('show <id>')
    .description('show how far a run has come, or its figures')
    .option('--json', 'print the run as JSON')
    .action((id: string, options: JsonOption, command: Command) =>
      run(command, (context) => showRun(context, id, options)),
    );
  evaluations
    .command('cancel <id>')
    .description('stop a run; what it has measured stays')
    .action((id: string, _options: unknown, command: Command) =>
      run(command, (context) => cancelRun(context, id)),
    );
}

async function listRuns(context: CommandContext, options: ListOptions): Promise<ExitCode> {
  const { limit, cursor, goldSet } = options;
  const page = await context.client.call('listEvaluations', {
    query: {
      ...(goldSet === undefined ? {} : { gold_set: goldSet }),
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
    },
  });
  printPage(context.terminal, page, { columns, empty: 'Nothing was evaluated yet.', options });
  return 0;
}

async function showRun(
  { client, terminal }: CommandContext,
  id: string,
  { json }: JsonOption,
): Promise<ExitCode> {
  const reply = await client.call('getEvaluation', { params: { id } });
  if (json === true) terminal.printJson(reply.raw);
  else terminal.print(renderEvaluation(reply.value, terminal));
  return 0;
}

async function cancelRun({ client, terminal }: CommandContext, id: string): Promise<ExitCode> {
  const { value } = await client.call('cancelEvaluation', { params: { id } });
  terminal.note(`Cancelled with ${describeProgress(value)} results.`);
  return 0;
}
