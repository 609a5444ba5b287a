import type { Command } from 'commander';
import type { Collection } from '../../contract/collection.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { addPageOptions, type PageOptions } from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import type { Column } from '../text/render-table.ts';

const columns: readonly Column<Collection>[] = [
  { title: 'name', cell: (collection) => collection.name },
  { title: 'documents', align: 'right', cell: (collection) => String(collection.document_count) },
  { title: 'chunks', align: 'right', cell: (collection) => String(collection.chunk_count) },
  {
    title: 'chunk tokens',
    align: 'right',
    cell: (collection) => String(collection.chunking.max_tokens),
  },
  { title: 'embedding', cell: embeddingOf },
];

export function registerCollections(program: Command, run: RunCommand): void {
  const list = program.command('collections').description('list collections by name');
  addPageOptions(list).action((options: PageOptions, command: Command) =>
    run(command, (context) => listCollections(context, options)),
  );
}

async function listCollections(context: CommandContext, options: PageOptions): Promise<ExitCode> {
  const { json: _json, ...query } = options;
  const page = await context.client.call('listCollections', { query });
  printPage(context.terminal, page, { columns, empty: 'There is no collection yet.', options });
  return 0;
}

function embeddingOf(collection: Collection): string {
  const profile = collection.embedding_profile;
  return `${profile.adapter}/${profile.name} ${profile.version} (${profile.dimensions})`;
}
