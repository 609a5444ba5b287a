import { Option, type Command } from 'commander';
import { DOCUMENT_STATUSES, type Document } from '../../contract/document.ts';
import type { DocumentVersionSummary } from '../../contract/document-version.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { addPageOptions, type PageOptions } from '../option-parsers.ts';
import { printPage } from '../print-page.ts';
import { formatTime, renderFacts } from '../text/facts.ts';
import { printableLine } from '../text/printable.ts';
import { renderTable, type Column } from '../text/render-table.ts';
import { registerDocumentVersions } from './document-versions.ts';
import { registerStaleAnswers } from './stale-answers.ts';

interface ListOptions extends PageOptions {
  readonly collection?: string;
  readonly status?: (typeof DOCUMENT_STATUSES)[number];
  readonly q?: string;
}

const columns: readonly Column<Document>[] = [
  { title: 'id', cell: (document) => document.id },
  { title: 'collection', cell: (document) => document.collection },
  { title: 'status', cell: (document) => document.status },
  { title: 'version', align: 'right', cell: (document) => String(document.version ?? '–') },
  { title: 'chunks', align: 'right', cell: (document) => String(document.chunk_count) },
  { title: 'source', cell: (document) => document.source },
];

const versionColumns: readonly Column<DocumentVersionSummary>[] = [
  { title: 'version', align: 'right', cell: (version) => String(version.version) },
  {
    title: 'served from (UTC)',
    cell: (version) => (version.served_from === null ? 'held' : formatTime(version.served_from)),
  },
  {
    title: 'until',
    cell: (version) => describeEnd(version),
  },
  { title: 'chunks', align: 'right', cell: (version) => String(version.chunk_count) },
  { title: 'characters', align: 'right', cell: (version) => String(version.char_count) },
  { title: 'SHA-256', cell: (version) => version.content_sha256.slice(0, 16) },
];

export function registerDocuments(program: Command, run: RunCommand): void {
  const list = program
    .command('documents')
    .description('list documents, the last changed first')
    .option('-c, --collection <name>', 'of this collection')
    .addOption(new Option('--status <status>', 'in this state').choices(DOCUMENT_STATUSES))
    .option('--q <words>', 'words in the title or the source');
  addPageOptions(list).action((options: ListOptions, command: Command) =>
    run(command, (context) => listDocuments(context, options)),
  );
  registerDocumentVersions(list, run);
  registerStaleAnswers(list, run);
  program
    .command('document <id>')
    .description('show one document and its versions')
    .option('--json', 'print the document as JSON')
    .action((id: string, options: { readonly json?: boolean }, command: Command) =>
      run(command, (context) => showDocument(context, id, options)),
    );
  program
    .command('retire <id>')
    .description('retire a document: it is never retrieved again, old traces keep what they cited')
    .option('--json', 'print the document as JSON')
    .action((id: string, options: { readonly json?: boolean }, command: Command) =>
      run(command, (context) => retireDocument(context, id, options)),
    );
}

async function listDocuments(context: CommandContext, options: ListOptions): Promise<ExitCode> {
  const { json: _json, ...query } = options;
  const page = await context.client.call('listDocuments', { query });
  printPage(context.terminal, page, { columns, empty: 'No document matches.', options });
  return 0;
}

async function showDocument(
  { client, terminal }: CommandContext,
  id: string,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const document = await client.call('getDocument', { params: { id } });
  if (options.json === true) {
    terminal.printJson(document.raw);
    return 0;
  }
  terminal.print(renderFacts(factsOf(document.value), terminal.colors));
  const versions = await client.call('listDocumentVersions', { params: { id }, query: {} });
  if (versions.value.data.length > 0)
    terminal.print(`\n${renderTable(versions.value.data, versionColumns, terminal)}`);
  return 0;
}

async function retireDocument(
  { client, terminal }: CommandContext,
  id: string,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const document = await client.call('retireDocument', { params: { id } });
  if (options.json === true) terminal.printJson(document.raw);
  else terminal.print(printableLine(`Retired ${document.value.source} (${document.value.id}).`));
  return 0;
}

function describeEnd(version: DocumentVersionSummary): string {
  if (version.served_from === null) return '–';
  return version.served_until === null ? 'now' : formatTime(version.served_until);
}

function factsOf(document: Document): readonly (readonly [string, string | number | null])[] {
  return [
    ['title', printableLine(document.title)],
    ['source', printableLine(document.source)],
    ['id', document.id],
    ['collection', document.collection],
    ['status', document.status],
    ['version', document.version],
    ['held version', document.held_version],
    ['findings', document.finding_count],
    ['chunks', document.chunk_count],
    ['type', document.mime],
    ['bytes', document.byte_size],
    ['classification', document.classification],
    ['readable by', listOf(document.acl) ?? 'everyone in the workspace'],
    ['tags', listOf(document.tags)],
    [
      'error',
      document.error === null
        ? null
        : printableLine(`${document.error.code}: ${document.error.detail}`),
    ],
    ['created', `${formatTime(document.created_at)} UTC`],
    ['changed', `${formatTime(document.updated_at)} UTC`],
  ];
}

function listOf(values: readonly string[]): string | null {
  return values.length === 0 ? null : printableLine(values.join(', '));
}
