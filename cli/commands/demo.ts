import type { Command } from 'commander';
import { WorkflowResult } from '../../contract/workflow.ts';
import { sha256Hex } from '../../platform/hash.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { planDemo } from '../demo/plan-demo.ts';
import { playDemo } from '../demo/play-demo.ts';
import { readDemo } from '../demo/read-demo.ts';
import { runSimulated } from '../run-simulated.ts';
import { wholeNumber } from '../option-parsers.ts';
import {
  DESK,
  HELD_OUT_PARTS,
  readDeskArticles,
  readDeskTickets,
  trainDeskOnce,
} from '../workflow/desk-tickets.ts';
import { followRun } from '../workflow/follow-run.ts';
import { renderDeskFigures } from '../workflow/render-desk-figures.ts';

const MAX_OF_PART = 480;

const MAX_TRACES = 20_000;
/** Costs nothing: the demo asks other models only where it is told to. */
const FREE_MODEL = 'builtin-extractive';

interface DemoOptions {
  readonly traces: number;
  readonly seed: number;
  readonly withModels?: boolean;
  readonly simulated?: boolean;
}

interface DeskOptions {
  readonly tickets?: number;
}

/** Plays what the demo bank is there for. */
export function registerDemo(program: Command, run: RunCommand): void {
  const demo = program
    .command('demo')
    .description('fill every screen: ask as the apps of the demo bank do')
    .option('--traces <n>', 'how many traces', wholeNumber(1, MAX_TRACES), 500)
    .option('--seed <n>', 'which questions are drawn', wholeNumber(0, 1_000_000), 1)
    .option('--with-models', 'ask the configured models, too, at their price')
    .option('--simulated', 'on a server of its own with simulated models, until Ctrl-C')
    .action((options: DemoOptions, command: Command) =>
      run(command, (context) => playBank(context, options)),
    );
  demo
    .command('support-desk')
    .description('put a day of tickets through the support desk, and compare with what people said')
    .option('--tickets <n>', 'how many of each held-out part', wholeNumber(1, MAX_OF_PART))
    .action((options: DeskOptions, command: Command) =>
      run(command, (context) => playDesk(context, options)),
    );
}

async function playBank(context: CommandContext, options: DemoOptions): Promise<ExitCode> {
  const { terminal, client, clock, settings } = context;
  if (options.simulated === true) {
    terminal.note('Simulated: no model is called. A server with simulated models is started.');
    const { traces, seed } = options;
    return runSimulated('demo', ['demo', '--traces', `${traces}`, '--seed', `${seed}`]);
  }
  const texts = await readDemo();
  const { value: models } = await client.call('listModels', {});
  const asked = options.withModels === true ? models.data.map(({ id }) => id) : [FREE_MODEL];
  const startedAt = clock.now();
  const plan = planDemo(texts, { count: options.traces, seed: options.seed, models: asked });
  const figures = await playDemo(context, { plan, notices: texts.notices });
  const seconds = (clock.now() - startedAt) / 1_000;
  const outcomes = [...figures.counts].toSorted(([, left], [, right]) => right - left);
  terminal.print(
    [
      `${options.traces} traces in ${seconds.toFixed(1)} s`,
      ...outcomes.map(([outcome, count]) => `  ${count} ${outcome}`),
      `${figures.staleAnswers} answers are stale since the notices changed`,
      `${figures.decidedReviews} reviews decided`,
      new URL('traces', settings.url).href,
    ].join('\n'),
  );
  return 0;
}

/** Trains the classifier on one part of the tickets where there is none yet, and sends the other parts. */
async function playDesk(
  context: CommandContext,
  { tickets: count = MAX_OF_PART }: DeskOptions,
): Promise<ExitCode> {
  const { client, terminal } = context;
  await trainDeskOnce(context);
  const parts = await Promise.all(
    HELD_OUT_PARTS.map(async ({ title, file }) => ({
      title,
      tickets: (await readDeskTickets(file)).slice(0, count),
    })),
  );
  const tickets = parts.flatMap((part) => part.tickets);
  const lines = tickets.map(({ id, text }) => JSON.stringify({ id, text })).join('\n');
  const { value: started } = await client.sendTickets({
    workflow: DESK,
    lines,
    idempotencyKey: `demo:${sha256Hex(lines)}:${context.newId()}`,
  });
  const params = { name: DESK, id: started.run_id };
  terminal.note(
    `${tickets.length} tickets: ${new URL(`workflows/${DESK}`, context.settings.url).href}`,
  );
  await followRun(context, params);
  const results = (await client.exportResults(params))
    .trim()
    .split('\n')
    .map((line) => WorkflowResult.parse(JSON.parse(line)));
  const articles = await readDeskArticles();
  const reports = parts.map(
    (part) =>
      `${part.title}\n${renderDeskFigures({ tickets: part.tickets, results, articles }, terminal)}`,
  );
  terminal.print(reports.join('\n\n'));
  return 0;
}
