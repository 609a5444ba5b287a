import type { Command } from 'commander';
import { MAX_SUMMARY_WORDS } from '../../contract/summary.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { collect, wholeNumber } from '../option-parsers.ts';
import { readGiven } from '../read-given.ts';
import { renderAnswer } from '../text/render-answer.ts';

interface SummarizeOptions {
  readonly document?: readonly string[];
  readonly maxWords?: number;
  readonly json?: boolean;
}

export function registerSummarize(program: Command, run: RunCommand): void {
  program
    .command('summarize [file]')
    .description('summarise a text file or documents; every sentence is cited and checked')
    .option('-d, --document <id>', 'summarise this document instead (repeatable)', collect)
    .option('--max-words <n>', 'how long it may be', wholeNumber(10, MAX_SUMMARY_WORDS))
    .option('--json', 'print the answer of the server as JSON')
    .action((file: string | undefined, options: SummarizeOptions, command: Command) =>
      run(command, (context) => summarize(context, file, options)),
    );
}

async function summarize(
  context: CommandContext,
  file: string | undefined,
  options: SummarizeOptions,
): Promise<ExitCode> {
  const { client, terminal, settings } = context;
  const given = await readGiven(settings, { file, documents: options.document });
  const length = options.maxWords === undefined ? {} : { max_words: options.maxWords };
  const reply = await client.call('summarize', { body: { ...given, ...length } });
  if (options.json === true) terminal.printJson(reply.raw);
  else {
    const layout = {
      colors: terminal.colors,
      width: terminal.width ?? 100,
      serverUrl: settings.url,
    };
    terminal.print(renderAnswer(reply.value, layout));
  }
  return 0;
}
