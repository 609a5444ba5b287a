import type { Command } from 'commander';
import { WorkflowResult } from '../../contract/workflow.ts';
import { sha256Hex } from '../../platform/hash.ts';
import type { CommandContext, ExitCode, RunCommand } from '../command-context.ts';
import { wholeNumber } from '../option-parsers.ts';
import { DESK, HELD_OUT_PARTS, readDeskTickets, trainDeskOnce } from '../workflow/desk-tickets.ts';
import { followRun } from '../workflow/follow-run.ts';
import { renderDeskFigures } from '../workflow/render-desk-figures.ts';

const MAX_OF_PART = 480;

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
    .option('--tickets <n>', 'how many of each held-out part', wholeNumber(1, MAX_OF_PART))
    .action((options: DeskOptions, command: Command) =>
      run(command, (context) => playDesk(context, options)),
    );
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
  const reports = parts.map(
    (part) => `${part.title}\n${renderDeskFigures(part.tickets, results, terminal)}`,
  );
  terminal.print(reports.join('\n\n'));
  return 0;
}
