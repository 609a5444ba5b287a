import type { Command } from 'commander';
import type { GoldItem, GoldSet } from '../../contract/gold-set.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { uploadGoldFile } from '../evaluation/upload-gold-file.ts';
import { addPageOptions, wholeNumber, type PageOptions } from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import { formatMinute } from '../text/facts.ts';
import type { Column } from '../text/render-table.ts';
import { registerGoldDrafts } from './gold-drafts.ts';

interface ItemOptions extends PageOptions {
  readonly setVersion?: number;
}

const MAX_VERSION = 2_147_483_647;

const setColumns: readonly Column<GoldSet>[] = [
  { title: 'name', cell: ({ name }) => name },
  { title: 'version', align: 'right', cell: ({ version }) => String(version) },
  { title: 'items', align: 'right', cell: ({ items }) => String(items) },
  { title: 'created (UTC)', cell: (set) => formatMinute(set.created_at) },
  { title: 'by', cell: ({ created_by: by }) => by },
  { title: 'note', cell: ({ note }) => note },
];

const itemColumns: readonly Column<GoldItem>[] = [
  { title: 'id', cell: ({ id }) => id },
  { title: 'part', cell: ({ part }) => part },
  { title: 'task', cell: ({ task }) => task },
  { title: 'expected', cell: describeExpected },
  { title: 'input', cell: ({ input }) => input },
];

export function registerGoldSets(program: Command, run: RunCommand): void {
  const sets = program
    .command('gold-sets')
    .description('questions with what is expected of their answers, in versions');
  const list = sets.command('list', { isDefault: true }).description('list gold sets by name');
  addPageOptions(list).action((options: PageOptions, command: Command) =>
    run(command, (context) => listSets(context, options)),
  );
  const show = sets
    .command('show <name>')
    .description('list the items of a set')
    .option('--set-version <n>', 'of this version, not of the newest', wholeNumber(1, MAX_VERSION));
  addPageOptions(show).action((name: string, options: ItemOptions, command: Command) =>
    run(command, (context) => showItems(context, name, options)),
  );
  sets
    .command('upload <name> <file>')
    .description('store a JSONL or CSV file as a set, or as its next version')
    .action((name: string, path: string, ...[, command]: [unknown, Command]) =>
      run(command, (context) => upload(context, { name, path })),
    );
  registerGoldDrafts(sets, run);
}

async function listSets(context: CommandContext, options: PageOptions): Promise<ExitCode> {
  const page = await context.client.call('listGoldSets', { query: pageOf(options) });
  printPage(context.terminal, page, {
    columns: setColumns,
    empty: 'There is no gold set yet.',
    options,
  });
  return 0;
}

async function showItems(
  context: CommandContext,
  name: string,
  options: ItemOptions,
): Promise<ExitCode> {
  const { setVersion } = options;
  const page = await context.client.call('listGoldItems', {
    params: { name },
    query: { ...pageOf(options), ...(setVersion === undefined ? {} : { version: setVersion }) },
  });
  const empty = 'The set has no item that this key may see.';
  printPage(context.terminal, page, { columns: itemColumns, empty, options });
  return 0;
}

async function upload(
  context: CommandContext,
  file: { readonly name: string; readonly path: string },
): Promise<ExitCode> {
  const { name, version } = await uploadGoldFile(context, file);
  context.terminal.print(`${name}, version ${version}`);
  return 0;
}

function pageOf({ limit, cursor }: PageOptions) {
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function describeExpected({ expected, unanswerable, must_review: mustReview }: GoldItem): string {
  if (unanswerable) return 'no answer';
  if (mustReview) return 'a person decides';
  return expected.accepted_answers?.[0] ?? expected.label ?? '';
}
