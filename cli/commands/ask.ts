import type { Command } from 'commander';
import type { Answer } from '../../contract/answer.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { addAsOf, collect, wholeNumber } from '../option-parsers.ts';
import { createStreamWrapper } from '../text/stream-wrapper.ts';
import { renderAnswer, renderAnswerDetails } from '../text/render-answer.ts';

interface AskOptions {
  readonly collection?: readonly string[];
  readonly model?: string;
  readonly maxChunks?: number;
  readonly asOf?: string;
  readonly stream?: boolean;
  readonly json?: boolean;
}

export function registerAsk(program: Command, run: RunCommand): void {
  const command = program
    .command('ask <question>')
    .description('ask a question; the answer comes with its citations, verdict and trace')
    .option('-c, --collection <name>', 'ask this collection only (repeatable)', collect)
    .option('-m, --model <name>', 'a configured model instead of the router’s choice')
    .option('--max-chunks <n>', 'how many chunks the answer may rest on', wholeNumber(1, 100))
    .option('--stream', 'show the answer as it is written (the default on a terminal)')
    .option('--no-stream', 'show the answer when it is complete and checked');
  addAsOf(command)
    .option('--json', 'print the answer as JSON; with --stream, one event a line')
    .action((question: string, options: AskOptions, called: Command) =>
      run(called, (context) => ask(context, question, options)),
    );
}

async function ask(
  context: CommandContext,
  question: string,
  options: AskOptions,
): Promise<ExitCode> {
  const { terminal } = context;
  const body = {
    question,
    ...(options.collection === undefined ? {} : { collections: [...options.collection] }),
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.maxChunks === undefined ? {} : { max_chunks: options.maxChunks }),
    ...(options.asOf === undefined ? {} : { as_of: options.asOf }),
  };
  const isStreamed = options.stream ?? (terminal.stdout.isTty && options.json !== true);
  if (options.json === true && isStreamed) return printEvents(context, body);
  if (isStreamed) return printStream(context, body);
  const reply = await context.client.call('createAnswer', { body });
  if (options.json === true) terminal.printJson(reply.raw);
  else terminal.print(renderAnswer(reply.value, answerLayout(context)));
  return 0;
}

type AskBody = Parameters<CommandContext['client']['streamAnswer']>[0];

async function printEvents(context: CommandContext, body: AskBody): Promise<ExitCode> {
  for await (const event of context.client.streamAnswer(body)) {
    const name = event.kind === 'step' ? event.name : event.kind;
    context.terminal.printJsonLine({ event: name, data: event.raw });
  }
  return 0;
}

/**
 * Shows the text as it comes. It is provisional: where the checked answer differs, that is printed
 * below. Off a terminal the provisional text goes to stderr, so that stdout has the answer only.
 */
async function printStream(context: CommandContext, body: AskBody): Promise<ExitCode> {
  const { terminal } = context;
  const live = terminal.stdout.isTty ? terminal.stdout : terminal.stderr;
  const isShownLive = live === terminal.stdout;
  const wrapper = createStreamWrapper(live.columns, (text) => {
    if (isShownLive || !terminal.isQuiet) live.write(text);
  });
  let shown = '';
  let checked: Answer | null = null;
  try {
    for await (const event of context.client.streamAnswer(body)) {
      if (event.kind === 'done') checked = event.answer;
      if (event.kind !== 'delta') continue;
      wrapper.push(event.text);
      shown += event.text;
    }
  } finally {
    // An error is told on a line of its own, below what was shown.
    if (shown !== '') wrapper.finish();
  }
  if (checked === null) return 1;
  const isShown = isShownLive && shown.trim() === checked.answer.trim();
  if (isShownLive && !isShown && shown !== '')
    terminal.print(terminal.colors.yellow('\nAfter its check the answer is:'));
  const render = isShown ? renderAnswerDetails : renderAnswer;
  terminal.print(render(checked, answerLayout(context)));
  return 0;
}

function answerLayout(context: CommandContext) {
  const { terminal, settings } = context;
  return { colors: terminal.colors, width: terminal.width ?? 100, serverUrl: settings.url };
}
