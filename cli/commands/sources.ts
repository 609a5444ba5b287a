import type { Command } from 'commander';
import type { z } from 'zod';
import type { Source, SourcePage } from '../../contract/source.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { addPageOptions, type PageOptions } from '../option-parsers.ts';
import type { Reply } from '../read-reply.ts';
import { printPage } from '../print-page.ts';
import type { Column } from '../text/render-table.ts';

const columns: readonly Column<Source>[] = [
  { title: 'name', cell: (source) => source.name },
  { title: 'kind', cell: (source) => source.settings.kind },
  { title: 'collection', cell: (source) => source.collection },
  { title: 'last sync', cell: (source) => source.last_sync?.finished_at ?? '–' },
  { title: 'status', cell: (source) => source.last_sync?.status ?? '–' },
  { title: 'next sync', cell: (source) => source.next_sync_at ?? '–' },
  { title: 'id', cell: (source) => source.id },
];

export function registerSources(program: Command, run: RunCommand): void {
  const group = program.command('sources').description('places that documents are followed from');
  const list = group.command('list', { isDefault: true }).description('list sources by name');
  addPageOptions(list).action((options: PageOptions, command: Command) =>
    run(command, (context) => listSources(context, options)),
  );
  group
    .command('sync')
    .argument('<name>', 'the name of the source')
    .description('follow a source now; `runs watch` shows how it goes')
    .option('--allow-mass-retire', 'retire what is gone even when it is more than half', false)
    .action((name: string, options: { allowMassRetire: boolean }, command: Command) =>
      run(command, (context) => syncSource(context, name, options)),
    );
}

async function listSources(context: CommandContext, options: PageOptions): Promise<ExitCode> {
  const { json: _json, ...query } = options;
  const page = await context.client.call('listSources', { query });
  printPage(context.terminal, page, { columns, empty: 'There is no source yet.', options });
  return 0;
}

async function syncSource(
  context: CommandContext,
  name: string,
  options: { readonly allowMassRetire: boolean },
): Promise<ExitCode> {
  const source = await findByName(context, name);
  if (source === null) {
    context.terminal.complain(`There is no source named "${name}".`);
    return 1;
  }
  const { value } = await context.client.call('syncSource', {
    params: { id: source.id },
    body: { allow_mass_retire: options.allowMassRetire },
  });
  context.terminal.print(value.run_id);
  return 0;
}

async function findByName(context: CommandContext, name: string): Promise<Source | null> {
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } =
      cursor === null ? { limit: 200 } : { limit: 200, cursor };
    const { value: page }: Reply<z.infer<typeof SourcePage>> = await context.client.call(
      'listSources',
      { query },
    );
    const found = page.data.find((source) => source.name === name);
    if (found !== undefined) return found;
    cursor = page.next_cursor;
  } while (cursor !== null);
  return null;
}
