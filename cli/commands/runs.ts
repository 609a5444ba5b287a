import type { Command } from 'commander';
import type { IngestRun } from '../../contract/ingest-run.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { addPageOptions, collect, type PageOptions } from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import type { Reply } from '../read-reply.ts';
import { formatMinute } from '../text/facts.ts';
import { renderRun } from '../text/render-run.ts';
import type { Column } from '../text/render-table.ts';
import { watchRun } from '../watch-run.ts';

const columns: readonly Column<IngestRun>[] = [
  { title: 'id', cell: (run) => run.id },
  { title: 'created (UTC)', cell: (run) => formatMinute(run.created_at) },
  { title: 'files', align: 'right', cell: (run) => String(run.documents.total) },
  { title: 'done', align: 'right', cell: (run) => String(run.documents.done) },
  { title: 'unchanged', align: 'right', cell: (run) => String(run.documents.unchanged) },
  { title: 'failed', align: 'right', cell: (run) => String(run.documents.failed) },
  { title: 'status', cell: (run) => run.status },
];

interface JsonOption {
  readonly json?: boolean;
}

interface RetryOptions extends JsonOption {
  readonly document?: readonly string[];
}

type Show = (context: CommandContext, id: string) => Promise<Reply<IngestRun>>;

const steering: readonly (readonly [verb: string, description: string, show: Show])[] = [
  ['show', 'show how far a run has come, what failed and how long each stage took', get],
  ['pause', 'begin no further document; one that is being ingested is finished', pause],
  ['resume', 'go on with a run that was paused', resume],
  ['cancel', 'end a run; what it has published stays', cancel],
];

export function registerRuns(program: Command, run: RunCommand): void {
  const runs = program.command('runs').description('list, follow and steer ingest runs');
  const list = runs.command('list', { isDefault: true });
  addPageOptions(list.description('list ingest runs, the newest first')).action(
    (options: PageOptions, command: Command) =>
      run(command, (context) => listRuns(context, options)),
  );
  for (const [verb, description, show] of steering) {
    runs
      .command(`${verb} <id>`)
      .description(description)
      .option('--json', 'print the run as JSON')
      .action((id: string, options: JsonOption, command: Command) =>
        run(command, async (context) => print(context, await show(context, id), options)),
      );
  }
  runs
    .command('retry <id>')
    .description('try the failed and cancelled documents of a run again')
    .option('--document <id>', 'this document only (repeatable)', collect)
    .option('--json', 'print the run as JSON')
    .action((id: string, options: RetryOptions, command: Command) =>
      run(command, async (context) => print(context, await retry(context, id, options), options)),
    );
  runs
    .command('watch <id>')
    .description('follow a run until it has ended; exits with 1 unless everything was ingested')
    .option('--json', 'print each event as JSON, one a line')
    .action((id: string, options: JsonOption, command: Command) =>
      run(command, (context) => watchRun(context, id, options)),
    );
}

async function listRuns(context: CommandContext, options: PageOptions): Promise<ExitCode> {
  const { json: _json, ...query } = options;
  const page = await context.client.call('listIngestRuns', { query });
  printPage(context.terminal, page, { columns, empty: 'Nothing was ingested yet.', options });
  return 0;
}

function print(
  { terminal }: CommandContext,
  reply: Reply<IngestRun>,
  options: JsonOption,
): ExitCode {
  if (options.json === true) terminal.printJson(reply.raw);
  else terminal.print(renderRun(reply.value, terminal.colors));
  return 0;
}

function get({ client }: CommandContext, id: string) {
  return client.call('getIngestRun', { params: { id } });
}

function pause({ client }: CommandContext, id: string) {
  return client.call('pauseIngestRun', { params: { id } });
}

function resume({ client }: CommandContext, id: string) {
  return client.call('resumeIngestRun', { params: { id } });
}

function cancel({ client }: CommandContext, id: string) {
  return client.call('cancelIngestRun', { params: { id } });
}

function retry({ client }: CommandContext, id: string, { document }: RetryOptions) {
  const body = document === undefined ? {} : { document_ids: [...document] };
  return client.call('retryIngestRun', { params: { id }, body });
}
