import { Option, type Command } from 'commander';
import type { Alert, AlertStanding } from '../../contract/alert.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { addPageOptions, type PageOptions } from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import { formatTime } from '../text/facts.ts';
import { printableLine } from '../text/printable.ts';
import type { Column } from '../text/render-table.ts';

interface Options extends PageOptions {
  readonly state?: 'open' | 'closed';
}

const columns: readonly Column<Alert>[] = [
  { title: 'name', cell: ({ name }) => name },
  { title: 'opened (UTC)', cell: (alert) => formatTime(alert.opened_at) },
  {
    title: 'closed (UTC)',
    cell: ({ closed_at: at }) => (at === null ? 'open' : formatTime(at)),
  },
  { title: 'because', cell: ({ detail }) => printableLine(detail) },
];

export function registerAlerts(program: Command, run: RunCommand): void {
  const alerts = program
    .command('alerts')
    .description('list when alerts were open, the newest first, and how each rule stands')
    .addOption(new Option('--state <state>', 'only these').choices(['open', 'closed']));
  addPageOptions(alerts).action((options: Options, command: Command) =>
    run(command, (context) => listAlerts(context, options)),
  );
}

async function listAlerts(
  { client, terminal }: CommandContext,
  options: Options,
): Promise<ExitCode> {
  const { json: _json, ...query } = options;
  const page = await client.call('listAlerts', { query });
  printPage(terminal, page, { columns, empty: 'No alert was open.', options });
  for (const rule of page.value.rules) terminal.note(describeRule(rule));
  return 0;
}

function describeRule({ name, state, says, detail }: AlertStanding): string {
  return `${name}: ${state ?? 'not looked at yet'}. ${says}. ${printableLine(detail ?? '')}`.trim();
}
