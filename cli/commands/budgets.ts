import type { Command } from 'commander';
import type { Budget } from '../../contract/budget.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { addPageOptions, type PageOptions } from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import { formatTime } from '../text/facts.ts';
import { printableLine } from '../text/printable.ts';
import type { Column } from '../text/render-table.ts';

const columns: readonly Column<Budget>[] = [
  { title: 'of', cell: ({ scope }) => scope },
  { title: 'name', cell: ({ name }) => printableLine(name) },
  { title: 'spent', align: 'right', cell: ({ spent_usd: spent }) => dollars(spent) },
  { title: 'set aside', align: 'right', cell: ({ reserved_usd: reserved }) => dollars(reserved) },
  { title: 'left', align: 'right', cell: ({ left_usd: left }) => dollars(left) },
  { title: 'limit', align: 'right', cell: ({ limit_usd: limit }) => dollars(limit) },
  { title: 'state', cell: ({ state }) => state.replaceAll('_', ' ') },
];

export function registerBudgets(program: Command, run: RunCommand): void {
  const budgets = program
    .command('budgets')
    .description('list what is spent and set aside of each budget today');
  addPageOptions(budgets).action((options: PageOptions, command: Command) =>
    run(command, (context) => listBudgets(context, options)),
  );
}

async function listBudgets(
  { client, terminal }: CommandContext,
  options: PageOptions,
): Promise<ExitCode> {
  const { json: _json, ...query } = options;
  const page = await client.call('listBudgets', { query });
  printPage(terminal, page, { columns, empty: 'Nothing bounds what answers may cost.', options });
  const { day, renewed_at: renewedAt, on_exceed: onExceed } = page.value;
  terminal.note(
    `Of ${day} (UTC), renewed at ${formatTime(renewedAt)} UTC; beyond it: ${onExceed.replaceAll('_', ' ')}.`,
  );
  return 0;
}

function dollars(amount: number): string {
  return `$${amount.toFixed(4)}`;
}
