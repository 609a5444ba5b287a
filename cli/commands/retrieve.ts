import { Option, type Command } from 'commander';
import { DOCUMENT_MIMES, type DocumentMime } from '../../contract/document.ts';
import type { BodyInput } from '../../contract/endpoint-types.ts';
import { FUSIONS, type Candidate, type Fusion } from '../../contract/retrieval.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { addAsOf, collect, numberWithin, wholeNumber } from '../option-parsers.ts';
import { formatMilliseconds } from '../text/facts.ts';
import { candidateColumns } from '../text/candidate-columns.ts';
import { renderTable } from '../text/render-table.ts';

interface RetrieveOptions {
  readonly collection?: readonly string[];
  readonly source?: string;
  readonly tag?: readonly string[];
  readonly mime?: DocumentMime;
  readonly maxChunks?: number;
  readonly legDepth?: number;
  readonly maxContextTokens?: number;
  readonly fusion?: Fusion;
  readonly denseWeight?: number;
  readonly asOf?: string;
  readonly rejected?: boolean;
  readonly json?: boolean;
}

export function registerRetrieve(program: Command, run: RunCommand): void {
  const command = program
    .command('retrieve <question>')
    .description('show the chunks that a question finds, without answering it')
    .option('-c, --collection <name>', 'search this collection only (repeatable)', collect)
    .option('--source <source>', 'search documents with this source only')
    .option('--tag <tag>', 'search documents with this tag only (repeatable: with all)', collect)
    .addOption(new Option('--mime <type>', 'search such documents only').choices(DOCUMENT_MIMES))
    .option('--max-chunks <n>', 'how many chunks to select', wholeNumber(1, 100))
    .option('--leg-depth <n>', 'how many candidates each leg takes', wholeNumber(10, 1_000))
    .option('--max-context-tokens <n>', 'tokens of context', wholeNumber(200, 100_000))
    .addOption(new Option('--fusion <how>', 'how the legs become one list').choices(FUSIONS))
    .option('--dense-weight <share>', 'weight of vectors in the fusion, 0–1', numberWithin(0, 1));
  addAsOf(command)
    .option('--rejected', 'show the rejected candidates, too')
    .option('--json', 'print the answer of the server as JSON')
    .action((question: string, options: RetrieveOptions, called: Command) =>
      run(called, (context) => retrieve(context, question, options)),
    );
}

async function retrieve(
  context: CommandContext,
  question: string,
  options: RetrieveOptions,
): Promise<ExitCode> {
  const { client, terminal } = context;
  const reply = await client.call('retrieve', { body: buildRequest(question, options) });
  if (options.json === true) {
    terminal.printJson(reply.raw);
    return 0;
  }
  const { chunks, rejected, id, confidence, timings_ms: timings } = reply.value;
  const shown: readonly Candidate[] = options.rejected === true ? [...chunks, ...rejected] : chunks;
  if (shown.length > 0) terminal.print(renderTable(shown, candidateColumns, terminal));
  terminal.note(
    `${chunks.length} selected, ${rejected.length} rejected, ${reply.value.removed_by_access} left out by access rules; confidence ${confidence.toFixed(2)}; ${formatMilliseconds(timings.total)}.`,
  );
  terminal.note(`Trace ${id}`);
  return 0;
}

/** What is not given is left out: JSON has no undefined, and the service fills in what is configured. */
function buildRequest(question: string, options: RetrieveOptions): BodyInput<'retrieve'> {
  const { collection, tag, source, mime, maxChunks, asOf } = options;
  return {
    question,
    collections: collection === undefined ? undefined : [...collection],
    filters: { source, tags: tag === undefined ? undefined : [...tag], mime },
    max_chunks: maxChunks,
    as_of: asOf,
    retrieval: {
      leg_depth: options.legDepth,
      max_context_tokens: options.maxContextTokens,
      fusion: options.fusion,
      dense_weight: options.denseWeight,
    },
  };
}
