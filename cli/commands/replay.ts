import type { Command } from 'commander';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { wholeNumber } from '../option-parsers.ts';
import { printableLine } from '../text/printable.ts';
import { renderHistory, renderTraceDiff } from '../text/render-trace-diff.ts';

interface JsonOption {
  readonly json?: boolean;
}

interface ReplayOptions extends JsonOption {
  readonly now?: boolean;
  readonly model?: string;
  readonly maxChunks?: number;
}

const JSON_OPTION = ['--json', 'print the answer of the server as JSON'] as const;

/** What became of an answer, and what would become of it today. */
export function registerReplay(program: Command, run: RunCommand): void {
  program
    .command('replay <trace>')
    .description('ask the question of an answer once more, and show in what the answers differ')
    .option('--now', 'from the documents of now, not as they stood then')
    .option('--model <name>', 'of another model')
    .option('--max-chunks <n>', 'with another number of chunks', wholeNumber(1, 100))
    .option(...JSON_OPTION)
    .action((id: string, options: ReplayOptions, command: Command) =>
      run(command, (context) => replay(context, id, options)),
    );
  const comparison = program
    .command('compare <trace> <other>')
    .description('show in what two answers differ, step by step')
    .option(...JSON_OPTION);
  comparison.action((id: string, other: string, options: JsonOption) =>
    run(comparison, (context) => compare(context, { id, other }, options)),
  );
  program
    .command('history <trace>')
    .description('show what happened to an answer after its trace was stored')
    .option(...JSON_OPTION)
    .action((id: string, options: JsonOption, command: Command) =>
      run(command, (context) => showHistory(context, id, options)),
    );
}

async function replay(
  { client, terminal }: CommandContext,
  id: string,
  { now, model, maxChunks, json }: ReplayOptions,
): Promise<ExitCode> {
  const body = {
    documents: now === true ? ('now' as const) : ('then' as const),
    ...(model === undefined ? {} : { model }),
    ...(maxChunks === undefined ? {} : { retrieval: { max_chunks: maxChunks } }),
  };
  const reply = await client.call('replayTrace', { params: { id }, body });
  if (json === true) terminal.printJson(reply.raw);
  else {
    const { answer, difference } = reply.value;
    terminal.print(renderTraceDiff(difference, terminal.colors));
    terminal.print(printableLine(`\nThe trace of the replay is ${answer.id}.`));
  }
  return 0;
}

async function compare(
  { client, terminal }: CommandContext,
  params: { readonly id: string; readonly other: string },
  { json }: JsonOption,
): Promise<ExitCode> {
  const reply = await client.call('diffTraces', { params });
  if (json === true) terminal.printJson(reply.raw);
  else terminal.print(renderTraceDiff(reply.value, terminal.colors));
  return 0;
}

async function showHistory(
  { client, terminal }: CommandContext,
  id: string,
  { json }: JsonOption,
): Promise<ExitCode> {
  const reply = await client.call('getTraceHistory', { params: { id } });
  if (json === true) terminal.printJson(reply.raw);
  else terminal.print(renderHistory(reply.value));
  return 0;
}
