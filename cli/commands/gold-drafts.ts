import { Option, type Command } from 'commander';
import {
  DRAFT_WRITERS,
  GOLD_DRAFT_STATUSES,
  MAX_DRAFTS,
  type DraftedGoldItems,
  type DraftWriter,
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
  readonly by: DraftWriter;
  readonly model?: string;
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
  { title: 'by', cell: ({ model, template }) => model ?? template },
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
    .addOption(new Option('--by <writer>', 'who writes').choices(DRAFT_WRITERS).default('template'))
    .option('--model <name>', 'with --by model: this one, not whichever is routed to')
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
  { collection, document: ids, count, by, model }: DraftOptions,
): Promise<ExitCode> {
  const { value } = await client.call('draftGoldItems', {
    params: { name },
    body: {
      count,
      by,
      ...(model === undefined ? {} : { model }),
      ...(collection === undefined ? {} : { collection }),
      ...(ids === undefined ? {} : { document_ids: [...ids] }),
    },
  });
  terminal.print(`${value.data.length} new drafts; documents read: ${value.documents}`);
  if (by === 'model') terminal.print(describeAsked(value));
  return 0;
}

function describeAsked({ asked, not_kept: notKept, usage }: DraftedGoldItems): string {
  const reasons = notKept.map(({ reason, count }) => `${count} ${reason}`).join(', ');
  const cost = `$${usage.cost_usd.toFixed(4)}`;
  return `asked about ${asked} chunks, ${cost}${reasons === '' ? '' : `; not kept: ${reasons}`}`;
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
