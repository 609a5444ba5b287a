import type { Command } from 'commander';
import type { Candidate } from '../../contract/retrieval.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { collect, timestamp, wholeNumber } from '../option-parsers.ts';
import { formatMilliseconds } from '../text/facts.ts';
import { candidateColumns } from '../text/candidate-columns.ts';
import { renderTable } from '../text/render-table.ts';

interface RetrieveOptions {
  readonly collection?: readonly string[];
  readonly maxChunks?: number;
  readonly asOf?: string;
  readonly rejected?: boolean;
  readonly json?: boolean;
}

export function registerRetrieve(program: Command, run: RunCommand): void {
  program
    .command('retrieve <question>')
    .description('show the chunks that a question finds, without answering it')
    .option('-c, --collection <name>', 'search this collection only (repeatable)', collect)
    .option('--max-chunks <n>', 'how many chunks to select', wholeNumber(1, 100))
    .option('--rejected', 'show the rejected candidates, too')
    .option('--as-of <time>', 'from the documents as they stood then', timestamp)
    .option('--json', 'print the answer of the server as JSON')
    .action((question: string, options: RetrieveOptions, command: Command) =>
      run(command, (context) => retrieve(context, question, options)),
    );
}

async function retrieve(
  context: CommandContext,
  question: string,
  options: RetrieveOptions,
): Promise<ExitCode> {
  const { client, terminal } = context;
  const reply = await client.call('retrieve', {
    body: {
      question,
      ...(options.collection === undefined ? {} : { collections: [...options.collection] }),
      ...(options.maxChunks === undefined ? {} : { max_chunks: options.maxChunks }),
      ...(options.asOf === undefined ? {} : { as_of: options.asOf }),
    },
  });
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
