import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { WorkflowResult } from '../../contract/workflow.ts';
import { AppError, messageOf } from '../../platform/errors.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { sha256Hex } from '../../platform/hash.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
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

interface DeskOptions {
  readonly tickets?: number;
}

/** Plays what the demo bank is there for. */
export function registerDemo(program: Command, run: RunCommand): void {
  program
    .command('demo')
    .description('play the demo bank')
    .command('support-desk')
    .description('put a day of tickets through the support desk, and compare with what people said')
    .option('--tickets <n>', 'how many of them', wholeNumber(1, MAX_TICKETS))
    .action((options: DeskOptions, command: Command) =>
      run(command, (context) => playDesk(context, options)),
    );
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

async function readTickets(name: string): Promise<readonly Ticket[]> {
  const file = join(projectRoot, 'demo', NAME, name);
  try {
    const text = await readFile(file, 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => Ticket.parse(JSON.parse(line)));
  } catch (error) {
    throw new AppError('invalid_value', `Cannot read ${file}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
