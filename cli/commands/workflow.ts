import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { WorkflowSummary } from '../../contract/workflow.ts';
import { sha256Hex } from '../../platform/hash.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { readTextFile } from '../read-text-file.ts';
import { printableLine } from '../text/printable.ts';
import { renderTable, type Column } from '../text/render-table.ts';
import { followRun } from '../workflow/follow-run.ts';
import { renderWorkflow, renderWorkflowRun } from '../workflow/render-workflow.ts';

interface JsonOption {
  readonly json?: boolean;
}

interface RunOptions extends JsonOption {
  readonly results?: string;
  readonly again?: boolean;
  /** commander's form of `--no-wait`. */
  readonly wait: boolean;
}

const columns: readonly Column<WorkflowSummary>[] = [
  { title: 'name', cell: (workflow) => workflow.name },
  { title: 'runs', align: 'right', cell: (workflow) => String(workflow.runs) },
  { title: 'open', align: 'right', cell: (workflow) => String(workflow.open_items) },
  { title: 'steps', cell: ({ steps }) => steps.map(({ name, kind }) => name ?? kind).join(' → ') },
];

export function registerWorkflow(program: Command, run: RunCommand): void {
  const workflow = program.command('workflow').description('put tickets through workflows');
  workflow
    .command('list', { isDefault: true })
    .description('list the configured workflows')
    .option('--json', 'print the answer of the server as JSON')
    .action((options: JsonOption, command: Command) =>
      run(command, (context) => listWorkflows(context, options)),
    );
  workflow
    .command('show <name>')
    .description('show what became of its tickets: by step and by label')
    .option('--run <id>', 'of one run only')
    .option('--json', 'print the answer of the server as JSON')
    .action((name: string, options: JsonOption & { readonly run?: string }, command: Command) =>
      run(command, (context) => showWorkflow(context, name, options)),
    );
  workflow
    .command('run <name> <file>')
    .description(
      'put a file of tickets through it, one JSON object in each line; the same file goes on with its run',
    )
    .option('--results <file>', 'where to write what became of each ticket, as lines of JSON')
    .option('--again', 'begin a new run of a file that has been sent before')
    .option('--no-wait', 'only send it')
    .option('--json', 'print the run as JSON')
    .action((name: string, file: string, ...[options, command]: [RunOptions, Command]) =>
      run(command, (context) => runFile(context, { name, file, ...options })),
    );
  for (const [verb, description, endpoint] of STEERING) {
    workflow
      .command(`${verb} <name> <run-id>`)
      .description(description)
      .option('--json', 'print the run as JSON')
      .action((name: string, id: string, ...[options, command]: [JsonOption, Command]) =>
        run(command, async (context) => {
          const reply = await context.client.call(endpoint, { params: { name, id } });
          if (options.json === true) context.terminal.printJson(reply.raw);
          else context.terminal.print(renderWorkflowRun(reply.value, context.terminal));
          return 0;
        }),
      );
  }
}

const STEERING = [
  ['status', 'show how far a run has come', 'getWorkflowRun'],
  ['pause', 'begin no further ticket of a run', 'pauseWorkflowRun'],
  ['resume', 'go on with a run that was paused', 'resumeWorkflowRun'],
  ['cancel', 'end a run; what has been decided stays', 'cancelWorkflowRun'],
  ['retry', 'try the failed and cancelled tickets of a run again', 'retryWorkflowRun'],
] as const;

async function listWorkflows(
  { client, terminal }: CommandContext,
  { json }: JsonOption,
): Promise<ExitCode> {
  const reply = await client.call('listWorkflows', {});
  const { data } = reply.value;
  if (json === true) terminal.printJson(reply.raw);
  else if (data.length === 0) terminal.note('No workflow is configured.');
  else terminal.print(renderTable(data, columns, terminal));
  return 0;
}

async function showWorkflow(
  { client, terminal }: CommandContext,
  name: string,
  options: JsonOption & { readonly run?: string },
): Promise<ExitCode> {
  const query = options.run === undefined ? {} : { run_id: options.run };
  const reply = await client.call('getWorkflow', { params: { name }, query });
  if (options.json === true) terminal.printJson(reply.raw);
  else terminal.print(renderWorkflow(reply.value, terminal));
  return 0;
}

/** 0 when every line was a ticket and every ticket has ended with an outcome. */
async function runFile(
  context: CommandContext,
  asked: RunOptions & { readonly name: string; readonly file: string },
): Promise<ExitCode> {
  const { client, terminal, newId, settings } = context;
  const { workingDirectory } = settings;
  const lines = await readTextFile(resolve(workingDirectory, asked.file));
  const again = asked.again === true ? `:${newId()}` : '';
  const { value: started } = await client.sendTickets({
    workflow: asked.name,
    lines,
    idempotencyKey: `tickets:${sha256Hex(`${asked.name}\n${lines}`)}${again}`,
  });
  const params = { name: asked.name, id: started.run_id };
  terminal.note(
    `Run ${started.run_id}: ${started.items} tickets, ${started.refused.count} lines refused.`,
  );
  if (!asked.wait) return started.refused.count === 0 ? 0 : 1;
  const { run, raw } = await followRun(context, params);
  if (asked.results !== undefined) {
    const results = await client.exportResults(params);
    await writeFile(resolve(workingDirectory, asked.results), results);
    terminal.note(`Results are in ${printableLine(asked.results)}.`);
  }
  if (asked.json === true) terminal.printJson(raw);
  else terminal.print(renderWorkflowRun(run, terminal));
  return run.status === 'succeeded' && run.refused.count === 0 ? 0 : 1;
}
