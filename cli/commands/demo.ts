import type { Command } from 'commander';
import { z } from 'zod';
import { WorkflowResult } from '../../contract/workflow.ts';
import { sha256Hex } from '../../platform/hash.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { planDemo } from '../demo/plan-demo.ts';
import { playDemo } from '../demo/play-demo.ts';
import { readDemo, readDemoLines } from '../demo/read-demo.ts';
import { runSimulated } from '../run-simulated.ts';
import { wholeNumber } from '../option-parsers.ts';
import { ProblemError } from '../problem-error.ts';
import { followRun } from '../workflow/follow-run.ts';
import { renderDeskFigures } from '../workflow/render-desk-figures.ts';

const NAME = 'support-desk';
const MAX_TICKETS = 480;

const Ticket = z.object({
  id: z.string(),
  text: z.string(),
  label: z.string(),
  must_review: z.boolean(),
});
export type Ticket = z.infer<typeof Ticket>;

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
    .option('--tickets <n>', 'how many of them', wholeNumber(1, MAX_TICKETS))
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

/** Trains the classifier on one part of the tickets where there is none yet, and sends the other part. */
async function playDesk(
  context: CommandContext,
  { tickets: count }: DeskOptions,
): Promise<ExitCode> {
  const { client, terminal } = context;
  await trainOnce(context);
  const tickets = (await readTickets('tickets-held-out.jsonl')).slice(0, count ?? MAX_TICKETS);
  const lines = tickets.map(({ id, text }) => JSON.stringify({ id, text })).join('\n');
  const { value: started } = await client.sendTickets({
    workflow: NAME,
    lines,
    idempotencyKey: `demo:${sha256Hex(lines)}:${context.newId()}`,
  });
  const params = { name: NAME, id: started.run_id };
  terminal.note(
    `${tickets.length} tickets: ${new URL(`workflows/${NAME}`, context.settings.url).href}`,
  );
  await followRun(context, params);
  const results = (await client.exportResults(params))
    .trim()
    .split('\n')
    .map((line) => WorkflowResult.parse(JSON.parse(line)));
  terminal.print(renderDeskFigures(tickets, results, terminal));
  return 0;
}

async function trainOnce({ client, terminal }: CommandContext): Promise<void> {
  try {
    await client.call('getClassifier', { params: { name: NAME } });
    return;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 404) throw error;
  }
  const examples = await readTickets('tickets-train.jsonl');
  terminal.note(`Training the classifier on ${examples.length} other tickets.`);
  await client.call('createClassifier', {
    body: { name: NAME, examples: examples.map(({ text, label }) => ({ text, label })) },
  });
}

function readTickets(name: string): Promise<readonly Ticket[]> {
  return readDemoLines([NAME, name], Ticket);
}
