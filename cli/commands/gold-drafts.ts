import { Option, type Command } from 'commander';
import {
  GOLD_DRAFT_STATUSES,
  MAX_DRAFTS,
  type GoldDraft,
  type GoldDraftStatus,
} from '../../contract/gold-draft.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { addPageOptions, collect, wholeNumber, type PageOptions } from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import type { Column } from '../text/render-table.ts';

interface DraftOptions {
  readonly collection?: string;
  readonly document?: readonly string[];
  readonly count: number;
}

interface DraftsOptions extends PageOptions {
  readonly status: GoldDraftStatus;
}

interface ApproveOptions {
  readonly input?: string;
  readonly answer?: readonly string[];
}

const DEFAULT_COUNT = 20;

const columns: readonly Column<GoldDraft>[] = [
  { title: 'id', cell: ({ id }) => id },
  { title: 'expected', cell: ({ item }) => item.expected.accepted_answers?.[0] ?? '' },
  { title: 'input', cell: ({ item }) => item.input },
  { title: 'quote', cell: ({ quote }) => quote },
];

/** Adds the commands on drafts to those on gold sets. */
export function registerGoldDrafts(sets: Command, run: RunCommand): void {
  sets
    .command('draft <name>')
    .description('draft items for a set from documents, for a person to approve')
    .option('-c, --collection <name>', 'from the documents of this collection')
    .option('--document <id>', 'from this document (repeatable)', collect)
    .option('--count <n>', 'so many at most', wholeNumber(1, MAX_DRAFTS), DEFAULT_COUNT)
    .action((name: string, options: DraftOptions, command: Command) =>
      run(command, (context) => draftItems(context, name, options)),
    );
  const drafts = sets
    .command('drafts <name>')
    .description('list the drafts for a set')
    .addOption(
      new Option('--status <status>', 'which ones').choices(GOLD_DRAFT_STATUSES).default('draft'),
    );
  addPageOptions(drafts).action((name: string, options: DraftsOptions, command: Command) =>
    run(command, (context) => listDrafts(context, name, options)),
  );
  sets
    .command('approve <name> <id>')
    .description('take a draft into the set')
    .option('--input <text>', 'with this question')
    .option('--answer <text>', 'with this accepted answer (repeatable)', collect)
    .action((name: string, id: string, ...[options, command]: [ApproveOptions, Command]) =>
      run(command, (context) => approve(context, { name, id }, options)),
    );
  sets
    .command('dismiss <name> <id>')
    .description('keep a draft out of the set')
    .action((name: string, id: string, ...[, command]: [unknown, Command]) =>
      run(command, (context) => dismiss(context, { name, id })),
    );
}

async function draftItems(
  { client, terminal }: CommandContext,
  name: string,
  { collection, document: ids, count }: DraftOptions,
): Promise<ExitCode> {
  const { value } = await client.call('draftGoldItems', {
    params: { name },
    body: {
      count,
      ...(collection === undefined ? {} : { collection }),
      ...(ids === undefined ? {} : { document_ids: [...ids] }),
    },
  });
  terminal.print(`${value.data.length} new drafts; documents read: ${value.documents}`);
  return 0;
}

async function listDrafts(
  context: CommandContext,
  name: string,
  options: DraftsOptions,
): Promise<ExitCode> {
  const { status, limit, cursor } = options;
  const page = await context.client.call('listGoldDrafts', {
    params: { name },
    query: {
      status,
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
    },
  });
  printPage(context.terminal, page, { columns, empty: `There is no ${status} one.`, options });
  return 0;
}

async function approve(
  { client, terminal }: CommandContext,
  params: { name: string; id: string },
  { input, answer }: ApproveOptions,
): Promise<ExitCode> {
  const { value } = await client.call('decideGoldDraft', {
    params,
    body: {
      decision: 'approve',
      ...(input === undefined ? {} : { input }),
      ...(answer === undefined ? {} : { accepted_answers: [...answer] }),
    },
  });
  terminal.print(`${params.name}, version ${value.gold_set?.version ?? 0}`);
  return 0;
}

async function dismiss(
  { client, terminal }: CommandContext,
  params: { name: string; id: string },
): Promise<ExitCode> {
  await client.call('decideGoldDraft', { params, body: { decision: 'dismiss' } });
  terminal.print('Dismissed.');
  return 0;
}
