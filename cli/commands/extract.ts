import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ExtractedField } from '../../contract/extraction.ts';
import { AppError, messageOf } from '../../platform/errors.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { readTextFile } from '../read-text-file.ts';
import { collect } from '../option-parsers.ts';
import { renderTable, type Column } from '../text/render-table.ts';
import { readGiven } from '../read-given.ts';

interface ExtractOptions {
  readonly schema: string;
  readonly document?: readonly string[];
  readonly json?: boolean;
}

const columns: readonly Column<ExtractedField>[] = [
  { title: 'field', cell: ({ path }) => path },
  { title: 'value', cell: ({ value }) => (value === null ? '–' : String(value)) },
  { title: 'verdict', cell: ({ verdict, normalisation }) => normalisation ?? verdict },
  { title: 'quote or reason', cell: ({ spans: [span], reason }) => span?.quote ?? reason.text },
];

export function registerExtract(program: Command, run: RunCommand): void {
  program
    .command('extract [file]')
    .description('read the values of a schema out of a text file or of documents')
    .requiredOption('--schema <file>', 'a JSON Schema of an object')
    .option('-d, --document <id>', 'read this document instead of a file (repeatable)', collect)
    .option('--json', 'print the answer of the server as JSON')
    .action((file: string | undefined, options: ExtractOptions, command: Command) =>
      run(command, (context) => extract(context, file, options)),
    );
}

async function extract(
  context: CommandContext,
  file: string | undefined,
  options: ExtractOptions,
): Promise<ExitCode> {
  const { client, terminal, settings } = context;
  const path = resolve(settings.workingDirectory, options.schema);
  const schema = readSchema(options.schema, await readTextFile(path));
  const given = await readGiven(settings, { file, documents: options.document });
  const reply = await client.call('extract', { body: { ...given, schema } });
  if (options.json === true) {
    terminal.printJson(reply.raw);
    return 0;
  }
  terminal.print(renderTable(reply.value.fields, columns, terminal));
  terminal.note(`Trace ${reply.value.trace_id}`);
  return 0;
}

function parseJson(name: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new AppError('invalid_value', `${name} is no JSON: ${messageOf(error)}.`, {
      cause: error,
    });
  }
}

function readSchema(name: string, json: string): Record<string, unknown> {
  const schema = parseJson(name, json);
  if (typeof schema === 'object' && schema !== null && !Array.isArray(schema)) return { ...schema };
  throw new Error(`${name} holds no JSON object. Expected a JSON Schema.`);
}
