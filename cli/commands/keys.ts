import { Option, type Command } from 'commander';
import { SCOPES, type ApiKey, type Scope } from '../../contract/api-key.ts';
import { CLASSIFICATIONS, type Classification } from '../../contract/classification.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import {
  addPageOptions,
  collect,
  positiveNumber,
  timestamp,
  type PageOptions,
} from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import { formatTime } from '../text/facts.ts';
import { printableLine } from '../text/printable.ts';
import type { Column } from '../text/render-table.ts';

interface CreateOptions {
  readonly name: string;
  readonly scope: readonly Scope[];
  readonly group?: readonly string[];
  readonly clearance?: Classification;
  readonly collection?: readonly string[];
  readonly model?: readonly string[];
  readonly budget?: number;
  readonly expires?: string;
  readonly json?: boolean;
}

const columns: readonly Column<ApiKey>[] = [
  { title: 'id', cell: (key) => key.id },
  { title: 'key', cell: (key) => `${key.prefix}…` },
  { title: 'name', cell: (key) => key.name },
  { title: 'scopes', cell: (key) => key.scopes.join(',') },
  { title: 'clearance', cell: (key) => key.clearance },
  { title: 'last used (UTC)', cell: (key) => timeOr(key.last_used_at, 'never') },
  { title: 'state', cell: stateOf },
];

export function registerKeys(program: Command, run: RunCommand): void {
  const keys = program.command('keys').description('list, make and revoke API keys');
  addPageOptions(keys.command('list').description('list API keys, without their secrets')).action(
    (options: PageOptions, command: Command) => run(command, (context) => list(context, options)),
  );
  keys
    .command('create')
    .description('make an API key; the only output is the key, shown this once')
    .requiredOption('--name <name>', 'what the key is for')
    .addOption(
      new Option('--scope <scope...>', 'what it may do').choices(SCOPES).makeOptionMandatory(),
    )
    .option('--group <name>', 'a group whose documents it may read (repeatable)', collect)
    .addOption(new Option('--clearance <class>', 'what it may read').choices(CLASSIFICATIONS))
    .option('-c, --collection <name>', 'only this collection (repeatable)', collect)
    .option('-m, --model <name>', 'only this model (repeatable)', collect)
    .option('--budget <usd>', 'US dollars a day', positiveNumber)
    .option('--expires <time>', 'when it stops working', timestamp)
    .option('--json', 'print the key and its rights as JSON')
    .action((options: CreateOptions, command: Command) =>
      run(command, (context) => create(context, options)),
    );
  keys
    .command('revoke <id>')
    .description('revoke an API key at once')
    .option('--json', 'print the key as JSON')
    .action((id: string, options: { readonly json?: boolean }, command: Command) =>
      run(command, (context) => revoke(context, id, options)),
    );
}

async function list(context: CommandContext, options: PageOptions): Promise<ExitCode> {
  const { json: _json, ...query } = options;
  const page = await context.client.call('listApiKeys', { query });
  printPage(context.terminal, page, { columns, empty: 'There is no key.', options });
  return 0;
}

async function create(
  { client, terminal }: CommandContext,
  options: CreateOptions,
): Promise<ExitCode> {
  const { value, raw } = await client.call('createApiKey', {
    body: {
      name: options.name,
      scopes: [...options.scope],
      ...(options.group === undefined ? {} : { groups: [...options.group] }),
      ...(options.clearance === undefined ? {} : { clearance: options.clearance }),
      ...(options.collection === undefined ? {} : { collections: [...options.collection] }),
      ...(options.model === undefined ? {} : { models: [...options.model] }),
      ...(options.budget === undefined ? {} : { budget_usd_per_day: options.budget }),
      ...(options.expires === undefined ? {} : { expires_at: options.expires }),
    },
  });
  if (options.json === true) terminal.printJson(raw);
  else terminal.print(printableLine(value.key));
  terminal.note(`Keep this key now: it is not shown again. Its id is ${value.id}.`);
  return 0;
}

async function revoke(
  { client, terminal }: CommandContext,
  id: string,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const { value, raw } = await client.call('revokeApiKey', { params: { id } });
  if (options.json === true) terminal.printJson(raw);
  else terminal.print(printableLine(`Revoked ${value.name} (${value.prefix}…).`));
  return 0;
}

function stateOf(key: ApiKey): string {
  if (key.revoked_at !== null) return `revoked ${formatTime(key.revoked_at)}`;
  return key.expires_at === null ? 'valid' : `valid until ${formatTime(key.expires_at)}`;
}

function timeOr(timestamp: string | null, absent: string): string {
  return timestamp === null ? absent : formatTime(timestamp);
}
