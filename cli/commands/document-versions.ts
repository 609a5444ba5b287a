import { Option, type Command } from 'commander';
import { CLASSIFICATIONS, type Classification } from '../../contract/classification.ts';
import type { PatchDocument } from '../../contract/document.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { collect, wholeNumber } from '../option-parsers.ts';
import { printableLine } from '../text/printable.ts';
import { renderDiff } from '../text/render-diff.ts';

interface DiffOptions {
  readonly from?: number;
  readonly to?: number;
  readonly json?: boolean;
}

interface SetOptions {
  readonly title?: string;
  readonly tag?: readonly string[];
  readonly noTags?: boolean;
  readonly classification?: Classification;
  readonly group?: readonly string[];
  readonly everyone?: boolean;
  readonly approve?: boolean;
  readonly json?: boolean;
}

const version = wholeNumber(1, 2_147_483_647);

/** What is done to a document's versions: below `documents`. */
export function registerDocumentVersions(documents: Command, run: RunCommand): void {
  documents
    .command('diff <id>')
    .description('show what changed between two versions, word by word')
    .option('--from <version>', 'default: the one that served before', version)
    .option('--to <version>', 'default: the held one, or the one that serves', version)
    .option('--json', 'print the diff as JSON')
    .action((id: string, _options: DiffOptions, command: Command) =>
      // `--json` is an option of `documents` too, which takes it first.
      run(command, (context) => showDiff(context, id, command.optsWithGlobals<DiffOptions>())),
    );
  documents
    .command('restore <id>')
    .description('make the content of an old version serve again, without embedding anything')
    .requiredOption('--to <version>', 'the version to restore', version)
    .action((id: string, options: { readonly to: number }, command: Command) =>
      run(command, (context) => restore(context, id, options.to)),
    );
  documents
    .command('set <id>')
    .description('change what is said of a document, from the next question on')
    .option('--title <title>', 'how it is called')
    .option('--tag <tag>', 'instead of its tags (repeatable)', collect)
    .option('--no-tags', 'without tags')
    .addOption(
      new Option('--classification <class>', 'how sensitive it is').choices(CLASSIFICATIONS),
    )
    .option('--group <group>', 'readable by this group only (repeatable)', collect)
    .option('--everyone', 'readable by everyone in the workspace whose clearance reaches it')
    .option('--approve', 'make the held version serve')
    .option('--json', 'print the document as JSON')
    .action((id: string, options: { readonly tags?: boolean }, command: Command) =>
      run(command, (context) =>
        changeDocument(context, id, {
          ...command.optsWithGlobals<SetOptions>(),
          noTags: options.tags === false,
        }),
      ),
    );
}

async function showDiff(
  { client, terminal }: CommandContext,
  id: string,
  { json, from, to }: DiffOptions,
): Promise<ExitCode> {
  const query = {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
  const diff = await client.call('diffDocumentVersions', { params: { id }, query });
  if (json === true) terminal.printJson(diff.raw);
  else terminal.print(renderDiff(diff.value, terminal.colors));
  return 0;
}

async function restore(
  { client, terminal }: CommandContext,
  id: string,
  number: number,
): Promise<ExitCode> {
  const reply = await client.call('restoreDocumentVersion', { params: { id, version: number } });
  const { source, version: serving } = reply.value;
  terminal.print(
    printableLine(`${source}: version ${number} serves again, as version ${serving ?? '–'}.`),
  );
  return 0;
}

async function changeDocument(
  { client, terminal }: CommandContext,
  id: string,
  options: SetOptions,
): Promise<ExitCode> {
  const reply = await client.call('patchDocument', { params: { id }, body: patchOf(options) });
  if (options.json === true) terminal.printJson(reply.raw);
  else {
    const { source, classification, acl, version: serving } = reply.value;
    const readers = acl.length === 0 ? 'everyone' : acl.join(', ');
    terminal.print(
      printableLine(
        `${source}: version ${serving ?? '–'}, ${classification}, readable by ${readers}.`,
      ),
    );
  }
  return 0;
}

function patchOf(options: SetOptions): PatchDocument {
  const tags = options.noTags === true ? [] : options.tag;
  const acl = options.everyone === true ? [] : options.group;
  return {
    ...(options.title === undefined ? {} : { title: options.title }),
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(options.classification === undefined ? {} : { classification: options.classification }),
    ...(acl === undefined ? {} : { acl: [...acl] }),
    ...(options.approve === true ? { approved: true } : {}),
  };
}
