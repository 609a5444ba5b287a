import type { Command } from 'commander';
import type { IngestRun } from '../../contract/ingest-run.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { addPageOptions, type PageOptions } from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import { formatMinute, formatTime, renderFacts } from '../text/facts.ts';
import { printableLine } from '../text/printable.ts';
import type { Column } from '../text/render-table.ts';

const columns: readonly Column<IngestRun>[] = [
  { title: 'id', cell: (run) => run.id },
  { title: 'created (UTC)', cell: (run) => formatMinute(run.created_at) },
  { title: 'files', align: 'right', cell: (run) => String(run.documents.total) },
  { title: 'done', align: 'right', cell: (run) => String(run.documents.done) },
  { title: 'unchanged', align: 'right', cell: (run) => String(run.documents.unchanged) },
  { title: 'failed', align: 'right', cell: (run) => String(run.documents.failed) },
  { title: 'status', cell: (run) => run.status },
];

export function registerRuns(program: Command, run: RunCommand): void {
  const list = program.command('runs').description('list ingest runs, the newest first');
  addPageOptions(list).action((options: PageOptions, command: Command) =>
    run(command, (context) => listRuns(context, options)),
  );
  program
    .command('run <id>')
    .description('show how far an ingest run has come, and what failed')
    .option('--json', 'print the run as JSON')
    .action((id: string, options: { readonly json?: boolean }, command: Command) =>
      run(command, (context) => showRun(context, id, options)),
    );
}

async function listRuns(context: CommandContext, options: PageOptions): Promise<ExitCode> {
  const { json: _json, ...query } = options;
  const page = await context.client.call('listIngestRuns', { query });
  printPage(context.terminal, page, { columns, empty: 'Nothing was ingested yet.', options });
  return 0;
}

async function showRun(
  { client, terminal }: CommandContext,
  id: string,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const reply = await client.call('getIngestRun', { params: { id } });
  if (options.json === true) terminal.printJson(reply.raw);
  else terminal.print(describeRun(reply.value, terminal.colors));
  return 0;
}

function describeRun(run: IngestRun, colors: Parameters<typeof renderFacts>[1]): string {
  const { documents, chunks } = run;
  const facts = renderFacts(
    [
      ['run', run.id],
      ['status', run.status],
      [
        'documents',
        `${documents.total}: ${documents.done} done, ${documents.unchanged} unchanged, ${documents.failed} failed`,
      ],
      ['chunks', `${chunks.added} added, ${chunks.reused} reused, ${chunks.retired} retired`],
      ['created', timeOf(run.created_at)],
      ['started', timeOf(run.started_at)],
      ['finished', timeOf(run.finished_at)],
    ],
    colors,
  );
  const failures = run.errors.map((error) =>
    printableLine(`failed  ${error.source}: ${error.detail} (${error.code})`),
  );
  return [facts, ...failures].join('\n');
}

function timeOf(timestamp: string | null): string | null {
  return timestamp === null ? null : `${formatTime(timestamp)} UTC`;
}
